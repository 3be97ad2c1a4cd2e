"""Random texts through all that reads and writes, and valid files with damage anywhere.

`FORMGEN_FUZZ_EXAMPLES` says how many examples each property gets: a few for every change, as many
as one has patience for by hand (`FORMGEN_FUZZ_EXAMPLES=100000 pytest tests/trust/test_fuzz.py`).
"""

import csv
import io
import json
import os
import random
import sqlite3
import zipfile
from contextlib import closing, suppress

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import formgen
from formgen.data.bind import Binder
from formgen.data.lists import PlacedRow
from formgen.data.rejects import RejectsWriter
from formgen.data.sources import RawRecord, read_sql, read_stream
from formgen.data.sources.header import REASON
from formgen.errors import FormgenError
from tests.trust.data import FORM
from tests.trust.readback import squeezed, text_of_pdf, text_of_word
from tests.trust.workbooks import ods, xls, xlsx

EXAMPLES = int(os.environ.get("FORMGEN_FUZZ_EXAMPLES", "0"))
LOADED = formgen.load(FORM)
FIELDS = Binder(LOADED.fields)
COVERED = (
    "ABgjöß éñŁřабв中国龘〇【】（）“”‘’—…·、。！？％№℃①²½ー々ァ①Ⅳ→≤√"
    "\t\n<>&'\"\\()[]{}%#=+-@~`$^_|;:,./?!"
)
HOSTILE = st.sampled_from(
    "\0\x07\x1b\x7f\x85\xa0\xad\u0301\u0323\u034f\u200b\u200d\u202e\u2028\u2066\u3000\ufe0f\ufeff"
    "\ufffd\uffff\ue000\ud800\udfff\U0001f600\U00020bb7\U00030000\U000e0041\U000e0100\U0010fffd"
)
CHARACTERS = st.one_of(st.sampled_from(COVERED), st.characters(), HOSTILE)
TEXTS = st.one_of(st.text(st.sampled_from(COVERED), max_size=24), st.text(CHARACTERS, max_size=12))
PIECES = st.sampled_from(
    ["{{ 7*7 }}", "{% x %}", "]]>", "</w:t>", "&lt;", "&#0;", "\\)", "Tj", "%%EOF", "=1+1", "''",
     '""', ",", ";", "\r\n", "NaN", "1e999", "9" * 400, "__class__", "%s", "\\u0000"]
)  # fmt: skip
VALUES = st.lists(st.one_of(TEXTS, PIECES), max_size=3).map("".join)


def budget(few: int) -> settings:
    """Return settings of hypothesis: `few` examples, or as many as are asked for."""
    too_slow = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
    return settings(max_examples=EXAMPLES or few, deadline=None, suppress_health_check=too_slow)


@pytest.mark.parametrize("kind", ["pdf", "docx"])
@given(name=VALUES, item=VALUES)
@example(name="e\u0323\u0301\u0308", item="☎\ufe0e")
@example(name="葛\U000e0100", item="")
@example(name="", item="\U000e01f0")
@example(name="a\u034fb", item="")
@budget(60)
def test_any_text_is_printed_exactly_or_refused(kind: str, name: str, item: str) -> None:
    with suppress(FormgenError):
        sheet = LOADED.render({"name": name, "items": [{"item": item}]}, kind)
        printed = _as_set(text_of_pdf(sheet) if kind == "pdf" else text_of_word(sheet))
        for text in (name, item):
            assert _as_set(squeezed(text)) in printed


def _as_set(text: str) -> str:
    """Return a text with one spelling for what is set alike; see `formgen.text.prepare`."""
    return text.replace("⸺", "——").replace("\u2010", "-")


def _table(rows: list[list[str]], delimiter: str) -> bytes:
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter).writerows(rows)
    return stream.getvalue().encode("utf-8", "surrogatepass")


ROWS = [["name", "code", "amount", "day"], ["甲", "A-1", "1.5", "2026-11-22"], ["乙", "", "", ""]]
RECORDS = [dict(zip(ROWS[0], row, strict=True)) for row in ROWS[1:]]
FILES = {
    "csv": _table(ROWS, ","),
    "tsv": _table(ROWS, "\t"),
    "json": json.dumps([*RECORDS, {"items": [{"item": "x", "count": 1.5}]}]).encode(),
    "jsonl": "\n".join(map(json.dumps, RECORDS)).encode(),
    "xlsx": xlsx(),
    "xls": xls(),
    "ods": ods(),
}


def _damaged(content: bytes, seed: int) -> bytes:
    """Return a file with some bytes changed, moved, repeated or missing; often of one part."""
    chance = random.Random(seed)
    if content.startswith(b"PK") and chance.random() < 0.8:
        return _with_damaged_part(content, chance)
    return _spoilt(content, chance)


def _with_damaged_part(content: bytes, chance: random.Random) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w") as new:
        parts = [name for name in old.namelist() if name.endswith((".xml", ".rels"))]
        chosen = chance.choice(parts)
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, _spoilt(part, chance) if name == chosen else part)
    return stream.getvalue()


