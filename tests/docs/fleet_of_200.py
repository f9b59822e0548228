"""A fleet of 200 installations, and a change of it that hides three dangerous lines among fifty harmless ones."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

from tests.git_repository import GitRepository

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "docs" / "examples"
REGIONS = ("benelux", "dach", "france", "iberia", "italy", "nordics", "poland", "uk-ireland", "us-east", "us-west")
SHOPS_PER_REGION = 5
RUN = "import sys; from magesaas_ops.cli import main; sys.exit(main())"
PACKAGES = 'packages: {magento/data-services: "^8.5", magento/saas-export: "*"}'
FORMATS = {"text": "fleet-diff.txt", "markdown": "fleet-diff.md"}


def files() -> dict[str, str]:
    """One file per region: five accounts, each with a production, two staging and a development installation."""
    return {f"inventories/{region}.yaml": _region(number, region) for number, region in enumerate(REGIONS)}


def _region(number: int, region: str) -> str:
    accounts, installations = [], []
    for shop in range(SHOPS_PER_REGION):
        name = f"{region}-{shop + 1}"
        accounts.append(_account(name, number * SHOPS_PER_REGION + shop))
        installations.append(_installations(name))
    return f"""\
version: 1

accounts:
{"".join(accounts)}
defaults:
  root: /var/www/magento
  run_as: www-data
  connection: {{ssh_user: deploy}}

installations:
{"".join(installations)}"""


def _account(name: str, number: int) -> str:
    def identity(kind: int) -> str:
        return f"{number:08x}-{kind:04x}-4000-8000-{number * 7919 + kind:012x}"

    variable = name.upper().replace("-", "_")
    return f"""\
  {name}:
    keys:
      production:
        api_key: {{env: {variable}_API_KEY}}
        private_key: {{file: ../secrets/{name}.pem}}
    projects:
      shop:
        id: {identity(0)}
        saas_environments:
          production: {{id: {identity(1)}, type: production, name: Live}}
          testing-1: {{id: {identity(2)}, type: testing, name: Staging}}
          testing-2: {{id: {identity(3)}, type: testing, name: Acceptance}}
