"""``magesaas init``: the folder in which a fleet begins."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from magesaas_ops.cli.check import command as check
from magesaas_ops.errors import UsageError
from magesaas_ops.importing.proposals import proposed_name
from magesaas_ops.importing.targets import target_of
from magesaas_ops.loading.shape.schema import schema_path
from magesaas_ops.model.draft import DraftInstallation
from magesaas_ops.model.inventory import Stage
from magesaas_ops.writing.beginning import CI, GITIGNORE, PRE_COMMIT, Beginning, first_inventory
from magesaas_ops.writing.files import replace_file

if TYPE_CHECKING:
    from collections.abc import Callable

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}\Z")
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")
_CODE = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,31}\Z")
_URL = re.compile(r"https?://[^\s@]+\Z")


@click.command
@click.option("--defaults", "is_quiet", is_flag=True, help="Ask nothing.")
@click.option("--account", metavar="NAME", help="The account; asked for, or `acme`.")
@click.pass_context
def command(context: click.Context, is_quiet: bool, account: str | None) -> int:
    """Begin a fleet in this folder: a first inventory, the schema beside it, and what keeps keys out of git.

    Asks a few questions; --defaults asks none. Files that are there already stay as they are. Ends with `check`.
    """
    if not is_quiet and not sys.stdin.isatty():
        raise UsageError("init asks questions, and nobody is there to answer", hint="Say --defaults in scripts.")
    if any(Path("inventories").rglob("*.y*ml")):
        raise UsageError(
            "inventories/ has an inventory already", hint="See: magesaas check. To add to it: magesaas import HOST:ROOT"
        )
    if account is not None and not _NAME.match(account):
        raise UsageError(f"{account!r} is no name", hint="Letters, digits, _ and -, at most 64.")
    beginning = _default(account or "acme") if is_quiet else _asked(account)
    files = {
        f"inventories/{beginning.account}.yaml": first_inventory(beginning),
        "schemas/inventory.schema.json": schema_path().read_text(encoding="utf-8"),
        ".gitignore": GITIGNORE,
        ".pre-commit-config.yaml": PRE_COMMIT,
    }
    for path, text in files.items():
        _write(path, text)
    click.echo(f"\nIn CI:\n\n{CI}\n$ magesaas check", err=True)
    status: int = context.invoke(check, **_check_defaults())
    click.echo(f"\n{_next_steps(beginning)}", err=True)
    return status


def _check_defaults() -> dict[str, object]:
    from magesaas_ops.cli.options import DEFAULT_INVENTORY, paint_for_stdout
    from magesaas_ops.cli.output import Output

    return {"inventory": DEFAULT_INVENTORY, "outputs": (Output("text"),), "paint": paint_for_stdout(forbidden=False)}


def _default(account: str) -> Beginning:
    variable = re.sub(r"[^A-Z0-9]", "_", account.upper())
    variable = f"{variable}_API_KEY" if not variable[0].isdigit() else f"API_KEY_{variable}"
    return Beginning(account, variable, f"../secrets/{account}.pem")


def _asked(account: str | None) -> Beginning:
    name = account or _ask("Account (a name of your choice)", "acme", _matches(_NAME, "letters, digits, _ and -"))
    default = _default(name)
    variable = _ask("Environment variable with the API key", default.api_key_variable, _matches(_VARIABLE, "a name"))
    file = _ask("File with the private key, relative to inventories/", default.private_key_file, str)
    return Beginning(name, variable, file, _installation())


def _installation() -> DraftInstallation | None:
    where = _ask(
        "First installation, as HOST:/ROOT (empty: later)", "", lambda text: text and str(target_of(text)) and text
    )
    if not where:
        return None
    target = target_of(where)
    stage = Stage(
        _ask("What is it for: production, staging, testing, development", "staging", lambda text: Stage(text).value)
    )
    codes = _ask("Website codes", "base", _codes).split(" ")
    urls = _ask("Its URL", "", _matches(_URL, "a URL with https://")) if stage is Stage.PRODUCTION else ""
    name = proposed_name((target.host,), target.root, ())
    return DraftInstallation(
        name,
        stage,
        "attached to nothing until saas_environment says account/project/name",
        (target.host,),
        target.root,
        tuple(codes),
        "none",
        connection=target.connection,
        base_urls=(urls,) if urls else (),
    )


def _ask(question: str, default: str, accept: Callable[[str], str]) -> str:
    return str(click.prompt(question, default=default, value_proc=_accepted(accept), err=True))


def _accepted(accept: Callable[[str], str]) -> Callable[[str], str]:
    def value_of(text: str) -> str:
        try:
            return accept(text.strip())
        except (ValueError, UsageError) as error:
            raise click.UsageError(str(error)) from None

    return value_of


def _matches(pattern: re.Pattern[str], what: str) -> Callable[[str], str]:
    def accept(text: str) -> str:
        if not pattern.match(text):
            raise ValueError(f"that is not {what}")
        return text

    return accept


def _codes(text: str) -> str:
    codes = re.split(r"[\s,]+", text)
    for code in codes:
        _matches(_CODE, "website codes: letters, digits and _, as in: base eu_b2b")(code)
    return " ".join(codes)


def _write(path: str, text: str) -> None:
    if Path(path).exists():
        told = "stays as it is"
        if path == ".gitignore" and "/secrets/" not in Path(path).read_text(encoding="utf-8", errors="replace"):
            told = "stays as it is; add /secrets/ and *.pem to it"
    else:
        replace_file(path, None, text.encode())
        told = "written"
    click.echo(f"{path}: {told}", err=True)


def _next_steps(beginning: Beginning) -> str:
    file = os.path.normpath(Path("inventories") / beginning.private_key_file)
    return (
        f"Next: put the private key into {file} and the API key into the variable {beginning.api_key_variable}; then\n"
        f"  magesaas registry list {beginning.account}       what the account has\n"
        "  magesaas import HOST:ROOT…         what is installed already"
    )
