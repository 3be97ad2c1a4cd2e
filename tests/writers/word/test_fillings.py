"""Values as they come: line breaks and tabs, in every kind of place."""

from __future__ import annotations

import pypdfium2 as pdfium
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
            pieces = control.iter(f"{W}t", f"{W}tab")
            text = "".join("\t" if each.tag == f"{W}tab" else each.text for each in pieces)
            found.append(text.replace("\u3000", ""))
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


FREE = TALL | {"ruled lines in a cell": RULED["ruled lines in a cell"]}
PLACES = TALL | RULED | LOW


@pytest.mark.parametrize("body", FREE.values(), ids=FREE.keys())
def test_a_tab_is_one_of_words_own(body: str) -> None:
    data = written(body, "甲\t乙")
    assert lines(data)[0] == "甲\t乙"
    assert findings(data) == []


@pytest.mark.parametrize("name", ["lines behind a label", "a blank on a line"])
def test_a_tab_between_the_stops_of_a_line_of_entries_is_a_space(name: str) -> None:
    data = written(PLACES[name], "甲\t乙")
    assert lines(data)[0] == "甲 乙"
    assert findings(data) == []


def test_on_further_lines_to_write_on_a_tab_is_one_again() -> None:
    assert lines(written(RULED["lines in the body"], "甲\n乙\t丙"))[1] == "乙\t丙"


@pytest.mark.parametrize("body", PLACES.values(), ids=PLACES.keys())
def test_a_tab_is_white_space_on_paper(body: str) -> None:
    data = library(f'<form title="一">{body}</form>').fill({"a": "甲\t乙"}).write("pdf")
    text = pdfium.PdfDocument(data)[0].get_textpage().get_text_bounded()
    assert "甲 乙" in text


def test_the_usual_tab_stops_are_no_wider_apart_than_a_space_and_a_little() -> None:
    (stop,) = part(written(FREE["a cell"], "甲"), "word/settings.xml").iter(f"{W}defaultTabStop")
    assert 40 <= int(stop.get(f"{W}val")) <= 60


@pytest.mark.parametrize("body", PLACES.values(), ids=PLACES.keys())
def test_markup_characters_are_text_everywhere(body: str) -> None:
    assert lines(written(body, "<b>&\"'"))[0] == "<b>&\"'"