"""


def _installations(name: str) -> str:
    return f"""\
  {name}:
    stage: production
    hosts: [web1.{name}.acme.example, web2.{name}.acme.example]
    base_urls: [https://{name}.acme.example/]
    websites: [base, b2b]
    saas_environment: {name}/shop/production
  {name}-staging:
    stage: staging
    hosts: [staging.{name}.acme.example]
    websites: [base, b2b]
    saas_environment: {name}/shop/testing-1
  {name}-acceptance:
    stage: testing
    hosts: [acceptance.{name}.acme.example]
    websites: [base, b2b]
    saas_environment: {name}/shop/testing-2
  {name}-dev:
    stage: development
    hosts: [dev.{name}.acme.example]
    websites: [base]
    saas_environment: none
"""


def changed(before: dict[str, str]) -> dict[str, str]:
    """The fleet after fifty harmless changes of one line each, and three dangerous ones."""
    fleet = _Edited(before)
    for region in ("dach", "france", "iberia"):
        for shop in range(1, 5):
            fleet.insert(f"{region}-{shop}-dev", "tags: [autumn-release]")
    for shop in range(1, 6):
        fleet.insert(f"us-east-{shop}", "php: php8.3")
        fleet.insert(f"us-west-{shop}", "php: php8.3")
    for shop in range(1, 5):
        fleet.insert(f"nordics-{shop}-staging", PACKAGES)
        fleet.insert(f"poland-{shop}-staging", PACKAGES)
    for region in ("italy", "benelux"):
        for shop in range(1, 4):
            host = f"web2.{region}-{shop}.acme.example"
            fleet.replace(f"{region}-{shop}", host, f"{host}, web3.{region}-{shop}.acme.example")
    for shop in range(1, 6):
        url = f"https://uk-ireland-{shop}.acme.example/"
        fleet.replace(f"uk-ireland-{shop}", url, f"{url}, https://www.uk-ireland-{shop}.acme.example/")
    for shop in range(1, 6):
        fleet.replace(f"poland-{shop}-acceptance", f"acceptance.poland-{shop}", f"uat.poland-{shop}")
    for shop in range(1, 3):
        fleet.replace(f"nordics-{shop}-acceptance", "[base, b2b]", "[base, b2b, fi]")
    for shop in range(1, 3):
        fleet.replace(f"iberia-{shop}-acceptance", f"iberia-{shop}/shop/testing-2", "none")
    fleet.replace("france-5-staging", "france-5/shop/testing-1", "france-5/shop/production")
    fleet.replace("italy-4-acceptance", "italy-4/shop/testing-2", "italy-4/shop/testing-1")
    fleet.replace_in_account("us-east-3", "type: production", lambda line: line.replace("-4000-", "-4001-"))
    return fleet.files


def changed_harmlessly(before: dict[str, str]) -> dict[str, str]:
    """The fleet after three hundred changes that move no data."""
    fleet = _Edited(before)
    for region in REGIONS:
        for shop in range(1, SHOPS_PER_REGION + 1):
            name = f"{region}-{shop}"
            fleet.replace(name, f"web2.{name}.acme.example", f"web2.{name}.acme.example, web3.{name}.acme.example")
            for kind in ("", "-staging", "-acceptance", "-dev"):
                packages = f"\n    {PACKAGES}" if kind == "-staging" else ""
                fleet.insert(f"{name}{kind}", f"tags: [team-{region}]{packages}")
    return fleet.files


def renamed(before: dict[str, str]) -> dict[str, str]:
    """The fleet after an account and one of its installations got another name."""
    path = "inventories/dach.yaml"
    text = before[path].replace("  dach-1:\n    keys:", "  vienna:\n    formerly: [dach-1]\n    keys:")
    text = text.replace("saas_environment: dach-1/", "saas_environment: vienna/")
    return {**before, path: text.replace("  dach-1-staging:\n", "  vienna-staging:\n")}


class _Edited:
    """Edits lines below the one that begins an installation or account."""

    def __init__(self, files: dict[str, str]) -> None:
        self.files = dict(files)

    def insert(self, installation: str, line: str) -> None:
        self._edit(f"  {installation}:\n    stage:", "    stage:", lambda stage: f"    {line}\n{stage}")

    def replace(self, installation: str, old: str, new: str) -> None:
        self._edit(f"  {installation}:\n    stage:", old, lambda line: line.replace(old, new, 1))

    def replace_in_account(self, account: str, marked: str, edit: Callable[[str], str]) -> None:
        self._edit(f"  {account}:\n    keys:", marked, edit)

    def _edit(self, beginning: str, marked: str, edit: Callable[[str], str]) -> None:
        (path,) = (path for path, text in self.files.items() if beginning in text)
        text = self.files[path]
        found = text.index(marked, text.index(beginning))
        start, end = text.rindex("\n", 0, found) + 1, text.index("\n", found)
        self.files[path] = text[:start] + edit(text[start:end]) + text[end:]


def repository_with_the_change(
    folder: Path, change: Callable[[dict[str, str]], dict[str, str]] = changed
) -> GitRepository:
    """``main`` has the fleet, the work tree the change."""
    repository = GitRepository.made_in(folder)
    repository.commit(files())
    repository.write(change(files()))
    return repository


def report(repository: GitRepository, format_: str, variables: Mapping[str, str] = MappingProxyType({})) -> str:
    """What the command prints, run as a process, with variables that a CI would set."""
    done = subprocess.run(
        [sys.executable, "-c", RUN, "diff", "main", "--format", format_],
        cwd=repository.folder,
        env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin", "PYTHONUTF8": "1", **variables},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode in {0, 5}, done.stderr
    return done.stdout
