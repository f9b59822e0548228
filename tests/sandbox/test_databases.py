"""Both kinds of database behave alike where the agent looks: locks, transactions, prefixes, copies, absence."""

from __future__ import annotations

import itertools
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from magesaas_ops.sandbox import (
    MariaServer,
    SandboxInstallation,
    SqliteDatabase,
    copy_database,
    create_installation,
    rows_of,
    write_rows,
)
from tests.sandbox.conftest import Install, asked, effective, magento, ran
from tests.sandbox.test_values import IDS, PROJECT_ID

PREAMBLE = (
    "require 'app/bootstrap.php';"
    "$objects = \\Magento\\Framework\\App\\Bootstrap::create(BP, $_SERVER)->getObjectManager();"
    "$rc = $objects->get('Magento\\Framework\\App\\ResourceConnection'); $db = $rc->getConnection();"
    "$rows = $objects->get('Magento\\Framework\\App\\Config\\Storage\\WriterInterface');"
)
SAVE = f"$rows->save('{PROJECT_ID}', 'uncommitted');"


@pytest.fixture(scope="session")
def server() -> Iterator[MariaServer]:
    with MariaServer() as running:
        yield running


@pytest.fixture(params=["sqlite", "mariadb"])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def settings(kind: str, request: pytest.FixtureRequest) -> Iterator[dict[str, Any]]:
    """Arguments for create_installation that name a fresh database of this kind."""
    names = (f"{kind}{nth}" for nth in itertools.count())
    if kind == "sqlite":
        with tempfile.TemporaryDirectory() as folder:
            yield {"database": lambda **more: SqliteDatabase(Path(folder) / f"{next(names)}.sqlite", **more)}
        return
    server = request.getfixturevalue("server")
    made = []

    def fresh(**more: Any) -> Any:
        made.append(f"{next(names)}_{abs(hash(request.node.name)) % 10**8}")
        return server.create_database(made[-1], **more)

    yield {"database": fresh}
    server.execute("".join(f"DROP DATABASE `{name}`;" for name in made))


@pytest.fixture
def shop(install: Install, settings: dict[str, Any]) -> SandboxInstallation:
    return install(database=settings["database"]())


def php(shop: SandboxInstallation, code: str) -> subprocess.CompletedProcess[str]:
    return ran(["php", "-d", "display_errors=stderr", "-r", PREAMBLE + code], shop)


def test_a_prefix_stands_before_every_table(install, settings):
    shop = install(database=settings["database"](table_prefix="mg_"))
    tables = asked(shop, "$get('App\\ResourceConnection')->getConnection()->getTables()")
    assert {table[:3] for table in tables} == {"mg_"}
    assert effective(shop, "web/unsecure/base_url") == ["https://shop.example/"]
    assert magento(shop, "setup:upgrade").returncode == 0


@pytest.mark.parametrize("ending", ["throw new \\Exception('boom');", "posix_kill(getmypid(), 9);"])
def test_what_was_not_committed_is_gone(shop, ending):
    done = php(shop, f"$db->beginTransaction(); {SAVE} {ending}")
    assert done.returncode != 0
    assert PROJECT_ID not in rows_of(shop)


def test_ending_inside_a_transaction_is_an_error_of_its_own(shop):
    done = php(shop, f"$db->beginTransaction(); {SAVE}")
    assert done.returncode == 255
    assert "Some transactions have not been committed or rolled back" in done.stderr


def test_a_nested_rollback_spoils_the_outer_commit(shop):
    done = php(shop, f"$db->beginTransaction(); $db->beginTransaction(); {SAVE} $db->rollBack(); $db->commit();")
    assert "Rolled back transaction has not been completed correctly." in done.stderr
    assert PROJECT_ID not in rows_of(shop)


def test_cleaning_config_inside_a_transaction_caches_what_is_then_rolled_back(shop):
    clean = "$objects->get('Magento\\Framework\\App\\Cache\\TypeListInterface')->cleanType('config');"
    done = php(shop, f"$db->beginTransaction(); {SAVE} {clean} $db->rollBack();")
    assert done.returncode == 0, done.stderr
    assert (PROJECT_ID in rows_of(shop), effective(shop, PROJECT_ID)) == (False, ["uncommitted"])


def test_a_row_held_for_update_makes_others_wait_and_give_up(shop):
    hold = "$db->beginTransaction(); $db->fetchAll('SELECT * FROM core_config_data FOR UPDATE');"
    with holding(shop, hold):
        short = "$db->query('SET SESSION innodb_lock_wait_timeout = 1');"
        done = php(shop, f"{short} {SAVE}")
    assert done.returncode == 255
    assert "LockWaitException" in done.stderr


