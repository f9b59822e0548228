"""``magesaas import``: observe what is installed, and write the inventory that describes it."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from magesaas_ops.cli.host_options import parallel_option, registry_option
from magesaas_ops.cli.options import color_option, inventory_option, verbose_option
from magesaas_ops.cli.output import format_option, show
from magesaas_ops.cli.signals import leave_if_interrupted
from magesaas_ops.cli.talk import Progress
from magesaas_ops.converging.survey import surveyed
from magesaas_ops.errors import HostUnreadable, NothingToLookAt, Refused, SecretUnavailable, UsageError
from magesaas_ops.importing.drafting import drafted, installation_at
from magesaas_ops.importing.host_lists import MOST_BYTES, hosts_listed_in
from magesaas_ops.importing.targets import MOST_TARGETS, Target, rooted, target_of
from magesaas_ops.loading import fleet_from_files, read_inventory
from magesaas_ops.loading.inventory_files import SUFFIXES
from magesaas_ops.model.host_state import HostUnknown
from magesaas_ops.model.import_report import ImportReport
from magesaas_ops.model.inventory import Fleet
from magesaas_ops.registry import DEFAULT_URL, ask_registries, remembered_answers, remembered_url
from magesaas_ops.rules import judge_files
from magesaas_ops.secret_providers import Secrets, key_material
from magesaas_ops.text.escaping import for_terminal
from magesaas_ops.writing.files import replace_file
from magesaas_ops.writing.imported import files_with

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from magesaas_ops.cli.output import Output
    from magesaas_ops.converging.survey import Surveyed
    from magesaas_ops.model.registry_record import RegistryRecord
    from magesaas_ops.model.secret_ref import KeyMaterial
    from magesaas_ops.reports.paint import Paint

_NEW_FILE = "imported.yaml"


@click.command
@click.argument("targets", nargs=-1, metavar="[HOST:ROOT...]")
@click.option(
    "--from",
    "lists",
    multiple=True,
    type=click.Path(path_type=Path),
    help="A list of hosts, an ssh_config, or an Ansible or pyinfra inventory.",
)
@click.option("--root", metavar="PATH", help="Where Magento is on listed hosts of which the list does not say.")
@click.option("--account", metavar="NAME", help="What a key pair that no declared account has is to be called.")
@click.option("--dry-run", "is_dry", is_flag=True, help="Write nothing; show what would be written.")
@inventory_option
@registry_option
@parallel_option
@format_option("import")
@color_option
@verbose_option
def command(
    targets: tuple[str, ...],
    lists: tuple[Path, ...],
    root: str | None,
    account: str | None,
    is_dry: bool,
    inventory: Path,
    registry: str | None,
    parallel: int,
    outputs: tuple[Output, ...],
    paint: Paint,
) -> int:
    """Look at Magento installations as they are, and write the inventory that describes them.

    Each root is looked at by one remote command that writes nothing. Nodes on one database become one installation,
    and nothing is invented: what a person has to confirm is marked in the file, and keys are references to fill in.
    With a declared account whose keys resolve, the registry says types and names. Existing files are extended. What the
    fleet as it is runs into is shown at once.

    Exit status: 0 done, 3 nothing to write, 5 a rule refuses the fleet as it is, 7 some hosts did not answer.
    """
    wanted = _wanted(targets, lists, root)
    fleet = read_inventory(inventory) if inventory.exists() and _has_files(inventory) else Fleet((), {}, {})
    leave_if_interrupted()
    keys = _keys(fleet)
    records = _records(keys, registry or DEFAULT_URL)
    seen = _surveyed(wanted, parallel)
    observed = {target: one.observation for target, one in seen.items()}
    connected = {target: one.connected_as for target, one in seen.items()}
    draft = drafted(fleet, observed, connected, account=account, keys=keys, records=records)
    into = str(inventory if inventory.suffix in SUFFIXES else inventory / _NEW_FILE)
    before = {path: Path(path).read_bytes() for path in fleet.files}
    texts = {path: content.decode("utf-8", "replace") for path, content in before.items()}
    after = files_with(draft, texts, fleet.places, into) if draft.installations else {}
    now = fleet_from_files({**before, **{path: text.encode() for path, text in after.items()}})
    judged = judge_files(now, datetime.date.today())
    for path, text in after.items():
        if is_dry:
            click.echo(f"--- {path}\n{text}", err=True)
        else:
            replace_file(path, before.get(path), text.encode())
    unknown = {str(target): _why(seen) for target, seen in observed.items() if isinstance(seen, HostUnknown)}
    is_written = bool(after) and not is_dry
    report = ImportReport(draft, unknown, judged.findings, judged.coverage, tuple(after), is_written)
    show("import", report, outputs, paint)
    return _status_of(report)


def _status_of(report: ImportReport) -> int:
    if report.is_refused:
        return Refused.exit_status
    if report.unknown:
        return HostUnreadable.exit_status
    return 0 if report.draft.installations or report.draft.skipped else NothingToLookAt.exit_status


def _wanted(targets: Sequence[str], lists: Sequence[Path], root: str | None) -> tuple[Target, ...]:
    if root is not None and not root.startswith("/"):
        raise UsageError(f"--root {root} is no absolute path", hint="An example: --root /var/www/magento")
    wanted = [target_of(text) for text in targets]
    for path in lists:
        wanted += [rooted(host, root) for host in hosts_listed_in(str(path), _content(path))]
    if not wanted:
        raise UsageError("there is nothing to look at", hint="Name HOST:ROOT, or a list of hosts with --from FILE.")
    unique = tuple({str(one): one for one in wanted}.values())
    if len(unique) > MOST_TARGETS:
        raise UsageError(f"these are {len(unique):,} roots, more than {MOST_TARGETS:,}", hint="Import them in parts.")
    return unique


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except OSError as error:
        raise UsageError(
            f"{for_terminal(str(path))} cannot be read: {error.strerror}", hint="Name another file."
        ) from error


def _has_files(inventory: Path) -> bool:
    return inventory.is_file() or any(one.suffix in SUFFIXES for one in inventory.rglob("*"))


def _keys(fleet: Fleet) -> dict[str, KeyMaterial]:
    """The keys of declared accounts, as far as they resolve; without them the registry is not asked, and it is said."""
    keys = {}
    secrets = Secrets()
    for account in fleet.accounts.values():
        try:
            keys[account.name] = key_material(account.production_keys, secrets)
        except SecretUnavailable as error:
            click.echo(
                for_terminal(f"account {account.name}: the registry is not asked, for {error.message}"), err=True
            )
    return keys


def _records(keys: Mapping[str, KeyMaterial], registry: str) -> dict[str, RegistryRecord]:
    if registry == "skip":
        answers = remembered_answers(keys, url=remembered_url())
    else:
        answers = ask_registries({name: (one, None) for name, one in keys.items()}, url=registry)
    for name, answer in answers.items():
        if answer.message and registry != "skip":
            click.echo(for_terminal(f"account {name}: {answer.message}"), err=True)
    return {id_: record for answer in answers.values() for id_, record in answer.records.items()}


def _surveyed(wanted: Sequence[Target], parallel: int) -> dict[Target, Surveyed]:
    progress = Progress(len(wanted))
    try:
        seen = surveyed([installation_at(one) for one in wanted], parallel=parallel, show=progress.show)
    finally:
        progress.end()
    return {target: seen[str(target)] for target in wanted}


def _why(unknown: HostUnknown) -> str:
    return f"{unknown.reason}. {unknown.hint}" if unknown.hint else unknown.reason
