"""A small Magento of our own, its Composer repository and its merchant registry: for the demo and the tests."""

from magesaas_ops.sandbox.composer_repository import write_composer_repository
from magesaas_ops.sandbox.databases import Database, MariaDatabase, SqliteDatabase
from magesaas_ops.sandbox.feeds import add_products, delete_product, run_cron, switch_cron
from magesaas_ops.sandbox.ingestion import SandboxIngestion
from magesaas_ops.sandbox.installation import SandboxInstallation, create_installation
from magesaas_ops.sandbox.mariadb import MariaServer
from magesaas_ops.sandbox.php import SandboxError
from magesaas_ops.sandbox.registry import Fault, LoggedRequest, SandboxRegistry
from magesaas_ops.sandbox.registry_accounts import SandboxAccount, SandboxProject, SandboxSaasEnvironment
from magesaas_ops.sandbox.registry_signatures import new_key_pair
from magesaas_ops.sandbox.rows import copy_database, decrypted, delete_rows, encrypted, rows_of, write_rows

__all__ = [
    "Database",
    "Fault",
    "LoggedRequest",
    "MariaDatabase",
    "MariaServer",
    "SandboxAccount",
    "SandboxError",
    "SandboxIngestion",
    "SandboxInstallation",
    "SandboxProject",
    "SandboxRegistry",
    "SandboxSaasEnvironment",
    "SqliteDatabase",
    "add_products",
    "copy_database",
    "create_installation",
    "decrypted",
    "delete_product",
    "delete_rows",
    "encrypted",
    "new_key_pair",
    "rows_of",
    "run_cron",
    "switch_cron",
    "write_composer_repository",
    "write_rows",
]