def _spoilt(content: bytes, chance: random.Random) -> bytes:
    data = bytearray(content)
    for _ in range(chance.randint(1, 4)):
        at, size = chance.randrange(len(data) + 1), chance.choice((1, 1, 2, 4, 16))
        match chance.randrange(6):
            case 0:
                data[at : at + size] = chance.randbytes(size)
            case 1:
                data[at : at + size] = b"\xff" * size
            case 2:
                del data[at : at + chance.choice((1, size, 400))]
            case 3:
                data[at:at] = data[at : at + 200] * chance.choice((1, 50))
            case 4:
                data[at:at] = chance.choice((b"<", b">", b'"', b"9" * 12, b"[" * 999, b"\0", b"-"))
            case _:
                for old, new in ((b"1", b"999999999"), (b"A2", b"XFD9"), (b'"s"', b'"e"')):
                    place = data.find(old, at)
                    if place >= 0:
                        data[place : place + len(old)] = new
                        break
    return bytes(data)


def _read(content: bytes, kind: str) -> None:
    """Read and bind all records; only errors of formgen are passed over."""
    with suppress(FormgenError):
        for index, record in enumerate(read_stream(io.BytesIO(content), kind)):
            assert isinstance(record, RawRecord)
            FIELDS.bind_record(record, index)


@pytest.mark.parametrize("kind", ["csv", "tsv", "json", "jsonl"])
@given(seed=st.integers(0, 1 << 32))
@budget(100)
def test_a_damaged_text_is_rows_or_a_diagnostic(kind: str, seed: int) -> None:
    _read(_damaged(FILES[kind], seed), kind)


@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods"])
@given(seed=st.integers(0, 1 << 32))
@budget(60)
def test_a_damaged_workbook_is_rows_or_a_diagnostic(
    kind: str, seed: int, capfd: pytest.CaptureFixture[str]
) -> None:
    _read(_damaged(FILES[kind], seed), kind)
    assert capfd.readouterr() == ("", "")


@given(seed=st.integers(0, 1 << 32))
@budget(30)
def test_a_damaged_database_is_rows_or_a_diagnostic(
    seed: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("database") / "a.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE t (name TEXT, amount REAL)")
        connection.executemany("INSERT INTO t VALUES (?, ?)", [("甲" * 99, 1.5)] * 99)
        connection.commit()
    path.write_bytes(_damaged(path.read_bytes(), seed))
    with suppress(FormgenError), read_sql(f"sqlite:///{path}", "SELECT * FROM t") as records:
        assert all(isinstance(record, RawRecord) for record in records)


@given(content=st.binary(max_size=200), kind=st.sampled_from(["csv", "tsv", "json", "jsonl"]))
@example(content=b"\xff\xfe\0\xd8", kind="csv")
@example(content=b'a"', kind="csv")
@budget(100)
def test_any_bytes_are_rows_or_a_diagnostic(content: bytes, kind: str) -> None:
    _read(content, kind)


WITHOUT_BYTES = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)


@given(rows=st.lists(st.lists(WITHOUT_BYTES, min_size=2, max_size=2), max_size=4))
@budget(60)
def test_a_table_is_read_as_it_was_written(rows: list[list[str]]) -> None:
    kept = [row for row in rows if any(row) and not any("'" in cell for cell in row)]
    for kind, delimiter in (("csv", ","), ("tsv", "\t")):
        content = _table([["a", "b"], *kept], delimiter)
        read = [list(each.values.values()) for each in read_stream(io.BytesIO(content), kind)]
        assert read == kept


@given(records=st.lists(st.dictionaries(WITHOUT_BYTES, VALUES, min_size=1, max_size=3), max_size=4))
@budget(60)
def test_json_is_read_as_it_was_written(records: list[dict[str, str]]) -> None:
    for kind, content in (
        ("json", json.dumps(records)),
        ("jsonl", "\n".join(map(json.dumps, records))),
    ):
        read = [each.values for each in read_stream(io.BytesIO(content.encode()), kind)]
        assert read == records


@given(
    records=st.lists(
        st.dictionaries(VALUES, VALUES, min_size=1, max_size=3), min_size=1, max_size=3
    )
)
@budget(40)
def test_rejected_records_are_written_whatever_they_hold(
    records: list[dict[str, str]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("rejects") / "rejects.csv"
    with RejectsWriter(path) as rejects:
        for record in records:
            rejects.add(RawRecord({**record}), [])
            rejects.add(RawRecord({"items": [PlacedRow(record)]}), [])
    with path.open(encoding="utf-8-sig", newline="") as file:
        header, *rows = csv.reader(file)
    assert header[-1] == REASON
    assert len(rows) == 2 * len(records)
    assert not any(cell[:1] in "=+-@\t\r" for row in rows for cell in row if cell)
