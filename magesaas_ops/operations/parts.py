"""The parts of an attachment as operations, for deploys that do something of their own in between.

In this order they do what ``attached`` does, and each does its part of the same plan: what a rule refuses is refused by
each of them. What must come before a part is not skipped: while it is due, the part fails and names it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyinfra.api.operation import operation

from magesaas_ops.operations.work import attaching_commands
from magesaas_ops.planning import Part

if TYPE_CHECKING:
    from collections.abc import Generator

    from pyinfra.api.command import FunctionCommand


@operation()
def modules_installed() -> Generator[FunctionCommand, None, None]:
    """Install the packages of the inventory, enable their modules, and do what that owes.

    That is ``setup:upgrade``, in production mode compiling and static content, the caches, and maintenance mode around
    all of it; also what an earlier run began and left. A no-op where nothing is owed.

    **Example:**

    .. code:: python

        from magesaas_ops.operations import modules_installed

        modules_installed(name="Install the SaaS modules")
    """
    yield from attaching_commands("modules_installed", Part.MODULES)


@operation()
def production_keys_set() -> Generator[FunctionCommand, None, None]:
    """Set the keys of the account: the production pair, and the sandbox pair where the inventory has one.

    Ids that these keys do not open go away in the same transaction, and all ids where the inventory wants no keys. A
    no-op where the keys are set. Comes after ``modules_installed``.

    **Example:**

    .. code:: python

        from magesaas_ops.operations import production_keys_set

        keys = production_keys_set(name="Set the API keys")
        # keys.did_change tells operations that follow whether they were set by this run
    """
    yield from attaching_commands("production_keys_set", Part.KEYS)


@operation()
def saas_environment_selected() -> Generator[FunctionCommand, None, None]:
    """Select the project and the SaaS environment that the inventory declares, or none if it declares ``none``.

    There is no argument: which one it may be is judged over the whole fleet, so the inventory says it. A no-op where it
    is selected. Comes after ``production_keys_set``: ids never come to keys of another account.

    **Example:**

    .. code:: python

        from magesaas_ops.operations import saas_environment_selected

        saas_environment_selected(name="Select the SaaS environment")
    """
    yield from attaching_commands("saas_environment_selected", Part.SAAS_ENVIRONMENT)
