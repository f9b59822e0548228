"""What a shop is like before a fault comes, and what is wanted of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

OLD_PROJECT, NEW_PROJECT = "4f0c2c52-7d0e-4a59-8a5b-5f6c1f2b9c01", "4f0c2c52-7d0e-4a59-8a5b-5f6c1f2b9c02"
OLD, NEW, TESTING = (f"{digit * 8}-{digit * 4}-4{digit * 3}-8{digit * 3}-{digit * 12}" for digit in "123")
OLD_KEY, NEW_KEY = "old-account-api-key", "new-account-api-key"


class Wanted(str, Enum):
    """What the shop is to be attached to in the end."""

    OLD = OLD
    NEW = NEW
    TESTING = TESTING
    NOTHING = ""


@dataclass(frozen=True)
class World:
    """``prepared`` names the trees and the database that a cell begins with (``rig.py``), ``verb`` what is run."""

    name: str
    prepared: str
    wanted: Wanted
    story: str
    stage: str = "production"
    verb: tuple[str, ...] = ("apply", "--yes")

    def inventory(self, *, hosts: str, root: str, php: str, composer: str, ssh_config: str) -> str:
        target = {
            Wanted.OLD: "old/storefront/production",
            Wanted.NEW: "new/storefront/production",
            Wanted.TESTING: "old/storefront/testing",
            Wanted.NOTHING: "old/storefront/testing",
        }[self.wanted]
        return _INVENTORY.format(
            hosts=hosts,
            root=root,
            php=php,
            composer=composer,
            ssh_config=ssh_config,
            stage=self.stage,
            target=target,
        )


INSTALL = World("install", "bare", Wanted.OLD, "a shop in production mode gets the modules and its first attachment")
CONTINUE = World(
    "continue",
    "composer-killed",
    Wanted.OLD,
    "as before, after a Composer that was killed before it installed anything",
)
MODULES_OWED = World("modules", "modules-owed", Wanted.OLD, "the packages are there, the modules are not enabled")
UPGRADE_OWED = World("upgrade", "upgrade-owed", Wanted.OLD, "the modules are enabled, the database is not upgraded")
COMPILE_OWED = World("compile", "compile-owed", Wanted.OLD, "the database is upgraded, the code is not compiled")
STATIC_OWED = World("static", "static-content-owed", Wanted.OLD, "the code is compiled, static content is not deployed")
SWITCH = World("switch", "attached", Wanted.NEW, "an attached shop is attached to another account's SaaS environment")
COPY = World(
    "copy", "attached", Wanted.TESTING, "a staging shop got a copy of the production database", stage="staging"
)
QUARANTINE = World(
    "quarantine",
    "attached",
    Wanted.NOTHING,
    "the same staging shop is quarantined",
    stage="staging",
    verb=("quarantine", "--yes"),
)
BEHIND = World("behind", "behind", Wanted.OLD, "the cache of an attached shop shows what is stored no more")

_INVENTORY = """\
version: 1
accounts:
  old:
    keys: {{production: {{api_key: {{env: OLD_API_KEY}}, private_key: {{file: old.pem}}}}}}
    projects:
      storefront:
        id: 4f0c2c52-7d0e-4a59-8a5b-5f6c1f2b9c01
        saas_environments:
          production: {{id: 11111111-1111-4111-8111-111111111111, type: production}}
          testing: {{id: 33333333-3333-4333-8333-333333333333, type: testing}}
  new:
    keys: {{production: {{api_key: {{env: NEW_API_KEY}}, private_key: {{file: new.pem}}}}}}
    projects:
      storefront:
        id: 4f0c2c52-7d0e-4a59-8a5b-5f6c1f2b9c02
        saas_environments:
          production: {{id: 22222222-2222-4222-8222-222222222222, type: production}}
defaults:
  connection: {{ssh_config_file: {ssh_config}}}
installations:
  shop:
    stage: {stage}
    hosts: [{hosts}]
    root: {root}
    php: ["{php}"]
    composer: ["{composer}"]
    base_urls: [https://shop.example/]
    websites: [base, eu_b2b]
    saas_environment: {target}
"""
