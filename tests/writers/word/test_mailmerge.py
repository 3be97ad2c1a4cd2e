"""Main documents of a mail merge: real fields, merged by real clients, laid out as the blank."""

from __future__ import annotations

import io
import re
import warnings
from datetime import date
from decimal import Decimal
from pathlib import Path
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mailmerge import MailMerge, MailMergeOptions
from openxml_audit import OpenXmlValidator

import formgen
from formgen.api import LoadedForm, _raw
from formgen.catalog import form_ids
from formgen.datasheet.cells import cell_of
from formgen.datasheet.merging import MainDocument
from formgen.datasheet.words import CHINESE, ENGLISH
from formgen.diagnostics import Diagnostics
from formgen.model.fields import ListField
from formgen.writers.word.mailmerge import date_picture
from tests.writers.word import office
from tests.writers.word.lint import findings
from tests.writers.word.measuring import Printed, rule_offsets, text_offsets
from tests.writers.word.merge_fields import WordField, fields_of
from tests.writers.word.sheets import (
    EVERYTHING,
    FORMS,
    RECORD,
    W,
    controls,
    form,
    library,
    part,
    sheet,
    shown,
    word,
)
from tests.writers.word.test_documents import FALSE_ALARMS

BOXES = re.compile("[\u2610\u2611\u24ea\u24ff\u2460-\u2473\u2776-\u277f\u24eb-\u24f4]")


@pytest.fixture(params=FORMS, ids=lambda name: name.rpartition("/")[2].partition(".")[0])
def name(request: pytest.FixtureRequest) -> str:
    return request.param


_MADE: dict[str, MainDocument] = {}


def main(name: str) -> MainDocument:
    if name not in _MADE:
        _MADE[name] = form(name).main_document()
    return _MADE[name]


def own(body: str, **attributes: str) -> MainDocument:
    said = "".join(f' {key}="{value}"' for key, value in attributes.items())
    return library(f'<form title="一"{said}>{body}</form>').main_document()


def merge_fields(made: MainDocument) -> list[WordField]:
    return [each for each in fields_of(made.data) if each.kind in ("MERGEFIELD", "IF")]


def codes(made: MainDocument) -> list[str]:
    return [" ".join(each.code.split()) for each in merge_fields(made)]


def row_of(loaded: LoadedForm, made: MainDocument, record: object) -> dict[str, object]:
    """Return a record as a row of the data source, as a spreadsheet gives it."""
    values = loaded._variants.blank.bound(_raw(record), Diagnostics())
    words = CHINESE if made.source.chinese else ENGLISH
    cells = {
        column.heading: cell_of(values.by_name.get(column.field.name), column.field, words)
        for column in made.source.columns
    }
    return {heading: "" if cell is None else cell for heading, cell in cells.items()}


def merged(made: MainDocument, *rows: dict[str, object]) -> bytes:
    out = io.BytesIO()
    with (
        warnings.catch_warnings(),
        MailMerge(io.BytesIO(made.data), MailMergeOptions(merge_if_fields=True)) as merge,
    ):
        # It formats nothing that is empty, and says so.
        warnings.filterwarnings("ignore", "Invalid formatting for field")
        merge.merge_templates(list(rows), separator="nextPage_section")
        merge.write(out)
    return out.getvalue()


def told(made: MainDocument) -> list[str]:
    """Return what is lost, but for the identity code that all sheets have."""
    return [loss.code for loss in made.losses if loss.code != "merge-identity"]


def headings(made: MainDocument) -> list[str]:
    return [each.heading for each in made.source.columns if each.heading != "record_id"]


def everywhere(data: bytes) -> str:
    """Return the text of all parts of a document without its spaces."""
    with ZipFile(io.BytesIO(data)) as package:
        names = [n for n in package.namelist() if re.match(r"word/[a-z]+\d*\.xml", n)]
    return "".join("".join(each.itertext()) for n in names for each in part(data, n).iter(f"{W}t"))


