"""Which rows go, what stays to the byte, and what is refused."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from magesaas_ops.scrubbing import scrub
from magesaas_ops.scrubbing.dump import REFUSED, Unscrubbable

CREATE = b"""CREATE TABLE `%score_config_data` (
  `config_id` int(10) unsigned NOT NULL AUTO_INCREMENT,
  `scope` varchar(8) NOT NULL,
  `scope_id` int(11) NOT NULL,
  `path` varchar(255) NOT NULL,
  `value` text,
  `updated_at` timestamp NOT NULL,
  PRIMARY KEY (`config_id`)
) ENGINE=InnoDB;
"""
OTHER = b"(7,'default',0,'web/secure/base_url','https://shop.example/',NULL)"
OURS = b"(8,'default',0,'services_connector/services_id/environment_id','1111',NULL)"
STAMP = b"(9,'default',0,'magesaas/attachment/stamp','{\\\"a\\\":1}',NULL)"


def scrubbed(dump: bytes, *, prefix: str | None = None) -> bytes:
    out = io.BytesIO()
    scrub(io.BytesIO(dump), out, table_prefix=prefix)
    return out.getvalue()


def refusal(dump: bytes, *, prefix: str | None = None) -> str:
    out = io.BytesIO()
    with pytest.raises(Unscrubbable) as caught:
        scrub(io.BytesIO(dump), out, table_prefix=prefix)
    assert out.getvalue().endswith(REFUSED)
    return caught.value.message


def insert(
    *rows: bytes, table: bytes = b"`core_config_data`", head: bytes = b"INSERT INTO", between: bytes = b","
) -> bytes:
    return head + b" " + table + b" VALUES " + between.join(rows) + b";\n"


@pytest.mark.parametrize("between", [b",", b",\n", b", ", b",\r\n\t"])
@pytest.mark.parametrize("head", [b"INSERT INTO", b"REPLACE INTO", b"INSERT IGNORE INTO", b"insert into"])
def test_rows_of_an_attachment_go_and_their_neighbours_stay(head: bytes, between: bytes) -> None:
    dump = CREATE % b"" + insert(OURS, OTHER, STAMP, OTHER, OURS, head=head, between=between) + b"-- end\n"
    assert scrubbed(dump) == CREATE % b"" + insert(OTHER, OTHER, head=head, between=between) + b"-- end\n"


def test_a_statement_without_a_row_left_goes_with_its_line() -> None:
    dump = CREATE % b"" + insert(OURS) + insert(OTHER) + insert(STAMP)
    assert scrubbed(dump) == CREATE % b"" + insert(OTHER)


def test_the_flags_that_hold_copies_go() -> None:
    rows = (b"(1,'config_hash',0,'x','2026-01-01')", b"(2,'system_config_snapshot',0,'{\\'a;\\'}','2026-01-01')")
    kept = b"(3,'products-feed-version',0,'x','2026-01-01')"
    assert scrubbed(insert(rows[0], kept, rows[1], table=b"`flag`")) == insert(kept, table=b"`flag`")


def test_listed_columns_say_where_the_path_is() -> None:
    head = b"INSERT INTO `core_config_data` (`path`, `value`, `scope`) VALUES "
    dump = head + b"('services_connector/x/y','1','default'),('web/x','services_connector/x/y','default');\n"
    assert scrubbed(dump) == head + b"('web/x','services_connector/x/y','default');\n"


@pytest.mark.parametrize(
    "row",
    [
        b"(8,'default',0,_utf8mb4'services_connector/a/b','1',NULL)",
        b"(8,'default',0,0x73657276696365735F636F6E6E6563746F722F612F62,'1',NULL)",
        b"(8,'default',0,x'73657276696365735f636f6e6e6563746f722f612f62','1',NULL)",
        b"( 8 , 'default' , 0 , 'Services_Connector/a/b' , 'it''s \\\\' , NULL )",
        b"(8,'default',0,'services\\_connector/a/b','1',NULL)",
    ],
)
def test_every_way_to_write_a_path_is_read(row: bytes) -> None:
    assert scrubbed(CREATE % b"" + insert(row, OTHER)) == CREATE % b"" + insert(OTHER)


def test_prefixed_tables_are_known_by_their_columns() -> None:
    stranger = b"CREATE TABLE `blog_flag` (\n  `id` int,\n  `path` text\n);\n" + insert(
        b"(1,'config_hash')", table=b"`blog_flag`"
    )
    dump = CREATE % b"mg_" + insert(OURS, OTHER, table=b"`mg_core_config_data`") + stranger
    assert scrubbed(dump) == CREATE % b"mg_" + insert(OTHER, table=b"`mg_core_config_data`") + stranger


def test_a_prefix_that_is_given_decides_alone() -> None:
    dump = insert(OURS, table=b"`a_core_config_data`") + insert(OURS, table=b"`b_core_config_data`")
    assert scrubbed(dump, prefix="a_") == insert(OURS, table=b"`b_core_config_data`")


def test_quotation_by_ansi_names_of_databases_and_none_at_all() -> None:
    for table in (b'"core_config_data"', b"core_config_data", b"`shop`.`core_config_data`"):
        assert scrubbed(insert(OURS, OTHER, table=table)) == insert(OTHER, table=table)


def test_what_only_mentions_the_tables_passes() -> None:
    text = (
        b"LOCK TABLES `core_config_data` WRITE;\n/*!40000 ALTER TABLE `core_config_data` DISABLE KEYS */;\n"
        b"INSERT INTO `cms_block` VALUES (1,'INSERT INTO core_config_data: see `flag`'),(2,'core_config_data');\n"
        b"CREATE TRIGGER x BEGIN\nINSERT IGNORE INTO `core_config_data_cl` (`id`) VALUES (NEW.`config_id`);\nEND;\n"
    )
    assert scrubbed(CREATE % b"" + text) == CREATE % b"" + text


@pytest.mark.parametrize(
    ("dump", "says"),
    [
        (insert(b"(8,'default',0,'services_connector/a/b')"), "has 4 values"),
        (
            b"INSERT INTO `core_config_data` VALUES (8,'default',0,'web/x','v',NULL)",
            "the dump ends in it",
        ),
        (b"INSERT INTO `core_config_data` VALUES (8,'default',0,'web/x','v", "the dump ends in it"),
        (b"INSERT INTO `core_config_data` VALUES (8,concat('a','b'),0,'web/x','v',NULL);\n", "cannot be parsed"),
        (b"CREATE TABLE `core_config_data` (\n  `path` text,\n", "does not end"),
        (b"INSERT INTO `core_config_data` SELECT * FROM `x`;\n", "another way"),
        (b"INSERT INTO `core_config_data` SET path='x';\n", "another way"),
        (
            b"UPDATE `core_config_data` SET value='x' WHERE path='magesaas/a/b';\n",
            "neither INSERT nor REPLACE",
        ),
        (b"SELECT 1; INSERT INTO `core_config_data` VALUES (1,2,3,4,5,6);\n", "in the middle of a line"),
        (insert(OURS, table=b"`mg_core_config_data`"), "cannot be told"),
        (b"\x1f\x8b\x08\x00", "compressed by gzip"),
        (b"\xff\xfeI\x00", "UTF-16"),
        (b"INSERT INTO `core_config_data` (`scope`) VALUES ('default');\n", "do not have path"),
    ],
)
def test_what_cannot_be_judged_is_refused_and_never_let_through(dump: bytes, says: str) -> None:
    assert says in refusal(dump)


values = st.one_of(
    st.binary(max_size=40).map(
        lambda raw: b"'" + raw.replace(b"\\", b"\\\\").replace(b"'", b"\\'").replace(b"\n", b"\\n") + b"'"
    ),
    st.integers().map(lambda number: str(number).encode()),
    st.just(b"NULL"),
    st.binary(max_size=8).map(lambda raw: b"0x" + raw.hex().upper().encode()),
)
paths = st.sampled_from([b"'services_connector/a/b'", b"'magesaas/attachment/stamp'", b"'web/x'", b"'a\\'b'"])
rows = st.tuples(values, values, values, paths, values, values)


@given(st.lists(st.lists(rows, min_size=1, max_size=6), max_size=6), st.binary(max_size=200), st.integers(1, 70))
def test_whatever_is_kept_is_kept_to_the_byte(
    statements: list[list[tuple[bytes, ...]]], noise: bytes, block: int
) -> None:
    noise = b"-- " + noise.replace(b"\n", b" ") + b"\n"

    def text(keep_all: bool) -> bytes:
        out = CREATE % b""
        for statement in statements:
            kept = [row for row in statement if keep_all or row[3] in (b"'web/x'", b"'a\\'b'")]
            out += (insert(*(b"(" + b",".join(row) + b")" for row in kept)) if kept else b"") + noise
        return out

    assert scrubbed(text(keep_all=True)) == text(keep_all=False)


class _Trickle(io.BytesIO):
    """A pipe that gives a few bytes at a time."""

    def read(self, size: int | None = -1) -> bytes:
        return super().read(min(7, size if size and size > 0 else 7))


def test_a_slow_pipe_makes_no_difference() -> None:
    dump = CREATE % b"mg_" + b"x" * 5000 + b"\n" + insert(OURS, OTHER, STAMP, table=b"`mg_core_config_data`") * 30
    out = io.BytesIO()
    scrub(_Trickle(dump), out)
    assert out.getvalue() == scrubbed(dump)
    assert b"services_connector" not in out.getvalue()
