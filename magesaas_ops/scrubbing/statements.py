"""How dump tools write the statements that matter, and what is no SQL at all.

A statement begins a line: mysqldump, mariadb-dump and what calls them write no line break inside of a text.
"""

from __future__ import annotations

import re

_NAME = rb'(?:[`"]?[^`"\s.(]+[`"]?\s*\.\s*)?[`"]?([^`"\s.(;]+)[`"]?'
CREATE = re.compile(rb"\s*CREATE\s+TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?" + _NAME, re.IGNORECASE)
WRITE = re.compile(
    rb"\s*(?:/\*!\d*\s*)?(?:INSERT|REPLACE)\s+(?:(?:LOW_PRIORITY|DELAYED|HIGH_PRIORITY|IGNORE)\s+)*(?:INTO\s+)?"
    + _NAME,
    re.IGNORECASE,
)
OTHER_WRITE = re.compile(
    rb"\s*(?:/\*!\d*\s*)?(?:UPDATE\s+(?:(?:LOW_PRIORITY|IGNORE)\s+)*|LOAD\s+(?:DATA|XML)\b[^;]*?\bINTO\s+TABLE\s+)"
    + _NAME,
    re.IGNORECASE,
)
VALUES = re.compile(rb"\s*(?:\(([^()]*)\)\s*)?VALUES?\s*(?=\()", re.IGNORECASE)
END_OF_CREATE = re.compile(rb"^\)", re.MULTILINE)
_WRITE_IN_A_LINE = re.compile(rb"(?:;|\*/)\s*(?:INSERT|REPLACE|UPDATE)\b[^;'\n]*$", re.IGNORECASE)
_AFTER = re.compile(rb"[ \t]*\r?\n")
NOT_SQL = {
    b"\x1f\x8b": "it is compressed by gzip: zcat DUMP | magesaas scrub",
    b"\x28\xb5\x2f\xfd": "it is compressed by zstd: zstdcat DUMP | magesaas scrub",
    b"BZh": "it is compressed by bzip2: bzcat DUMP | magesaas scrub",
    b"\xfd7zXZ": "it is compressed by xz: xzcat DUMP | magesaas scrub",
    b"PK\x03\x04": "it is a zip archive: unzip -p DUMP | magesaas scrub",
    b"\xff\xfe": "it is UTF-16, as some shells write when output is redirected: dump with --result-file",
    b"\xfe\xff": "it is UTF-16, as some shells write when output is redirected: dump with --result-file",
    b"<?xml": "it is XML: dump without --xml",
}


def end_of_line(sql: bytes, position: int) -> int:
    """Behind the line break when nothing else is left in the line, else the position itself."""
    rest = _AFTER.match(sql, position)
    return rest.end() if rest else position


def looks_like_a_write(before: bytes) -> bool:
    """Whether the bytes before the name of a table, in the middle of a line, read like the head of a statement."""
    return b"INTO" in before.upper() and _WRITE_IN_A_LINE.search(before) is not None