def boxes(data: bytes) -> list[str]:
    return BOXES.findall(shown(data))


# ---- every form -----------------------------------------------------------------------------


def test_the_lint_finds_nothing(name: str) -> None:
    assert findings(main(name).data) == []


def test_openxml_audit_finds_nothing(name: str, tmp_path: Path) -> None:
    path = tmp_path / "main.docx"
    path.write_bytes(main(name).data)
    errors = [str(error.description) for error in OpenXmlValidator().validate(path).errors]
    assert [e for e in errors if not any(alarm in e for alarm in FALSE_ALARMS)] == []


def test_mailmerge_lists_exactly_the_columns_of_the_data_source(name: str) -> None:
    made = main(name)
    with MailMerge(io.BytesIO(made.data)) as merge:
        listed = merge.get_merge_fields()
    headings = [column.heading for column in made.source.columns]
    shown_somewhere = {each.column for each in merge_fields(made)}
    assert listed == shown_somewhere
    # What names a record may be printed nowhere.
    assert set(headings) - listed <= {"record_id"}
    assert len(headings) == len(set(headings))


def test_every_field_has_a_column_unless_its_loss_is_told(name: str) -> None:
    made = main(name)
    mergeable = {column.field.name for column in made.source.columns}
    lost = " ".join(loss.message for loss in made.losses)
    missing = [f for f in form(name).fields if f.name not in mergeable]
    assert [f.name for f in missing if (f.label or f.name) not in lost] == []


def test_the_result_of_every_field_is_that_of_an_empty_record(name: str) -> None:
    for each in merge_fields(main(name)):
        if each.kind == "IF":
            assert each.result == each.decided("") == each.words[-1]
        else:
            assert each.result.strip() == ""


def test_the_document_has_the_text_and_the_boxes_of_the_blank_sheet(name: str) -> None:
    def solid(data: bytes) -> str:
        return "".join(shown(data).split())

    assert solid(main(name).data) == solid(word(name, filled=False))


def test_nothing_of_this_machine_gets_into_it(name: str) -> None:
    with ZipFile(io.BytesIO(main(name).data)) as package:
        everything = b"".join(package.read(each) for each in package.namelist())
    assert b"file:" not in everything
    assert b"mailMerge" not in everything
    assert formgen.load(name).main_document().data == main(name).data


def test_what_is_merged_stands_in_no_control(name: str) -> None:
    made = main(name)
    for tag in controls(made.data):
        assert re.split(r"[.=]", tag)[0] not in {c.field.name for c in made.source.columns}


def _is_sampled(name: str) -> bool:
    has_list = any(isinstance(each, ListField) for each in form(name).fields)
    return bool(form(name).samples()) and not has_list


SAMPLED = [each for each in form_ids() if _is_sampled(each)]


@pytest.mark.parametrize("sampled", SAMPLED)
def test_merged_samples_have_the_ticks_of_printed_ones(sampled: str) -> None:
    loaded, made = form(sampled), main(sampled)
    for record in loaded.samples().values():
        if loaded._variants.of(record) is not loaded._variants.blank:
            continue
        row = row_of(loaded, made, record)
        assert boxes(merged(made, row)) == boxes(loaded.fill(record).write("docx"))


@pytest.mark.parametrize("sampled", SAMPLED)
def test_merged_samples_have_the_texts_of_their_rows(sampled: str) -> None:
    loaded, made = form(sampled), main(sampled)
    written = {f.column for f in merge_fields(made) if f.kind == "MERGEFIELD" and "\\*" in f.words}
    for record in loaded.samples().values():
        row = row_of(loaded, made, record)
        text = "".join(everywhere(merged(made, row)).split())
        for heading in written:
            cell = row[heading]
            if isinstance(cell, str):
                assert "".join(cell.split()) in text
            elif isinstance(cell, date):
                assert str(cell.year) in text


