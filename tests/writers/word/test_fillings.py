"""Values as they come: line breaks and tabs, in every kind of place."""

from __future__ import annotations

import pytest

from tests.writers.word.lint import findings
from tests.writers.word.sheets import W, library, part

CELL = '<table cols="1fr"><tr height="30mm"><td>{}</td></tr></table>'
TALL = {
    "a cell": CELL.format('<text name="a"/>'),
    "a cell of several lines": CELL.format('<text name="a" lines="3"/>'),
}
RULED = {
    "ruled lines in a cell": CELL.format('<text name="a" lines="3" ruled="yes"/>'),
    "lines in the body": '<p><text name="a" lines="3"/></p>',
    "lines behind a label": '<p>意见：<text name="a" lines="3"/></p>',
}
LOW = {"a blank on a line": '<p>名：<text name="a"/> 后</p>'}


def written(body: str, value: str) -> bytes:
    return library(f'<form title="一">{body}</form>').fill({"a": value}).write("docx")


def lines(data: bytes) -> list[str]:
    """Return what stands in the controls of the field `a`, one a line."""
    found = []
    for control in part(data).iter(f"{W}sdt"):
        if control.find(f"{W}sdtPr/{W}tag").get(f"{W}val") == "a":
            found.append("".join(control.itertext()).replace("\u3000", ""))
    return found


@pytest.mark.parametrize("body", TALL.values(), ids=TALL.keys())
@pytest.mark.parametrize("end", ["\n", "\r\n", "\u2028"], ids=["lf", "crlf", "line separator"])
def test_a_line_break_in_a_cell_becomes_one_of_words_own(body: str, end: str) -> None:
    data = written(body, f"甲{end}乙{end}丙")
    assert lines(data) == ["甲", "乙", "丙"]
    assert len(list(part(data).iter(f"{W}br"))) == 2
    assert findings(data) == []


@pytest.mark.parametrize("body", RULED.values(), ids=RULED.keys())
def test_on_rules_each_line_of_a_value_stands_on_its_own(body: str) -> None:
    data = written(body, "甲\n乙")
    assert lines(data) == ["甲", "乙", ""]
    assert findings(data) == []


PLACES = TALL | RULED | LOW


@pytest.mark.parametrize("body", PLACES.values(), ids=PLACES.keys())
def test_a_tab_parts_words_as_on_paper_and_moves_nothing_else(body: str) -> None:
    data = written(body, "甲\t乙")
    assert lines(data)[0] == "甲 乙"
    assert findings(data) == []


@pytest.mark.parametrize("body", PLACES.values(), ids=PLACES.keys())
def test_markup_characters_are_text_everywhere(body: str) -> None:
    assert lines(written(body, "<b>&\"'"))[0] == "<b>&\"'"