def test_a_named_lock_is_seen_by_other_processes_and_released_by_death(shop):
    take = "$got = $db->fetchOne('SELECT GET_LOCK(?, ?)', ['a-lock', 0]); echo $got, \"\\n\";"
    with holding(shop, take) as holder:
        assert php(shop, take).stdout == "0\n"
        holder.kill()
        holder.wait()
    assert php(shop, take).stdout == "1\n"
    released = php(shop, f"{take} echo $db->fetchOne('SELECT RELEASE_LOCK(?)', ['a-lock']);")
    assert released.stdout == "1\n1"


def test_the_lock_manager_locks_across_processes(shop):
    manager = "$locks = $objects->get('Magento\\Framework\\Lock\\LockManagerInterface');"
    with holding(shop, f"{manager} $locks->lock('x', 0);"):
        assert (
            php(shop, f"{manager} echo json_encode([$locks->isLocked('x'), $locks->lock('x', 0)]);").stdout
            == "[true,false]"
        )


def test_two_who_insert_the_same_row_meet_a_duplicate(shop):
    insert = (
        "$db->insert('core_config_data', ['scope' => 'default', 'scope_id' => 0, 'path' => 'a/b/c', 'value' => 'x']);"
    )
    done = php(shop, insert + insert)
    assert "DuplicateException" in done.stderr


@pytest.mark.parametrize(("text", "stored"), [("a \N{GRINNING FACE}", "a ????"), ("é" * 40_000, "é" * 32_767)])
def test_text_is_mutilated_alike(shop, text, stored):
    write_rows(shop, {IDS + "project_name": text})
    assert rows_of(shop)[IDS + "project_name"] == stored


def test_codes_are_unique_whatever_their_case(shop):
    done = php(shop, "$db->insert('store_website', ['code' => 'BASE', 'name' => 'x']);")
    assert "DuplicateException" in done.stderr


def test_a_copy_brings_configuration_websites_and_setup_state(install, settings):
    source = install(
        name="a", websites=["base", "eu_b2b"], base_url="https://a.example/", database=settings["database"]()
    )
    target = install(name="b", with_modules=False, database=settings["database"]())
    write_rows(source, {PROJECT_ID: "p"})
    copy_database(source, target)
    assert rows_of(target) == rows_of(source)
    assert (
        asked(target, "$objects->get('Magento\\Store\\Model\\StoreManagerInterface')->getWebsite('eu_b2b')->getId()")
        == 2
    )
    assert asked(target, "$get('Module\\ModuleResource')->getDataVersion('Magento_SaaSCatalog')") == "42.0.1"
    assert source.crypt_key != target.crypt_key


def test_nodes_share_the_database_and_the_key_but_not_the_cache(install, settings):
    first = install(name="node1", database=settings["database"]())
    second = install(name="node2", database=first.storage, joins=first)
    effective(first, PROJECT_ID), effective(second, PROJECT_ID)
    write_rows(first, {PROJECT_ID: "new"})
    magento(first, "cache:clean", "config")
    assert (effective(first, PROJECT_ID), effective(second, PROJECT_ID)) == (["new"], [None])
    magento(second, "cache:clean", "config")
    assert effective(second, PROJECT_ID) == ["new"]


def test_a_killed_server_is_noticed_and_may_come_back(install, server):
    shop = install(database=server.create_database("comes_back"))
    server.stop()
    try:
        done = magento(shop, "config:set", "web/unsecure/base_url", "https://new.example/")
    finally:
        server.start()
    assert (done.returncode, "SQLSTATE[HY000] [2002]" in done.stderr) == (255, True)
    assert magento(shop, "config:set", "web/unsecure/base_url", "https://new.example/").returncode == 0


def test_an_installation_of_another_user_is_that_users_alone(composer_repository: Path):
    folder = Path(tempfile.mkdtemp())
    try:
        folder.chmod(0o755)
        shop = create_installation(folder / "shop", composer_repository=composer_repository, run_as="www-data")
        owner = pwd.getpwnam("www-data").pw_uid
        write_rows(shop, {PROJECT_ID: "p"})
        assert {path.lstat().st_uid for path in shop.root.rglob("*")} == {owner}
        (shop.root / "var/cache").chmod(0o755)
        other = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", "php", "bin/magento", "--version"]
        done = subprocess.run(other, cwd=shop.root, capture_output=True, text=True, check=False)
        assert done.returncode == 1
        assert 'var/cache/" is not writable' in done.stderr
    finally:
        shutil.rmtree(folder)


class holding:
    """A process that has run some PHP and stays there until the block ends."""

    def __init__(self, shop: SandboxInstallation, code: str) -> None:
        self.argv = ["php", "-r", PREAMBLE + code + ' echo "held\\n"; fgets(STDIN);']
        self.root = shop.root

    def __enter__(self) -> subprocess.Popen[str]:
        self.process = subprocess.Popen(
            self.argv,
            cwd=self.root,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if line == "held\n":
                return self.process
        raise AssertionError("the holder died")

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.communicate()