def test_five_rows_are_five_sheets() -> None:
    made = main("satisfaction_callback")
    rows = [
        row_of(
            form("satisfaction_callback"), made, {"客户名称": f"第{n}家公司", "速率": Decimal(n)}
        )
        for n in range(5)
    ]
    body = part(merged(made, *rows))
    assert len(list(body.iter(f"{W}sectPr"))) == 5
    text = "".join(each.text or "" for each in body.iter(f"{W}t"))
    assert re.findall(r"第\d家公司", text) == [f"第{n}家公司" for n in range(5)]


# ---- choices --------------------------------------------------------------------------------

NEAR = ("满意", "不满意", "非常不满意", "一般", "不", "1", "12", "2-3次", "2-4次")


def of_choice(options: tuple[str, ...], *, multiple: bool) -> MainDocument:
    several = ' multiple="yes"' if multiple else ""
    return own(f'<p><choice name="c" label="评价" options="{"|".join(options)}"{several}/></p>')


SEVERAL, SINGLE = of_choice(NEAR, multiple=True), of_choice(NEAR, multiple=False)


@settings(max_examples=60, deadline=None)
@given(st.sets(st.sampled_from(NEAR)))
def test_several_answers_tick_their_own_boxes_and_no_others(chosen: set[str]) -> None:
    cell = "；".join(each for each in NEAR if each in chosen)
    ticked = [each.decided(cell) for each in merge_fields(SEVERAL)]
    assert ticked == ["☑" if each in chosen else "☐" for each in NEAR]
    assert boxes(merged(SEVERAL, {"评价": cell})) == ticked


@pytest.mark.parametrize("chosen", ["", *NEAR])
def test_one_answer_ticks_its_own_box_and_no_other(chosen: str) -> None:
    ticked = [each.decided(chosen) for each in merge_fields(SINGLE)]
    assert ticked == ["☑" if each == chosen else "☐" for each in NEAR]
    assert boxes(merged(SINGLE, {"评价": chosen})) == ticked


def test_an_if_field_is_written_as_the_standard_has_it() -> None:
    made = of_choice(("满意", "不满意"), multiple=False)
    assert codes(made) == [
        'IF "；{0}；" = "；满意；" "☑" "☐"',
        'IF "；{0}；" = "；不满意；" "☑" "☐"',
    ]
    assert [each.inner[0].words for each in merge_fields(made)] == [["MERGEFIELD", "评价"]] * 2


def test_no_answer_has_to_be_compared_as_a_number() -> None:
    for each in (*merge_fields(SINGLE), *merge_fields(SEVERAL)):
        assert not each.words[1][0].isdigit()
        assert not each.words[3][0].isdigit()


def test_a_single_box_is_ticked_by_the_word_that_the_data_source_offers() -> None:
    made = own('<p><checkbox name="agreed" label="同意"/></p>')
    (box,) = merge_fields(made)
    assert (box.decided("是"), box.decided("否"), box.decided("")) == ("☑", "☐", "☐")
    english = own('<p><checkbox name="agreed" label="Agreed"/></p>', lang="en")
    assert merge_fields(english)[0].decided("yes") == "☑"


def test_quotation_marks_in_an_answer_need_no_escape() -> None:
    made = own("""<p><choice name="c" label="选" options='"好"|差'/></p>""")
    good, bad = merge_fields(made)
    assert (good.decided('"好"'), bad.decided('"好"')) == ("☑", "☐")
    assert told(made) == []


def test_answers_that_word_takes_for_each_other_are_told() -> None:
    made = of_choice(("好?", "好!", "差"), multiple=False)
    assert told(made) == ["merge-option"]
    assert any("好?" in loss.message for loss in made.losses)


def test_more_answers_than_word_searches_are_told() -> None:
    long = tuple(f"第{n}项很长的服务内容说明文字" for n in range(10))
    assert set(told(of_choice(long, multiple=True))) == {"merge-option"}
    assert told(of_choice(long, multiple=False)) == []


