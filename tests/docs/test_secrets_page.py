"""The references on the secrets page are references, and the message that it quotes is the one that is given."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from magesaas_ops.errors import SecretUnavailable
from magesaas_ops.loading import read_inventory
from magesaas_ops.model.secret_ref import SecretRef
from magesaas_ops.secret_providers import resolve

PAGE = (Path(__file__).parents[2] / "docs" / "secrets.md").read_text(encoding="utf-8")
BLOCKS = [block.partition("\n") for block in PAGE.split("```")[1::2]]
REFERENCES = [line for kind, _, text in BLOCKS if kind == "yaml" for line in text.strip().splitlines()]
INVENTORY = """
version: 1
accounts:
  acme:
    keys:
      production:
        %s
        %s
"""
OTHER_HALF = {"api_key": "private_key: {file: acme.pem}", "private_key": "api_key: {env: ACME_API_KEY}"}


@pytest.mark.parametrize("line", REFERENCES)
def test_each_reference_on_the_page_is_understood(line: str, tmp_path: Path) -> None:
    ((half, written),) = yaml.safe_load(line).items()
    (tmp_path / "fleet.yaml").write_text(INVENTORY % (line, OTHER_HALF[half]))
    fleet = read_inventory(tmp_path)
    assert not fleet.defects
    ref = getattr(fleet.accounts["acme"].production_keys, half)
    assert ref.place == "command"
    assert (list(ref.argv), ref.pointer) == (written["command"], written.get("json"))


def test_the_message_on_the_page_is_the_one_that_is_given(tmp_path: Path) -> None:
    quoted = next(text.strip() for kind, _, text in BLOCKS if not kind)
    sops = tmp_path / "sops"
    sops.write_text("#!/bin/sh\necho 'Failed to get the data key required to decrypt the SOPS file.' >&2\nexit 128\n")
    sops.chmod(0o755)
    with pytest.raises(SecretUnavailable) as caught:
        resolve(SecretRef("command", (str(sops),), str(tmp_path)))
    told = f"error: account acme: {caught.value.message}\nhint: {caught.value.hint}"
    assert told.replace(str(sops), "sops").replace(str(tmp_path), "inventories") == quoted
