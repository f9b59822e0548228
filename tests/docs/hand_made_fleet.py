"""Ten installations behind a real sshd that somebody configured by hand, two of them wrongly, and their registry."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from magesaas_ops.model import host_state as paths
from magesaas_ops.sandbox import (
    SandboxInstallation,
    SandboxProject,
    SandboxRegistry,
    SandboxSaasEnvironment,
    create_installation,
    encrypted,
    new_key_pair,
    write_composer_repository,
    write_rows,
)
from tests.sshd import running_sshd

API_KEY = "canary-api-key-of-a-story"
REGIONS = ("Europe", "America", "Asia")
BY_HAND = {
    "eu": ("Europe", 0),
    "eu-staging": ("Europe", 0),  # the first accident: production's SaaS environment
    "eu-test": ("Europe", 1),
    "eu-dev": None,
    "us": ("America", 0),
    "us-staging": ("America", 1),
    "us-test": ("America", 2),
    "asia": ("Asia", 0),
    "asia-staging": ("Asia", 1),
    "asia-qa": ("Asia", 1),  # the second: two shops with one website code in one SaaS environment
}


@dataclass(frozen=True)
class HandMadeFleet:
    folder: Path
    shops: Path
    installations: dict[str, SandboxInstallation]
    variables: dict[str, str]
    private_key: str
    registry: SandboxRegistry


def projects() -> list[SandboxProject]:
    return [
        SandboxProject(
            _id(10 * number),
            f"Acme {region}",
            [
                SandboxSaasEnvironment(_id(10 * number + 1), "Production", "Production"),
                SandboxSaasEnvironment(_id(10 * number + 2), "Testing 1"),
                SandboxSaasEnvironment(_id(10 * number + 3), "Testing 2"),
            ],
        )
        for number, region in enumerate(REGIONS, 1)
    ]


def _id(number: int) -> str:
    return f"{number:08d}-0000-4000-8000-{number:012d}"


@contextmanager
def hand_made_fleet(tmp_path: Path) -> Iterator[HandMadeFleet]:
    """``folder`` is empty but for ``hosts.txt``; the names of the list are ssh's."""
    private_key, public_key = new_key_pair()
    folder, shops = tmp_path / "ops", tmp_path / "shops"
    folder.mkdir()
    shops.mkdir()
    repository = write_composer_repository(tmp_path / "composer")
    fleet = {
        name: create_installation(
            shops / name, base_url=f"https://{name}.acme.example/", composer_repository=repository
        )
        for name in BY_HAND
    }
    for name, place in BY_HAND.items():
        if place is not None:
            _configure(fleet[name], private_key, *place)
    with running_sshd(tmp_path / "sshd", "sshd") as server, SandboxRegistry() as registry:
        registry.add_account(API_KEY, public_key, projects())
        names = " ".join(f"{name}.acme.example" for name in BY_HAND)
        config = server.client_config.read_text().replace("Host sshd", f"Host {names}")
        (tmp_path / "ssh_config").write_text(config)
        (tmp_path / "bin").mkdir()
        (tmp_path / "bin" / "ssh").write_text(f'#!/bin/sh\nexec /usr/bin/ssh -F {tmp_path}/ssh_config "$@"\n')
        (tmp_path / "bin" / "ssh").chmod(0o755)
        lines = [f"{name}.acme.example:{shops / name}" for name in BY_HAND]
        (folder / "hosts.txt").write_text("\n".join(lines) + "\n")
        (tmp_path / "acme.pem").write_text(private_key)
        variables = {
            "BASH_ENV": str(tmp_path / "bashrc"),
            "MAGESAAS_REGISTRY": registry.url,
            "MAGESAAS_AUDIT_LOG": str(tmp_path / "audit.jsonl"),
            "XDG_CACHE_HOME": str(tmp_path / "cache"),
        }
        (tmp_path / "bashrc").write_text(f"PATH={tmp_path}/bin:$PATH\n")
        yield HandMadeFleet(folder, shops, fleet, variables, private_key, registry)


def _configure(installation: SandboxInstallation, private_key: str, region: str, nth: int) -> None:
    project = next(one for one in projects() if one.name.endswith(region))
    target = project.saas_environments[nth]
    write_rows(
        installation,
        {
            paths.PRODUCTION_API_KEY: encrypted(installation, API_KEY),
            paths.PRODUCTION_PRIVATE_KEY: encrypted(installation, private_key),
            paths.PROJECT_ID: project.id,
            paths.PROJECT_NAME: project.name,
            paths.ENVIRONMENT_ID: target.id,
            paths.ENVIRONMENT_NAME: target.name,
            paths.ENVIRONMENT_TYPE: target.type,
        },
    )