def test_a_box_is_set_in_its_own_face_ticked_or_not() -> None:
    for run in part(SINGLE.data).iter(f"{W}r"):
        if BOXES.search("".join(run.itertext())):
            assert run.find(f"{W}rPr/{W}rFonts").get(f"{W}eastAsia") == "Formgen Boxes"


# ---- texts, dates, numbers ------------------------------------------------------------------


def test_a_text_has_the_look_of_its_place() -> None:
    made = own('<p size="16pt">名：<text name="a" label="名称" width="40mm"/></p>')
    assert codes(made) == ['MERGEFIELD "名称" \\* CHARFORMAT']
    for run in part(made.data).iter(f"{W}r"):
        if run.find(f"{W}instrText") is not None:
            assert run.find(f"{W}rPr/{W}sz").get(f"{W}val") == "32"
            assert run.find(f"{W}rPr/{W}u").get(f"{W}val") == "single"


def test_the_parts_of_a_date_are_pictures_of_one_column() -> None:
    made = own('<p><date name="d" label="日期" time="yes"/></p>')
    pictures = [re.search(r'\\@ "(.+?)"', code)[1] for code in codes(made)]
    assert pictures == ["yyyy", "M", "d", "HH", "mm"]
    assert {each.column for each in merge_fields(made)} == {"日期"}


@pytest.mark.parametrize(
    ("pattern", "picture"),
    [
        ("%Y-%m-%d", "yyyy-MM-dd"),
        ("%Y年%m月%d日", "yyyy年MM月dd日"),
        ("%d.%m.%y %H:%M", "dd.MM.yy HH:mm"),
        ("%d of %m %Y", "dd' of 'MM yyyy"),
        ("%Y%%", "yyyy%"),
        ("%d'%m", "ddMM"),
    ],
)
def test_a_date_pattern_is_a_date_picture_of_word(pattern: str, picture: str) -> None:
    assert date_picture(pattern) == picture


def test_decimals_are_rounded_for_a_spreadsheet_keeps_binary_fractions() -> None:
    made = own(
        '<p><number name="a" label="价" decimals="2"/>'
        '<number name="b" label="数" decimals="0"/></p>'
    )
    assert codes(made) == ['MERGEFIELD "价" \\# "0.00" \\* CHARFORMAT',
                           'MERGEFIELD "数" \\* CHARFORMAT']  # fmt: skip
    assert "19.99" in shown(merged(made, {"价": 19.989999999999998, "数": 3}))


def test_a_long_text_in_a_cell_is_broken_within_it() -> None:
    made = own('<table cols="1fr"><tr><td><text name="a" label="甲"/></td></tr></table>')
    for indent in part(made.data).iter(f"{W}ind"):
        assert int(indent.get(f"{W}right", "0")) >= 0


# ---- what a merge says in its own way -------------------------------------------------------


def test_figures_in_boxes_are_one_spaced_text() -> None:
    made = own('<p><comb name="a" label="电话" boxes="11" pattern="1[0-9]{10}"/></p>')
    assert codes(made) == ['MERGEFIELD "电话" \\* CHARFORMAT']
    body = part(made.data)
    code = next(run for run in body.iter(f"{W}r") if run.find(f"{W}instrText") is not None)
    assert int(code.find(f"{W}rPr/{W}spacing").get(f"{W}val")) > 0
    assert told(made) == ["merge-figures"]


@pytest.mark.parametrize("pattern", ["", "[0-9A-Z]+", ".{4}", r"\w+", "[^A]+"])
def test_letters_in_boxes_stay_blank_and_have_no_column(pattern: str) -> None:
    said = f' pattern="{pattern}"' if pattern else ""
    made = own(f'<p><comb name="a" label="编码" boxes="4"{said}/></p>')
    assert codes(made) == []
    assert told(made) == ["merge-comb"]
    assert headings(made) == []


