"""Fleets to compare: one in which every field is set, and any that Hypothesis comes up with."""

from __future__ import annotations

import datetime
import random

import yaml
from hypothesis import strategies as st

from magesaas_ops.loading import fleet_from_files
from magesaas_ops.model import inventory as nouns
from magesaas_ops.model.secret_ref import SecretRef
from magesaas_ops.model.waiver import Waiver


def full_fleet() -> nouns.Fleet:
    """Every field of every noun is set to something that is not its default."""
    keys = nouns.KeyRefs(SecretRef("env", "ACME", "", "/env"), SecretRef("file", "acme.pem", "inventories", "/key"))
    sandbox = nouns.KeyRefs(
        SecretRef("env", "SANDBOX", "", "/env"), SecretRef("command", ("sops", "decrypt"), "inventories", "/sandbox")
    )
    saas_environment = nouns.SaasEnvironment("live", nouns.SaasEnvironmentType.TESTING, "1111", "Live", True, ("prod",))
    project = nouns.SaasProject("storefront", {"live": saas_environment}, "4f0c", "Storefront", ("shop",))
    installation = nouns.Installation(
        name="eu",
        stage=nouns.Stage.STAGING,
        hosts=("web1", "web2", "web3"),
        root="/srv",
        websites=("base", "b2b"),
        saas_environment=nouns.SaasEnvironmentRef("acme", "storefront", "live"),
        connection=nouns.Connection(
            nouns.Transport.SSH, ("docker", "exec"), {"ssh_user": "deploy", "ssh_port": 22}, 600, {"rack": "b4"}
        ),
        run_as="www-data",
        php=("php8.2",),
        composer=("composer2",),
        base_urls=("https://eu/",),
        keys_from="acme",
        install=nouns.InstallPolicy.VERIFY,
        packages={"magento/data-services": "^8"},
        tags=("eu",),
        formerly=("europe",),
    )
    return nouns.Fleet(
        files=("fleet.yaml",),
        accounts={
            "acme": nouns.Account(
                name="acme",
                edition=nouns.Edition.OPEN_SOURCE,
                entitlement=nouns.Entitlement(1, 2),
                production_keys=keys,
                sandbox_keys=sandbox,
                projects={"storefront": project},
                mage_id="MAG005500000",
                formerly=("acme-ltd",),
            )
        },
        installations={"eu": installation},
        waivers=(
            Waiver(
                "undeclared-sharing",
                "installations.eu",
                "moved",
                "ops@acme.example",
                datetime.date(2027, 3, 31),
                "waivers[0]",
            ),
        ),
    )


NAMES = st.sampled_from(["eu", "us", "fr", "Eu"])
HOSTS = st.sampled_from(["web1", "web2", "web3", "@local"])
WEBSITES = st.sampled_from(["base", "Base", "b2b", "fr", "FR"])
SAAS_ENVIRONMENTS = ("live", "testing-1", "testing-2")
TARGETS = st.sampled_from(["none", *(f"acme/shop/{name}" for name in SAAS_ENVIRONMENTS)])
HOST_DATA = st.sampled_from([True, False, 1, 0, 1.0, "1", "true", None, 22, "deploy"])


def subsets(elements, most=3, least=0):
    return st.lists(elements, unique=True, min_size=least, max_size=most)


INSTALLATION = st.fixed_dictionaries(
    {
        "stage": st.sampled_from([stage.value for stage in nouns.Stage]),
        "hosts": subsets(HOSTS, least=1),
        "root": st.sampled_from(["/srv/a", "/srv/b"]),
        "websites": subsets(WEBSITES, least=1),
        "saas_environment": TARGETS,
    },
    optional={
        "run_as": st.sampled_from(["www-data", "deploy"]),
        "base_urls": subsets(st.sampled_from(["https://a/", "https://b/"]), least=1),
        "connection": st.fixed_dictionaries(
            {},
            optional={
                "ssh_user": st.sampled_from(["deploy", "root"]),
                "ssh_port": st.sampled_from([22, 2222]),
                "data": st.dictionaries(st.sampled_from(["a", "b"]), HOST_DATA),
            },
        ),
        "packages": st.dictionaries(
            st.sampled_from(["magento/data-services", "magento/saas-export"]),
            st.sampled_from(["*", "^1"]),
            min_size=1,
        ),
        "tags": subsets(st.sampled_from(["a", "b"])),
        "install": st.sampled_from(["composer", "verify"]),
        "keys_from": st.just("acme"),
    },
)
SAAS_ENVIRONMENT = st.fixed_dictionaries(
    {"type": st.sampled_from(["production", "testing"])},
    optional={
        "id": st.sampled_from(
            [
                "aaaaaaa1-0000-4000-8000-000000000001",
                "aaaaaaa2-0000-4000-8000-000000000002",
                "AAAAAAA1-0000-4000-8000-000000000001",
            ]
        ),
        "shared": st.booleans(),
        "name": st.just("Label"),
    },
)
REFERENCE = st.sampled_from([{"env": "A"}, {"env": "B"}, {"file": "a.pem"}, {"command": ["sops", "x"]}])
ACCOUNT = st.fixed_dictionaries(
    {
        "keys": st.fixed_dictionaries(
            {"production": st.fixed_dictionaries({"api_key": REFERENCE, "private_key": REFERENCE})},
        ),
        "projects": st.fixed_dictionaries(
            {
                "shop": st.fixed_dictionaries(
                    {"saas_environments": st.dictionaries(st.sampled_from(SAAS_ENVIRONMENTS), SAAS_ENVIRONMENT)},
                    optional={
                        "id": st.sampled_from(
                            ["ccccccc1-0000-4000-8000-000000000001", "ccccccc2-0000-4000-8000-000000000002"]
                        )
                    },
                )
            }
        ),
    },
    optional={"edition": st.sampled_from(["commerce", "open-source"]), "mage_id": st.just("MAG1")},
)
WAIVER = st.fixed_dictionaries(
    {
        "rule": st.sampled_from(["undeclared-sharing", "entitlement-exceeded"]),
        "at": st.sampled_from(["installations.eu", "installations.us"]),
        "reason": st.sampled_from(["because", "moved"]),
        "owner": st.just("ops@acme.example"),
        "expires": st.sampled_from(["2027-03-31", "2028-03-31"]),
    }
)
INVENTORY = st.fixed_dictionaries(
    {
        "version": st.just(1),
        "accounts": st.fixed_dictionaries({"acme": ACCOUNT}),
        "installations": st.dictionaries(NAMES, INSTALLATION, max_size=3),
        "waivers": st.lists(WAIVER, max_size=3),
    },
    optional={"defaults": st.fixed_dictionaries({"run_as": st.sampled_from(["www-data", "magento"])})},
)


def fleet_of(inventory: dict[str, object]) -> nouns.Fleet:
    """Write an inventory as YAML and read it."""
    fleet = fleet_from_files({"fleet.yaml": yaml.safe_dump(inventory, sort_keys=False).encode()})
    assert fleet.defects == (), fleet.defects
    return fleet


def shuffled(value, randomness: random.Random, key: str = ""):
    """The same inventory with everything written in another order whose order means nothing."""
    if isinstance(value, dict):
        keys = list(value)
        randomness.shuffle(keys)
        return {key: shuffled(value[key], randomness, key) for key in keys}
    if isinstance(value, list) and key in {"websites", "base_urls", "tags", "waivers"}:
        return randomness.sample(value, len(value))
    if isinstance(value, list) and key == "hosts":
        return [value[0], *randomness.sample(value[1:], len(value) - 1)]
    return value
