"""The files of a folder in which a fleet begins."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from magesaas_ops.writing.draft import installation_lines
from magesaas_ops.writing.scalars import yaml_text

if TYPE_CHECKING:
    from magesaas_ops.model.draft import DraftInstallation

GITIGNORE = """\
# Keys belong to no repository: references in the inventory say where they are.
/secrets/
*.pem
*.key
"""
PRE_COMMIT = """\
repos:
  - repo: local
    hooks:
      - id: magesaas-check
        name: magesaas check
        entry: magesaas check
        language: system
        files: ^inventories/.*\\.ya?ml$
        pass_filenames: false
"""
CI = """\
# A job for any CI: it needs a checkout and `magesaas`, no network beside, no secret and no host.
magesaas check --format text --format sarif=magesaas.sarif
"""


@dataclass(frozen=True, slots=True)
class Beginning:
    """What a first inventory says: an account, where its keys are, and an installation if there is one."""

    account: str
    api_key_variable: str
    private_key_file: str
    installation: DraftInstallation | None = None


def first_inventory(beginning: Beginning) -> str:
    """The text of ``inventories/ACCOUNT.yaml``."""
    lines = [
        "# yaml-language-server: $schema=../schemas/inventory.schema.json",
        "version: 1",
        "",
        "accounts:",
        f"  {yaml_text(beginning.account)}:",
        "    keys:",
        "      production:  # Production API Key and Production Private Key, for every stage; never a key itself",
        f"        api_key: {{env: {yaml_text(beginning.api_key_variable)}}}",
        f"        private_key: {{file: {yaml_text(beginning.private_key_file)}}}",
    ]
    if beginning.installation is not None:
        lines += ["", "installations:", *(f"  {line}" for line in installation_lines(beginning.installation))]
    return "\n".join(lines) + "\n"
