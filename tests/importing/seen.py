"""Hosts as they might answer."""

from __future__ import annotations

from typing import Any

from magesaas_ops.model import host_state as paths
from magesaas_ops.model.host_state import DatabaseIdentity, HostState, ObservedValue, PackageState, Source
from magesaas_ops.model.node import Node, RootIdentity
from magesaas_ops.model.secret_ref import KeyMaterial, Secret

NONCE = "n" * 32
KEYS = KeyMaterial(Secret("key-of-acme"), Secret("pem"), "1:2")
PROJECT, LIVE, TEST = (f"{digit * 8}-{digit * 4}-4{digit * 3}-8{digit * 3}-{digit * 12}" for digit in "123")
BOTH = {name: PackageState("1.0", "*", "1.0", True) for name in ("magento/data-services", "magento/saas-export")}


def seen(
    *,
    id_: str | None = None,
    project: str | None = PROJECT,
    key: str | None = "key-of-acme",
    type_: str | None = "Testing",
    label: str | None = "Testing 1",
    database: str = "shop",
    root: str = "/srv/shop",
    inode: int = 0,
    started: int = 1000,
    **changes: Any,
) -> HostState:
    told = {
        paths.PRODUCTION_API_KEY: Secret(key).hmac_under(NONCE) if key else None,
        paths.PROJECT_ID: project if id_ else None,
        paths.PROJECT_NAME: "Acme Shop" if id_ and project else None,
        paths.ENVIRONMENT_ID: id_,
        paths.ENVIRONMENT_NAME: label if id_ else None,
        paths.ENVIRONMENT_TYPE: type_ if id_ else None,
    }
    values = {path: ObservedValue(text, text, text is not None, source=Source.DATABASE) for path, text in told.items()}
    known = {
        "nonce": NONCE,
        "digest": "",
        "edition": "Community",
        "version": "2.4.7",
        "mode": "production",
        "php": "8.2",
        "user": "www-data",
        "owner": "www-data",
        "websites": ("base",),
        "base_urls": ("https://shop.example/",),
        "packages": BOTH,
    }
    return HostState(
        **{**known, **changes},
        values=values,
        node=Node(RootIdentity(f"m{database}", database, root, 1, inode or hash(database) % 9999 + 1)),
        database=DatabaseIdentity("db1", database, "", started),
    )
