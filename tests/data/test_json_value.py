"""JSON is taken at its word: what its decoder lets pass is told."""

import json
from decimal import Decimal

import pytest

from formgen.data.json_value import DEEPEST, LONGEST_TEXT, MOST_KEYS, JsonDecoder


def faults(text: str) -> list[str]:
    decoder = JsonDecoder()
    decoder.whole(text)
    return decoder.taken()


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (' {"a": [1, 1.50, "x", null, true]} ', {"a": [1, Decimal("1.50"), "x", None, True]}),
        ("1e400", Decimal("1e400")),
        ("[" * DEEPEST + "]" * DEEPEST, json.loads("[" * DEEPEST + "]" * DEEPEST)),
    ],
)
def test_honest_values_are_read_as_they_are_spelt(text, value):
    decoder = JsonDecoder()
    assert decoder.whole(text) == value
    assert decoder.taken() == []


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ('{"a": 1, "b": 2, "a": 3}', "the key `a` stands twice in an object"),
        ("[NaN]", "NaN is not a value of JSON; allowed: a number, or null"),
        ("[1e401]", "the number `1e401` is beyond all that is printed"),
        ("[1e-99999]", "the number `1e-99999` is beyond all that is printed"),
        ("[1e99999999999999999999]", "the number `1e99999999999999999999` is beyond all that is"),
        ("[" * (DEEPEST + 1) + "]" * (DEEPEST + 1), f"more than {DEEPEST} objects and lists are"),
        (json.dumps(dict.fromkeys(map(str, range(MOST_KEYS + 1)))), "an object has 16385 keys"),
        (json.dumps({"a": "x" * (LONGEST_TEXT + 1)}), "`a` has more than 1048576 characters"),
    ],
)
def test_what_is_odd_is_a_fault_and_no_value(text, fault):
    assert [each.startswith(fault) for each in faults(text)] == [True]


@pytest.mark.parametrize("text", ["", "{", "1 2", "[" * 100_000, "9" * 5000, "\u00a01"])
def test_what_is_no_json_is_an_error(text):
    with pytest.raises(json.JSONDecodeError):
        JsonDecoder().whole(text)


def test_faults_are_taken_once():
    decoder = JsonDecoder()
    decoder.whole("[NaN]")
    assert len(decoder.taken()) == 1
    assert decoder.taken() == []
