"""Where a registry is: the gateway's URL as people write it, and the registry's own below it."""

from __future__ import annotations

import os
from ipaddress import ip_address
from urllib.parse import urlsplit

from magesaas_ops.errors import UsageError

DEFAULT_URL = "https://commerce.adobe.io/"
_PATH = "/merchant-registry/v1/"

_VARIABLE, _SKIP = "MAGESAAS_REGISTRY", "skip"


def remembered_url() -> str:
    """The gateway whose answers are remembered where it is skipped: ``MAGESAAS_REGISTRY``, else Adobe's."""
    chosen = os.environ.get(_VARIABLE, "")
    return chosen if chosen not in {"", _SKIP} else DEFAULT_URL


def registry_url(base: str) -> str:
    """The registry's URL, for a gateway as in Magento's ``services_connector/production_gateway_url``.

    A path in it is dropped, as the modules do (contract §4), so the registry's own URL is understood as well. Raises
    UsageError for anything but https; keys go unencrypted to this machine only.
    """
    try:
        parts = urlsplit(base.strip())
        host, port = parts.hostname or "", parts.port
    except ValueError:
        host, port = "", None
    if not host or parts.scheme not in {"http", "https"}:
        raise UsageError(f"{base!r} is no URL of a registry", hint=f"An example: {DEFAULT_URL}")
    if "@" in parts.netloc:
        raise UsageError(
            f"the URL of the registry at {host} has a user name or password in it",
            hint="The registry knows an account by its keys; leave the part before @ out.",
        )
    if parts.scheme == "http" and not _is_this_machine(host):
        raise UsageError(
            f"the registry at {host} would be sent the API key unencrypted", hint="Write https:// instead of http://."
        )
    name = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{name}{'' if port is None else f':{port}'}{_PATH}"


def _is_this_machine(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
