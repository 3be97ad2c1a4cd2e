"""Data that would hold the machine, break a sheet or be printed otherwise than it was given."""

import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from tests.trust.case import PRINTS, Case
from tests.trust.workbooks import write_workbooks

FORM = Path(__file__).parent / "forms" / "values.xml.j2"
RECORD = '[{"name": "A", "code": "A", "amount": 1, "day": "2026-11-22"}]'

HOSTILE = {
    "jinja": "{{ 7*7 }}{% for x in y %}{# z #}",
    "xml_end": "]]></w:t></w:r></w:p><w:p/>&amp;&#65;<!--",
    "pdf_escapes": "\\) Tj ET (\\101\\n <41> %%EOF endobj",
    "formula": "=cmd|'/C calc'!A0",
    "quotes": "a\"b'c`d;--,e\\",
    "combining": "e\u0323\u0301\u0308",
    "spaces": "a" + " " * 20 + "b",
    "long_word": "x" * 30,
    "emoji_as_text": "☎\ufe0e",
}
"""Texts that are odd but can be printed, and are, exactly as they are given."""

REFUSED = {
    "control": ("a\x1b[2Jb", "bad-character"),
    "nul": ("a\0b", "bad-character"),
    "surrogate": ("a\ud800b", "bad-character"),
    "bidi_override": ("a\u202eb", "bad-character"),
    "bidi_isolate": ("a\u2066b", "bad-character"),
    "zero_width": ("a\u200bb", "bad-character"),
    "byte_order_mark": ("a\ufeffb", "bad-character"),
    "variant": ("葛\U000e0100", "bad-character"),
    "combining_alone": ("\u0301\u0323", PRINTS),
    "combining_stack": ("e" + "\u0301" * 90_000, PRINTS),
    "tag": ("\U000e0041", "bad-character"),
    "noncharacter": ("\uffff", "bad-character"),
    "emoji": ("😀", "missing-glyph"),
    "emoji_joined": ("👩\u200d👧", "bad-character"),
    "ext_g": ("\U00030000", "missing-glyph"),
    "private_use": ("\ue000", "missing-glyph"),
    "megabyte": ("x" * 1_000_000, "too-long"),
    "combining_megabyte": ("e" + "\u0301" * 1_000_000, "too-long"),
    "almost_too_long": ("汉" * 100_000, "does-not-fit"),
}
"""Texts that are refused, with the diagnostic that says so, or have no end."""

JSON = {
    "keys_twice": ('[{"name": "A"}, {"name": "a", "name": "b"}]', "bad-json"),
    "keys_twice_many": (
        '[{"name": "A"}, {"name": "A", '
        + ",".join(f'"k{i}":1,"k{i}":1' for i in range(9000))
        + "}]",
        "uneven-records",
    ),
    "keys_many": ("[{" + ",".join(f'"k{i}":1' for i in range(200_000)) + "}]", "bad-json"),
    "nan": ('[{"name": "A", "amount": 1}, {"amount": NaN}, {"amount": -Infinity}]', "bad-json"),
    "deep": ("[" * 100_000 + "]" * 100_000, "bad-json"),
    "deep_900": ('[{"name": ' + "[" * 900 + "1" + "]" * 900 + "}]", "bad-json"),
    "digits": ('[{"amount": ' + "9" * 1_000_000 + "}]", "bad-json"),
    "power": ('[{"name": "A"}, {"name": 1e-999999999}, {"name": 1e999999999}]', "bad-json"),
    "power_of_power": ('[{"amount": 1}, {"amount": 1e99999999999999999999999}]', "bad-json"),
    "digits_of_fraction": ('[{"amount": 1}, {"amount": 0.' + "1" * 100_000 + "}]", "bad-json"),
    "types": ('[{"name": [1]}, {"name": {}}, {"name": true}]', "wrong-type"),
    "rows_many": (json.dumps([{"items": [{"item": "x"}] * 100_000}]), "too-many-rows"),
    "rows_within_rows": ('[{"items": ' + '[{"items": ' * 20 + "1" + "}]" * 20 + "}]", "bad-json"),
    "key_with_escapes": ('[{"na\\u001b[2Jme\\u202e": "x", "name": "A"}]', "unknown-field"),
    "key_half_surrogate": ('[{"\\ud800": "x", "name": "A"}]', "unknown-field"),
    "key_empty": ('[{"": "x", "name": "A"}]', "unknown-field"),
}

HEADS = {
    "keys_twice": ('{"name": "a", "name": "b"}', "bad-json"),
    "keys_many": (JSON["keys_many"][0].strip("[]"), "bad-json"),
    "keys_16000": ("{" + ",".join(f'"k{i}":1' for i in range(16_000)) + "}", "unknown-field"),
    "power": ('{"name": 1e-999999999}', "bad-json"),
    "deep": ("[" * 100_000, "bad-json"),
    "two": ("[{}, {}]", "not-one-record"),
}

