"""JSON and JSON Lines."""

import io
import json
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formgen.data.sources import RawRecord, read_stream
from formgen.diagnostics import Place
from formgen.errors import DataError


def records(text: str, kind: str = "json") -> list[RawRecord]:
    return list(read_stream(io.BytesIO(text.encode()), kind, f"a.{kind}"))


def error(text: str) -> str:
    with pytest.raises(DataError) as raised:
        records(text)
    return str(raised.value)


def test_an_object_is_one_record():
    assert records(' \n{"客户名称": "甲", "速率": 100}\n') == [
        RawRecord({"客户名称": "甲", "速率": 100}, Place("a.json", 2))
    ]


def test_a_list_has_a_record_for_each_object_with_the_line_at_which_it_begins():
    text = '[\n  {"a": 1},\n  {"a":\n 2}, {"a": 3}\n]\n'
    assert records(text) == [
        RawRecord({"a": 1}, Place("a.json", 2)),
        RawRecord({"a": 2}, Place("a.json", 3)),
        RawRecord({"a": 3}, Place("a.json", 4)),
    ]


@pytest.mark.parametrize("text", ["[]", " [ \n ] \n"])
def test_an_empty_list_has_no_records(text):
    assert records(text) == []


def test_numbers_keep_their_spelling():
    (record,) = records('{"a": 10.50, "b": 1.39E+10, "c": 13912345678}')
    assert {name: str(value) for name, value in record.values.items()} == {
        "a": "10.50",
        "b": "1.39E+10",
        "c": "13912345678",
    }
    assert isinstance(record.values["a"], Decimal)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"a": 1,\n "b" 2}', "a.json:2: error[bad-json]: the file is not JSON at column 6 of the"
         " line: expecting ':' delimiter"),
        ('[{"a": 1}\n{"a": 2}]', "a.json:2: error[bad-json]: the file is not JSON at column 1 of"
         " the line: expecting ',' delimiter"),
        ('[{"a": 1},\n', "a.json:2: error[bad-json]: the file is not JSON at column 1 of the"
         " line: expecting value"),
        ('[{"a": 1}', "a.json:1: error[bad-json]: the file is not JSON at column 10 of the"
         " line: expecting ',' delimiter"),
        ('{"a": 1}\n{"a": 2}', "a.json:2: error[bad-json]: the file is not JSON at column 1 of the"
         " line: extra data"),
        ("[] x", "a.json:1: error[bad-json]: the file is not JSON at column 4 of the"
         " line: extra data"),
        ("", "a.json:1: error[bad-json]: the file is not JSON at column 1 of the"
         " line: expecting value"),
        ("{'a': 1}", "a.json:1: error[bad-json]: the file is not JSON at column 2 of the"
         " line: expecting property name enclosed in double quotes"),
        ("17", "a.json:1: error[bad-json]: the file holds a number; an object, or a list of"
         " objects, is needed"),
        ('"甲"', "a.json:1: error[bad-json]: the file holds text; an object, or a list of"
         " objects, is needed"),
        ("[" * 100_000, "a.json:1: error[bad-json]: the file is not JSON at column 2 of the"
         " line: objects and lists are nested too deep"),
        ('{"a": ' + "9" * 5000 + "}", "a.json:1: error[bad-json]: the file is not JSON at column 1"
         " of the line: a number has too many digits"),
    ],
)  # fmt: skip
def test_what_is_not_json_is_an_error_with_line_and_column(text, message):
    assert error(text) == message


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"a": 1, "a": 2}', "the key `a` stands twice in an object"),
        ('{"a": {"b": 1, "b": 2}}', "the key `b` stands twice in an object"),
        ('{"a": NaN}', "NaN is not a value of JSON; allowed: a number, or null"),
        ('{"a": -Infinity}', "-Infinity is not a value of JSON; allowed: a number, or null"),
        ("[1]", "the record is a number; an object is needed"),
        ("[null]", "the record is null; an object is needed"),
    ],
)
def test_a_fault_of_one_record_is_its_own_problem(text, message):
    (record,) = records(text)
    assert [(p.code, p.message, p.place) for p in record.problems] == [
        ("bad-json", message, Place("a.json", 1))
    ]


def test_a_fault_of_one_record_does_not_touch_the_next():
    first, second = records('[{"a": NaN},\n{"a": 1}]')
    assert first.problems
    assert second == RawRecord({"a": 1}, Place("a.json", 2))


def test_each_line_of_json_lines_is_a_record():
    assert records('{"a": 1}\n\n {"a": 2}\r\n{"a": 3}', "jsonl") == [
        RawRecord({"a": 1}, Place("a.jsonl", 1)),
        RawRecord({"a": 2}, Place("a.jsonl", 3)),
        RawRecord({"a": 3}, Place("a.jsonl", 4)),
    ]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('{"a": }', "the file is not JSON at column 7 of the line: expecting value"),
        ('{"a": 1} x', "the file is not JSON at column 10 of the line: extra data"),
        ('{"a": 1, "a": 1}', "the key `a` stands twice in an object"),
        ("[]", "the record is a list; an object is needed"),
    ],
)
def test_a_bad_line_does_not_stop_the_others(line, message):
    good, bad, last = records(f'{{"a": 1}}\n{line}\n{{"a": 2}}\n', "ndjson")
    assert (good.values, last.values) == ({"a": 1}, {"a": 2})
    assert [(p.message, p.place.line) for p in bad.problems] == [(message, 2)]


VALUES = st.none() | st.booleans() | st.integers() | st.text(alphabet=st.characters()) | st.lists(
    st.text(max_size=3), max_size=2
)  # fmt: skip
RECORDS = st.lists(st.dictionaries(st.text(max_size=4), VALUES, max_size=3), max_size=4)


@given(RECORDS, st.sampled_from([None, 2]))
@settings(max_examples=150, deadline=None)
def test_whatever_a_writer_writes_is_read_back(written, indent):
    text = json.dumps(written, indent=indent, ensure_ascii=True)
    assert [record.values for record in records(text)] == written
    lines = "\n".join(json.dumps(record, ensure_ascii=True) for record in written)
    assert [record.values for record in records(lines, "jsonl")] == written
