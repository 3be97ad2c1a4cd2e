"""What stands in a Word document: native structures, controls, data as data, the same bytes."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from zipfile import ZipFile

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mailmerge import MailMerge
from openxml_audit import OpenXmlValidator

import formgen
from formgen.writers.options import WordOptions
from tests.writers.word.lint import findings
from tests.writers.word.sheets import EVERYTHING, FORMS, W, form, library, part, sheet, shown, word

FALSE_ALARMS = ("relationships/theme' is missing",)
"""What openxml-audit says of sound documents: a theme is not required."""


ONE_CELL = '<form title="一"><table cols="1fr"><tr><td><text name="a"/></td></tr></table></form>'


@pytest.fixture(params=FORMS, ids=lambda name: name.rpartition("/")[2].partition(".")[0])
def name(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.mark.parametrize("protect", [False, True])
@pytest.mark.parametrize("filled", [False, True])
def test_the_lint_finds_nothing(name: str, filled: bool, protect: bool) -> None:
    assert findings(word(name, filled=filled, protect=protect)) == []


def test_the_lint_finds_nothing_with_embedded_faces(name: str) -> None:
    assert findings(word(name, filled=True, embed=True)) == []


MODES = [(False, False), (False, True), (True, False)]


@pytest.mark.parametrize("filled", [False, True])
@pytest.mark.parametrize(("protect", "embed"), MODES, ids=["plain", "embedded", "protected"])
def test_openxml_audit_finds_nothing(name, filled: bool, protect: bool, embed: bool, tmp_path):
    path = tmp_path / "sheet.docx"
    path.write_bytes(word(name, filled=filled, protect=protect, embed=embed))
    errors = [str(error.description) for error in OpenXmlValidator().validate(path).errors]
    assert [e for e in errors if not any(alarm in e for alarm in FALSE_ALARMS)] == []


@pytest.mark.parametrize("filled", [False, True])
def test_python_docx_and_mailmerge_open_it(name: str, filled: bool) -> None:
    data = word(name, filled=filled)
    assert docx.Document(io.BytesIO(data)).tables
    with MailMerge(io.BytesIO(data)) as merge:
        assert merge.get_merge_fields() == set()


def test_the_same_sheet_gives_the_same_bytes(name: str) -> None:
    again = formgen.load(name)
    assert again.fill().write("docx") == word(name, filled=False)


def test_the_document_says_what_it_is_and_nothing_of_its_maker() -> None:
    data = word("satisfaction_callback", filled=False)
    core = docx.Document(io.BytesIO(data)).core_properties
    assert (core.title, core.author) == ("客户满意度回访表", "客户服务中心")
    assert core.created == datetime(2026, 11, 1, tzinfo=UTC)
    with ZipFile(io.BytesIO(data)) as package:
        everything = b"".join(package.read(each) for each in package.namelist())
        assert {each.date_time for each in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert b"python-docx" not in everything
    assert b"2013" not in everything


def test_a_text_field_is_a_control_with_title_tag_and_placeholder() -> None:
    controls = {
        control.find(f"{W}sdtPr/{W}tag").get(f"{W}val"): control
        for control in part(word("satisfaction_callback", filled=False)).iter(f"{W}sdt")
    }
    name = controls["customer_name"]
    assert name.find(f"{W}sdtPr/{W}alias").get(f"{W}val") == "客户名称"
    assert name.find(f"{W}sdtPr/{W}showingPlcHdr") is not None
    assert {"speed_satisfaction=满意", "filled_on.year", "filled_on.day"} <= set(controls)


def test_a_value_is_in_its_control_and_no_placeholder_is_left_there() -> None:
    data = form("satisfaction_callback").fill({"客户名称": "蓝海"}).write("docx")
    for control in part(data).iter(f"{W}sdt"):
        if control.find(f"{W}sdtPr/{W}tag").get(f"{W}val") == "customer_name":
            assert "".join(control.itertext()) == "蓝海"
            assert control.find(f"{W}sdtPr/{W}showingPlcHdr") is None


def test_a_ticked_box_is_ticked() -> None:
    laid = form("satisfaction_callback").fill({"客户名称": "蓝海", "网速满意度": "一般"})
    w14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
    ticked = [
        control.find(f"{W}sdtPr/{W}tag").get(f"{W}val")
        for control in part(laid.write("docx")).iter(f"{W}sdt")
        if control.find(f"{W}sdtPr/{w14}checkbox/{w14}checked[@{w14}val='1']") is not None
    ]
    assert ticked == ["speed_satisfaction=一般"]


def test_protection_locks_all_but_the_fields() -> None:
    settings_of = part(word("satisfaction_callback", filled=False, protect=True),
                       "word/settings.xml")  # fmt: skip
    protection = settings_of.find(f"{W}documentProtection")
    assert protection.get(f"{W}edit") == "forms"
    unprotected = part(word("satisfaction_callback", filled=False), "word/settings.xml")
    assert unprotected.find(f"{W}documentProtection") is None


def test_page_numbers_are_fields_in_a_real_footer() -> None:
    footer = part(word("satisfaction_callback", filled=False), "word/footer1.xml")
    assert [each.text.strip() for each in footer.iter(f"{W}instrText")] == ["PAGE", "NUMPAGES"]


def test_header_rows_repeat_and_rows_do_not_break() -> None:
    rows = list(part(word(EVERYTHING, filled=False)).iter(f"{W}tr"))
    assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)
    assert sum(row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows) == 3


def test_merged_cells_are_merged() -> None:
    body = part(word(EVERYTHING, filled=False))
    assert body.find(f".//{W}vMerge[@{W}val='restart']") is not None
    assert body.find(f".//{W}gridSpan") is not None


def test_a_table_over_two_pages_is_one_table() -> None:
    rows = "".join(f"<tr><td>第{n}行</td></tr>" for n in range(50))
    head = "<thead><tr><th>头</th></tr></thead>"
    markup = f'<form title="长表"><p>表：</p><table cols="1fr">{head}{rows}</table></form>'
    laid = library(markup).fill()
    body = part(laid.write("docx"))
    assert len(laid.sheet.pages) == 2
    assert len(list(body.iter(f"{W}tbl"))) == 1
    assert shown(laid.write("docx")).count("头") == 1


@settings(max_examples=40, deadline=None)
@given(st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), max_size=40))
def test_text_is_data_whatever_it_is(value: str) -> None:
    one = library(
        '<form title="一"><table cols="1fr"><tr><td><text name="a"/></td></tr></table></form>'
    )
    try:
        laid = one.fill({"a": value})
    except formgen.FormgenError:
        return
    assert findings(laid.write("docx")) == []


def test_markup_characters_print_as_themselves() -> None:
    one = library(
        '<form title="一"><table cols="1fr"><tr><td><text name="a"/></td></tr></table></form>'
    )
    assert "<b>&amp; \"x\" 'y'" in shown(one.fill({"a": "<b>&amp; \"x\" 'y'"}).write("docx"))


@pytest.mark.parametrize("char", ["\x00", "\x0b", "\ufffe"])
def test_a_character_that_xml_forbids_is_a_diagnostic(char: str) -> None:
    one = library(
        '<form title="一"><table cols="1fr"><tr><td><text name="a"/></td></tr></table></form>'
    )
    with pytest.raises(formgen.DataError, match="field a"):
        one.fill({"a": f"x{char}y"})


def test_what_word_cannot_say_is_told() -> None:
    tall = '<comb name="tall" boxes="4" box-height="9mm"/>'
    markup = f'<form title="一"><p>{tall} 与 <comb name="low" boxes="4"/></p></form>'
    losses = library(markup).fill().written("docx", WordOptions()).losses
    assert [loss.code for loss in losses] == ["word-inline-comb"] * 2
    assert "tall" in losses[0].message


def test_a_table_of_more_columns_than_word_takes_is_told() -> None:
    cells = "".join(f"<td>{n % 10}</td>" for n in range(64))
    columns = " ".join(["2mm"] * 64)
    markup = (
        '<form title="一" margins="10mm"><table padding="0mm" size="4pt" '
        f'cols="{columns}"><tr>{cells}</tr></table></form>'
    )
    losses = library(markup).fill().written("docx", WordOptions()).losses
    assert [loss.code for loss in losses] == ["word-many-columns"]
    assert "64" in losses[0].message


def test_rows_and_paragraphs_that_belong_together_are_kept_with_the_next() -> None:
    rows = "<tr><td>甲</td></tr><tr><td>乙</td></tr><tr><td>丙</td></tr>"
    markup = f'<form title="一"><h2>题</h2><table cols="1fr" keep="yes">{rows}</table></form>'
    kept = {
        "".join(paragraph.itertext())[-1]
        for paragraph in part(library(markup).fill().write("docx")).iter(f"{W}p")
        if paragraph.find(f"{W}pPr/{W}keepNext") is not None
        or paragraph.find(f"{W}pPr/{W}pStyle[@{W}val='Heading2']") is not None
    }
    assert kept == {"题", "甲", "乙"}


def test_the_shipped_forms_lose_nothing(name: str) -> None:
    assert sheet(name, filled=True).written("docx").losses == ()