def test_a_text_of_several_lines_runs_over_all_of_its_rules() -> None:
    cell = '<table cols="1fr"><tr><td><text name="a" label="甲" lines="3" ruled="yes"/></td></tr>'
    made = own(f"{cell}</table>")
    assert codes(made) == ['MERGEFIELD "甲" \\* CHARFORMAT']
    assert told(made) == []


def test_a_text_behind_a_label_starts_on_the_line_below_and_this_is_told() -> None:
    made = own('<p>意见：<text name="a" label="意见" lines="3"/></p>')
    assert len(codes(made)) == 1
    assert told(made) == ["merge-lines"]


def test_a_code_stands_as_text_and_this_is_told() -> None:
    made = own('<p><qr name="a" label="码"/></p>')
    assert codes(made) == ['MERGEFIELD "码" \\* CHARFORMAT']
    assert told(made) == ["merge-code"]


def test_pictures_totals_and_lists_are_told() -> None:
    by_code: dict[str, str] = {}
    for made in (main(EVERYTHING), main("callback_summary")):
        by_code |= {loss.code: loss.message for loss in made.losses}
    expected = {"merge-computed", "merge-page-total", "merge-list", "merge-identity"}
    assert expected <= by_code.keys()
    photo = own('<p><photo name="p" label="照片" width="20mm" height="30mm"/></p>')
    assert told(photo) == ["merge-picture"]
    assert headings(photo) == []


def test_a_total_is_a_column_that_is_merged_as_it_is() -> None:
    made = own(
        '<p><number name="a" label="一"/><number name="b" label="二"/>'
        '<computed name="c" label="合计" expr="a + b"/></p>'
    )
    assert [each.column for each in merge_fields(made)] == ["一", "二", "合计"]


def test_pages_are_counted_within_each_sheet() -> None:
    one = main("satisfaction_callback")
    assert {each.kind for each in fields_of(one.data)} == {"MERGEFIELD", "IF"}
    many = main(EVERYTHING)
    assert {"PAGE", "SECTIONPAGES"} <= {each.kind for each in fields_of(many.data)}
    assert part(many.data).find(f".//{W}pgNumType").get(f"{W}start") == "1"


def test_a_record_of_everything_is_merged() -> None:
    made, loaded = main(EVERYTHING), form(EVERYTHING)
    data = merged(made, row_of(loaded, made, RECORD))
    assert findings(data) == []
    assert boxes(data) == boxes(sheet(EVERYTHING, filled=True).write("docx"))


# ---- what it looks like ---------------------------------------------------------------------

LOOKED_AT = ("satisfaction_callback", "service_order", "complaint_intake")


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Printed]:
    documents = {name: main(name).data for name in LOOKED_AT}
    folder = tmp_path_factory.mktemp("main")
    return {key: Printed(data) for key, data in office.converted(folder, documents).items()}


@pytest.mark.skipif(office.SOFFICE is None, reason=office.WHY_NOT)
@pytest.mark.parametrize("looked_at", LOOKED_AT)
def test_it_prints_as_the_blank_sheet_does(looked_at: str, printed: dict[str, Printed]) -> None:
    laid, read = sheet(looked_at, filled=False), printed[looked_at]
    assert read.page_count == len(laid.sheet.pages)
    for number, page in enumerate(laid.sheet.pages):
        texts = text_offsets(page, laid.pages[number], read.glyphs(number))
        assert [off for off in texts if abs(off.dx) > 1.0 or abs(off.dy) > 0.8] == []
        rules = rule_offsets(page, read.strokes(number))
        assert [off for off in rules if max(off.dx, off.dy) > 0.4] == []
        count = sum(bool(BOXES.match(each.char)) for each in read.glyphs(number))
        assert count == len(boxes(main(looked_at).data))
