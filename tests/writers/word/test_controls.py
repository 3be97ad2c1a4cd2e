"""Content controls: choices, numbers and dates are controls of their kind, with their names."""

from __future__ import annotations

import pytest

from formgen.model.fields import ChoiceField
from formgen.writers.options import WordOptions
from tests.writers.word.sheets import EVERYTHING, W, controls, form, library, part, word

W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
CHOICE = '<choice name="net" label="网速" options="满意|一般"/>'


def written(body: str, record: dict[str, str] | None = None, *, protect: bool = False) -> bytes:
    filled = library(f'<form title="一">{body}</form>').fill(record or {})
    return filled.write("docx", WordOptions(protect=protect))


def properties(data: bytes, tag: str):
    return controls(data)[tag].find(f"{W}sdtPr")


def text_of(data: bytes, tag: str) -> str:
    return "".join(controls(data)[tag].itertext())


def test_the_options_of_a_choice_stand_in_a_control_named_after_the_field() -> None:
    data = written(f"<p>您对网速：{CHOICE} 吗？</p>")
    group = controls(data)["net"]
    assert group.find(f"{W}sdtPr/{W}alias").get(f"{W}val") == "网速"
    inner = [each.get(f"{W}val") for each in group.find(f"{W}sdtContent").iter(f"{W}tag")]
    assert inner == ["net=满意", "net=一般"]
    assert text_of(data, "net") == "满意☐一般☐"


def test_the_text_around_the_options_is_not_of_their_control() -> None:
    data = written('<p>问：<choice name="a" options="是|否" box="before"/>；答</p>')
    assert text_of(data, "a") == "☐是☐否"


def test_two_choices_on_a_line_are_two_controls() -> None:
    data = written('<p><choice name="a" options="甲|乙"/> <choice name="b" options="丙|丁"/></p>')
    assert (text_of(data, "a"), text_of(data, "b")) == ("甲☐乙☐", "丙☐丁☐")


def test_a_row_of_a_rating_grid_is_one_control() -> None:
    rating = (
        '<rating scale="差|中|好"><item name="q">态度</item><item name="r">技术</item></rating>'
    )
    data = written(rating, {"q": "中"})
    group = controls(data)["q"]
    assert [child.tag for child in group.find(f"{W}sdtContent")] == [f"{W}tr"]
    assert text_of(data, "q") == "态度☐☑☐"
    tags = [each.get(f"{W}val") for each in group.find(f"{W}sdtContent").iter(f"{W}tag")]
    assert tags == ["q=差", "q=中", "q=好"]


def test_every_choice_has_its_control(shipped: str) -> None:
    named = {each.name for each in form(shipped).fields if isinstance(each, ChoiceField)}
    assert named
    assert named <= set(controls(word(shipped, filled=False)))


@pytest.fixture(params=["satisfaction_callback", "satisfaction_questionnaire", EVERYTHING])
def shipped(request: pytest.FixtureRequest) -> str:
    return request.param


def test_a_protected_choice_is_a_group_whose_words_cannot_be_changed() -> None:
    body = f"<p>{CHOICE}</p>"
    assert properties(written(body, protect=True), "net").find(f"{W}group") is not None
    assert properties(written(body), "net").find(f"{W}group") is None


def test_a_single_checkbox_needs_no_group() -> None:
    data = written('<p><checkbox name="agreed" label="同意"/></p>')
    assert list(controls(data)) == ["agreed"]
    assert properties(data, "agreed").find(f"{W14}checkbox") is not None


@pytest.mark.parametrize("body", ['<p>速率：<number name="n" unit="M"/></p>', None])
def test_a_number_is_a_control_of_plain_text(body: str | None) -> None:
    cell = '<table cols="1fr"><tr><td><number name="n"/></td></tr></table>'
    for record in ({}, {"n": "12"}):
        data = written(body or cell, record)
        assert properties(data, "n").find(f"{W}text") is not None
        is_blank = properties(data, "n").find(f"{W}showingPlcHdr") is not None
        assert is_blank == (not record)
        assert text_of(data, "n").strip() == record.get("n", "")


def test_the_line_under_a_number_is_that_of_its_paragraph_too() -> None:
    """LibreOffice sets plain text in the look of its paragraph."""
    data = written('<p>第 <number name="n"/> 位</p>', {"n": "2"})
    style = part(data).find(f".//{W}pStyle").get(f"{W}val")
    found = part(data, "word/styles.xml").find(f"{W}style[@{W}styleId='{style}']")
    assert found.find(f"{W}rPr/{W}u").get(f"{W}val") == "single"
    lines = [
        (run.find(f"{W}rPr/{W}u").get(f"{W}val"), "".join(run.itertext()))
        for run in part(data).iter(f"{W}r")
        if "".join(run.itertext()).strip() and run.find(f"{W}drawing") is None
        and run.find(f"{W}rPr/{W}u") is not None
    ]  # fmt: skip
    assert lines == [("none", "第 "), ("single", "2"), ("none", " 位")]


def test_a_whole_date_is_a_date_control_in_the_language_of_the_form() -> None:
    entry = '<date name="d" format="%d.%m.%Y" width="40mm"/>'
    markup = f'<form title="A" lang="en"><p>Date: {entry}</p></form>'
    kind = properties(library(markup).fill().write("docx"), "d").find(f"{W}date")
    assert kind.find(f"{W}dateFormat").get(f"{W}val") == "dd.MM.yyyy"
    assert kind.find(f"{W}lid").get(f"{W}val") == "en"


def test_the_parts_of_a_date_are_controls_of_their_own() -> None:
    assert set(controls(written('<p><date name="d"/></p>'))) == {"d.year", "d.month", "d.day"}