TABLES = {
    "columns.csv": (",".join(f"c{i}" for i in range(100_000)) + "\n", "too-many-columns"),
    "cells.csv": ("name\n" + "1," * 100_000, "cell-count"),
    "open_quote.csv": ('name\n"' + "x\n" * 2_000_000, "bad-csv"),
    "zeros.csv": ("\0" * 10_000_000, "bad-csv"),
    "blank_lines.csv": ("name\n" + "\n" * 5_000_000, "no-records"),
    "nul_in_name.csv": ("na\0me,name\na,b\n", "unknown-field"),
    "same_names.csv": (",".join(["name"] * 16_000) + "\n", "duplicate-column"),
    "rows_deep.csv": ('name,items\nx,"' + "[" * 100_000 + '"\n', "wrong-type"),
    "rows_keys_twice.csv": (
        'name,items\nx,"[{""item"":""a"",""item"":""b""}]"\n',
        "bad-json",
    ),
    "lines.jsonl": ('{"name":"a"}\n[1]\nNaN\n{"name":"b"}\n', "bad-json"),
}

_HUGE = 50_000_000


def _huge() -> Iterator[tuple[str, str, str]]:
    """Yield files of one line of 50 MB, one by one: all at once they fill the memory."""
    yield "line.csv", "name\n" + "x" * _HUGE, "bad-csv"
    yield "header_line.csv", "x" * _HUGE, "bad-csv"
    yield "line.tsv", "name\tcode\n" + "x\t" * (_HUGE // 2), "bad-csv"
    yield "line.jsonl", '{"name":"' + "x" * _HUGE + '"}', "bad-json"
    yield "line.json", '[{"name":"' + "x" * _HUGE + '"}]', "bad-json"


QUERIES = {
    "deletes": ("DELETE FROM t", "bad-query"),
    "writes_and_returns": ("INSERT INTO t VALUES ('x') RETURNING name", "bad-query"),
    "writes_in_with": ("WITH x AS (SELECT 1) DELETE FROM t RETURNING name", "bad-query"),
    "two_statements": ("SELECT 1 AS name; DELETE FROM t", "bad-query"),
    "attaches": ("ATTACH 'hostile.db' AS h", "bad-query"),
    "huge_value": ("SELECT hex(zeroblob(900000000)) AS name", "bad-query"),
    "control": ("SELECT 'a' || char(27) AS name", "bad-character"),
    "infinite": ("SELECT 9e999 AS amount", "bad-number"),
}

OPTIONS = {
    "deep": ("x = " + "[" * 20_000, "bad-toml"),
    "deep_key": ("[" + ".".join("a" * 30_000) + "]", "bad-toml"),
    "many_tables": ("".join(f"[forms.f{i}]\n" for i in range(4_000)), PRINTS),
    "spaces": (" " * 60_000, PRINTS),
    "digits": ("[options]\nx = " + "9" * 50_000, "bad-toml"),
    "huge": ("#" * 2_000_000, "too-large"),
    "control": ("[options]\nx = '\x01'", "bad-toml"),
    "many_names": ("[options]\n" + "".join(f"o{i} = 1\n" for i in range(5_000)), "unknown-option"),
}

ARGUMENTS: Mapping[str, tuple[tuple[str, ...], str]] = {
    "name_class": (("--name", "{{ name.__class__.__mro__ }}"), "bad-pattern"),
    "name_product": (("--name", "{{ name * 1000000000 }}"), "bad-pattern"),
    "name_format": (("--name", "{{ '%1000000000d' | format(1) }}"), "bad-pattern"),
    "name_padding": (("--name", "{{ name.ljust(10**10) }}"), "bad-pattern"),
    "name_loops": (
        ("--name", "{% for i in 'x' * 9999 %}{% for j in 'x' * 9999 %}x{% endfor %}{% endfor %}"),
        "bad-pattern",
    ),
    "name_deep": (("--name", "{{ " + "(" * 5000), "bad-pattern"),
    "name_file": (("--name", "{% include '/etc/passwd' %}"), "bad-pattern"),
    "where_class": (("--where", "name.__class__"), "bad-condition"),
    "where_deep": (("--where", "(" * 5000), "bad-condition"),
    "where_digits": (("--where", "9" * 10_000 + " > 1"), "bad-condition"),
    "where_format": (("--where", "'{:1000000000}'.format(1) == name"), "bad-condition"),
    "where_padding": (("--where", "name.ljust(1000000000) == name"), "bad-condition"),
    "where_replaces": (("--where", "name" + "|replace('', 'xxxxxxxxxx')" * 9), "bad-condition"),
    "where_power": (("--where", "((9**64)**64)**64 > 1"), PRINTS),
    "sort_unknown": (("--sort", "\u202e,name"), "unknown-field"),
    "map_unknown": (("--map", "\x1b[2J=name"), "missing-column"),
    "map_to_nothing": (("--map", "name=\x1b[2J"), "unknown-field"),
    "encoding": (("--encoding", "\x1b[2J"), "unknown-encoding"),
    "not_utf_8": (("--where", "name == '\udcff'"), PRINTS),
}

LETTERS = {
    "product": ("{{ name * 1000000000 }}", "bad-template"),
    "class": ("{{ name.__class__ }}", "bad-template"),
    "deep": ("{{ " + "(" * 5000, "bad-template"),
    "file": ("{% include '/etc/passwd' %}", "bad-template"),
    "address_lines": ("{{ name }}", PRINTS),
}


@dataclass(frozen=True, slots=True)
class _Maker:
    """Makes cases whose files lie in `folder`."""

    folder: Path

    def batch(self, name: str, data: Path | str, code: str, *more: str) -> Case:
        """Return a case that prints `data`."""
        target = self.folder / "out" / name
        return Case("data", name, ("batch", str(FORM), str(data), "-o", str(target), *more), code)

    def file(self, name: str, content: str) -> Path:
        """Return a new file."""
        path = self.folder / name
        path.write_bytes(content.encode("utf-8", "surrogateescape"))
        return path


def data_cases(scratch: Path) -> Iterator[Case]:
    """Yield a case for all hostile data; the files are made as the cases are taken."""
    make = _Maker(scratch)
    yield from _of_texts(make)
    for name, (text, code) in JSON.items():
        yield make.batch(f"json_{name}", make.file(f"{name}.json", text), code)
    for name, (text, code) in TABLES.items():
        yield make.batch(name, make.file(name, text), code)
    for name, text, code in _huge():
        yield make.batch(name, make.file(name, text), code)
    for name, code in write_workbooks(scratch).items():
        yield make.batch(name, scratch / name, code)
    yield from _of_queries(make)
    yield from _of_options(make)


def _of_texts(make: _Maker) -> Iterator[Case]:
    for name, text in HOSTILE.items():
        yield make.batch(f"text_{name}", make.file(f"{name}.json", _record(text)), PRINTS)
    for name, (text, code) in REFUSED.items():
        yield make.batch(f"text_{name}", make.file(f"{name}.json", _record(text)), code)
    text, code = REFUSED["megabyte"]
    rows = make.file("megabyte_row.json", json.dumps([{"items": [{"item": text}]}]))
    yield make.batch("text_megabyte_in_a_row", rows, code)
    word = make.file("word.json", _record(HOSTILE["xml_end"]))
    yield make.batch("text_xml_end_in_word", word, PRINTS, "--format", "docx")


def _record(text: str) -> str:
    return json.dumps([{"name": text}])


def _of_queries(make: _Maker) -> Iterator[Case]:
    path = make.folder / "customers.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE t (name TEXT)")
        connection.execute("INSERT INTO t VALUES ('A')")
        connection.commit()
    for name, (query, code) in QUERIES.items():
        yield make.batch(f"sql_{name}", f"sqlite:///{path}", code, "--query", query)
    uri = f"sqlite:///file:{make.folder}/made.db?mode=rwc&uri=true"
    yield make.batch("sql_uri", uri, "bad-url", "--query", "SELECT 1 AS name")


def _of_options(make: _Maker) -> Iterator[Case]:
    data = make.file("record.json", RECORD)
    for name, (text, code) in OPTIONS.items():
        path = make.file(f"{name}.toml", text)
        yield make.batch(f"options_{name}", data, code, "--options", str(path))
    table = make.file("table.csv", "name\nA\n")
    for name, (arguments, code) in ARGUMENTS.items():
        yield make.batch(f"call_{name}", table, code, *arguments)
    rows = make.file("rows.csv", "item,count\nx,1\n")
    for name, (text, code) in HEADS.items():
        head = make.file(f"head_{name}.json", text)
        more = ("--rows", "items", "--head", str(head))
        yield make.batch(f"head_{name}", rows, code, *more)
    yield from _of_letters(make)


def _of_letters(make: _Maker) -> Iterator[Case]:
    table = make.file("letters.csv", "name,to\nA,a@example.com\n")
    for name, (text, code) in LETTERS.items():
        letter = make.file(f"{name}.txt.j2", text)
        target = str(make.folder / "out" / f"mail_{name}")
        call = ("--to", "to", "--from", "a@example.com", "--subject", "x", "--out", target)
        yield Case("data", f"mail_{name}", ("mail", str(table), *call, "--body", str(letter)), code)
