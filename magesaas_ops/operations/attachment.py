"""pyinfra's operations on the whole attachment of an installation.

They act from one host of each installation and take its others along (:mod:`magesaas_ops.operations.hosts`); on those
they are no-ops. Each of them refuses by itself, also when nobody called ``refuse_first``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyinfra.api.operation import operation

from magesaas_ops.operations.work import attaching_commands, detaching_commands

if TYPE_CHECKING:
    from collections.abc import Generator

    from pyinfra.api.command import FunctionCommand


@operation()
def attached() -> Generator[FunctionCommand, None, None]:
    """Install what is missing, set keys and ids in one transaction, and renew the caches: the inventory becomes true.

    A no-op where it is true already. Fails the host when a rule refuses, or a host could not be looked at; whatever
    refuses, what is not production is detached from production.

    **Example:**

    .. code:: python

        from magesaas_ops.operations import attached

        attached(name="Attach to the declared SaaS environment")
    """
    yield from attaching_commands("attached", None)


@operation()
def detached() -> Generator[FunctionCommand, None, None]:
    """Remove ids and keys, whatever the inventory says; needs no registry and no secrets.

    A no-op where there are none. Goes through any host of the installation that answers. Fails the host when it may be
    on another installation's database, for that could be production's own.

    **Example:**

    .. code:: python

        from pyinfra import host
        from magesaas_ops.operations import detached

        if "stage:staging" in host.groups:
            detached(name="Detach after the database was restored")
    """
    yield from detaching_commands("detached")
