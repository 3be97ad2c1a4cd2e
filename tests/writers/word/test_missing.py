"""A character that no face has leaves a box in Word, as it does on paper."""

from __future__ import annotations

import pytest

from tests.writers.word.lint import findings
from tests.writers.word.sheets import W, controls, library, part, shown

GHOST = "\U0001fae8"
PLACES = {
    "on a line": '<p>名：<text name="a"/> 后</p>',
    "in a cell": '<table cols="1fr"><tr><td><text name="a"/></td></tr></table>',
    "on rules": '<p>意见：<text name="a" lines="2"/></p>',
    "in a comb": '<p><comb name="a" boxes="4"/></p>',
}


@pytest.mark.parametrize("body", PLACES.values(), ids=PLACES.keys())
def test_a_value_shows_a_box_where_its_character_would_be(body: str) -> None:
    form = library(f'<form title="缺">{body}</form>', missing_glyph="box")
    data = form.fill({"a": f"甲{GHOST}乙"}).write("docx")
    assert "甲□乙" in shown(data)
    assert findings(data) == []


def test_a_value_of_nothing_else_is_not_blank() -> None:
    form = library(f'<form title="缺">{PLACES["on a line"]}</form>', missing_glyph="box")
    control = controls(form.fill({"a": GHOST}).write("docx"))["a"]
    assert "".join(control.itertext()) == "□"
    assert control.find(f"{W}sdtPr/{W}showingPlcHdr") is None


def test_so_does_the_text_of_the_layout() -> None:
    form = library(f'<form title="缺"><p>固定{GHOST}文字</p></form>', missing_glyph="box")
    assert "固定□文字" in shown(form.fill().write("docx"))


def test_the_box_is_as_large_as_its_character() -> None:
    form = library(f'<form title="缺"><p size="16pt">大{GHOST}</p></form>', missing_glyph="box")
    sizes = {
        run.find(f"{W}rPr/{W}sz").get(f"{W}val")
        for run in part(form.fill().write("docx")).iter(f"{W}r")
        if set("大□") & set("".join(run.itertext()))
    }
    assert sizes == {"32"}
