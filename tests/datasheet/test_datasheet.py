"""Data sheets: what a form's empty table offers, and that what is filled in comes back whole."""

import csv
import io
import shutil
import subprocess
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

import formgen
from formgen import MemoryLibrary, OutputError, UsageError
from formgen.catalog import form_ids
from formgen.data.gathering import Gathering, gathered
from formgen.data.sources import read_records
from formgen.model.fields import ListField
from formgen.model.values import Values

ALL = """\
<form title="登记表：甲/乙">
  <p><text name="phone" label="电话" pattern="1[0-9]{10}" pattern-help="11位手机号"/></p>
  <p><text name="customer" label="客户" required="yes" max-length="6"/></p>
  <p><choice name="kind" label="类型" options="装机|移机"/></p>
  <p><choice name="services" label="业务" multiple="yes"><option>电话</option>
    <option>宽带，光纤</option><option blank="20mm">其他</option></choice></p>
  <p><date name="on" label="日期"/><date name="at" label="时间" time="yes"/></p>
  <p><number name="speed" label="速率" unit="M" min="1" max="1000" decimals="0"/></p>
  <p><number name="power" label="功率" decimals="2"/><checkbox name="told" label="已告知"/></p>
  <p><computed name="twice" label="两倍" expr="speed * 2"/></p>
  <p><text name="note_1" label="备注"/><text name="note_2" label="备注"/></p>
  <p><scale name="rating" label="评分" from="1" to="5"/></p>
</form>
"""
FILLED = {
    "电话": "13812345678",
    "客户": "蓝海",
    "类型": "移机",
    "业务": "电话；宽带，光纤；其他",
    "业务（其他）": "对讲",
    "日期": datetime(2026, 11, 22),
    "时间": datetime(2026, 11, 22, 14, 30),
    "速率": 500,
    "功率": -18.35,
    "已告知": "是",
    "备注（note_1）": "-",
    "备注（note_2）": "=1+1",
    "评分": "5",
}


def own(layout: str = ALL, samples: str | None = None) -> formgen.LoadedForm:
    """A form in memory."""
    contents = {"own/form.xml.j2": layout}
    if samples is not None:
        contents["own/sample.csv"] = samples
    return formgen.load("own", templates=MemoryLibrary(contents))


def opened(data: bytes) -> Worksheet:
    """The first sheet of a workbook, as a spreadsheet program knows it."""
    return openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]


def headings(sheet: Worksheet) -> list[str]:
    """The first row."""
    return [str(cell.value) for cell in sheet[1]]


def rule_of(sheet: Worksheet, heading: str) -> tuple[object, ...]:
    """The limits of a column: kind, operator, and what it is held against."""
    letter = sheet.cell(1, headings(sheet).index(heading) + 1).column_letter
    (rule,) = (r for r in sheet.data_validations.dataValidation if f"{letter}2" in r.sqref)
    return rule.type, rule.operator, rule.formula1, rule.formula2


def bound(form: formgen.LoadedForm, path: Path) -> list[Values]:
    """The records of a file as the form takes them; none is refused."""
    printer = form.printer()
    found = [printer.bound(raw, i) for i, raw in enumerate(read_records(path))]
    assert [each.diagnostics for each in found if len(each.diagnostics)] == []
    return [each.values for each in found]


# ---- the table ------------------------------------------------------------------------------


def test_columns_are_called_by_labels_that_find_their_fields_again() -> None:
    sheet = opened(own().data_sheet())
    assert headings(sheet) == list(FILLED)
    assert own().printer().binder().unknown_columns(headings(sheet)) == ()


def test_columns_may_be_called_by_names_or_by_both() -> None:
    names = headings(opened(own().data_sheet(header="name")))
    assert names[:2] == ["phone", "customer"]
    assert "services_other" in names
    both = headings(opened(own().data_sheet(header="both")))
    assert both[:2] == ["电话（phone）", "客户（customer）"]
    for columns in (names, both):
        problems = own().printer().binder().column_problems(columns)
        assert problems == []


def test_a_spreadsheet_holds_what_the_form_takes() -> None:
    sheet = opened(own().data_sheet())
    first, last = rule_of(sheet, "日期")[2:]
    assert rule_of(sheet, "日期")[:2] in (("date", None), ("date", "between"))
    assert (first, last) == ("61", "2958465")
    assert rule_of(sheet, "速率")[0] == "whole"
    assert rule_of(sheet, "速率")[2:] == ("1", "1000")
    assert rule_of(sheet, "功率")[0] == "decimal"
    assert rule_of(sheet, "客户") == ("textLength", "lessThanOrEqual", "6", None)
    assert rule_of(sheet, "类型")[0] == "list"


def test_lists_offer_the_options() -> None:
    book = openpyxl.load_workbook(io.BytesIO(own().data_sheet()))
    offered = book["选项"]
    assert offered.sheet_state == "hidden"
    columns = [[c.value for c in column if c.value] for column in offered.iter_cols()]
    assert columns == [
        ["装机", "移机"],
        ["电话", "宽带，光纤", "其他"],
        ["是", "否"],
        ["1", "2", "3", "4", "5"],
    ]
    rules = book.worksheets[0].data_validations.dataValidation
    lists = [rule for rule in rules if rule.type == "list"]
    assert next(rule.formula1 for rule in lists) == "'选项'!$A$1:$A$2"
    assert [bool(rule.showErrorMessage) for rule in lists] == [True, False, True, True]


def test_texts_are_texts_and_dates_are_dates() -> None:
    sheet = opened(own().data_sheet())
    formats = {str(h.value): cell.number_format for h, cell in zip(sheet[1], sheet[2], strict=True)}
    assert formats["电话"] == formats["客户"] == formats["评分"] == "@"
    assert (formats["日期"], formats["时间"]) == ("yyyy-mm-dd", "yyyy-mm-dd hh:mm")
    assert (formats["速率"], formats["功率"]) == ("0", "0.00")
    assert sheet.freeze_panes == "A2"
    assert sheet.column_dimensions["A"].width > 12


def test_comments_say_what_a_column_takes() -> None:
    sheet = opened(own().data_sheet())
    said = {str(cell.value): cell.comment.text for cell in sheet[1] if cell.comment}
    assert said["客户"] == "必填\n最多 6 个字\n字段名：customer"
    assert said["电话"] == "格式：11位手机号\n字段名：phone"
    assert said["速率"].startswith("整数\n不小于 1\n不大于 1000\n单位：M")
    assert "各项之间用“；”隔开，例如：电话；宽带，光纤" in said["业务"]


def test_required_columns_look_otherwise() -> None:
    sheet = opened(own().data_sheet())
    assert sheet["B1"].fill.fgColor.rgb != sheet["A1"].fill.fgColor.rgb


def test_an_english_form_speaks_english() -> None:
    sheet = opened(formgen.load("visit_callback_en").data_sheet())
    assert headings(sheet)[:2] == ["Reference", "Customer"]
    assert sheet["B1"].comment.text == "required\nat most 80 characters\nfield: customer_name"


def test_the_same_form_gives_the_same_bytes() -> None:
    assert own().data_sheet() == own().data_sheet()


def test_a_long_or_odd_title_names_the_sheet() -> None:
    assert opened(own().data_sheet()).title == "登记表：甲 乙"
    long = own('<form title="{{ \'甲:\' * 40 }}"><p><text name="a" label="A"/></p></form>')
    assert len(opened(long.data_sheet()).title) <= 31
    listed = own('<form title="选项"><p><choice name="a" label="A" options="b|c"/></p></form>')
    assert opened(listed.data_sheet()).title == "选项 1"


# ---- the example ----------------------------------------------------------------------------


def test_the_example_is_the_fullest_sample() -> None:
    form = own(samples="电话,客户,日期\n,甲,\n13812345678,乙,2026-11-22\n")
    cells = [cell.value for cell in opened(form.data_sheet())[2]]
    assert cells[:2] == ["13812345678", "乙"]
    assert cells[5] == datetime(2026, 11, 22)


def test_without_samples_the_example_is_made_of_the_fields(tmp_path: Path) -> None:
    path = tmp_path / "own.xlsx"
    own().data_sheet(path)
    (values,) = bound(own(), path)
    assert set(values.by_name) >= {"phone", "customer", "kind", "services", "on", "speed", "told"}
    assert values.get("on") == date(2026, 1, 15)


def test_an_example_can_be_left_out(tmp_path: Path) -> None:
    own().data_sheet(tmp_path / "own.csv", example=False)
    assert bound(own(), tmp_path / "own.csv") == []
    assert opened(own().data_sheet(example=False)).max_row == 1


# ---- there and back -------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
@pytest.mark.parametrize("form_id", form_ids())
def test_the_example_of_each_shipped_form_is_printed_as_it_is(
    form_id: str, kind: str, tmp_path: Path
) -> None:
    form = formgen.load(form_id)
    path = tmp_path / f"{form_id}.{kind}"
    form.data_sheet(path)
    records = read_records(path)
    if any(isinstance(field, ListField) for field in form.fields):
        (items,) = (field for field in form.fields if isinstance(field, ListField))
        records = gathered(records, Gathering(items.name), form.printer().binder(str(path)))
    (record,) = records
    assert form.check(record) == []


def test_what_is_filled_in_comes_back_whole(tmp_path: Path) -> None:
    path = tmp_path / "own.xlsx"
    own().data_sheet(path)
    book = openpyxl.load_workbook(path)
    for column, value in enumerate(FILLED.values(), 1):
        cell = book.worksheets[0].cell(2, column, value)
        cell.data_type = "s" if isinstance(value, str) else cell.data_type
    book.save(path)
    (values,) = bound(own(), path)
    assert values.get("phone") == "13812345678"
    assert values.get("services") == ("电话", "宽带，光纤", "其他")
    assert values.get("services_other") == "对讲"
    assert (values.get("on"), values.get("at")) == (
        date(2026, 11, 22),
        datetime(2026, 11, 22, 14, 30),
    )
    assert (str(values.get("speed")), str(values.get("power"))) == ("500", "-18.35")
    assert (values.get("told"), values.get("rating")) == (True, ("5",))
    assert (values.get("note_1"), values.get("note_2")) == ("-", "=1+1")


def test_csv_opens_in_excel_and_runs_nothing() -> None:
    form = own(samples="电话,备注（note_1）\n13812345678,=1+1\n")
    data = form.data_sheet(to="csv")
    assert data.startswith("\ufeff电话".encode())
    head, row = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    assert dict(zip(head, row, strict=True))["备注（note_1）"] == "'=1+1"


def test_libreoffice_saves_it_as_it_was(tmp_path: Path) -> None:
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice (soffice) is not installed")
    form = formgen.load("phone_callback")
    form.data_sheet(tmp_path / "sheet.xlsx")
    command = ["soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless",
               "--convert-to", "xlsx", "--outdir", str(tmp_path / "saved"),
               str(tmp_path / "sheet.xlsx")]  # fmt: skip
    subprocess.run(command, capture_output=True, timeout=180, check=False)
    saved = tmp_path / "saved" / "sheet.xlsx"
    if not saved.exists():
        pytest.skip("LibreOffice has no spreadsheet (libreoffice-calc) here")
    (before,), (after,) = bound(form, tmp_path / "sheet.xlsx"), bound(form, saved)
    assert after.by_name == before.by_name
    kept = [rule.type for rule in opened(saved.read_bytes()).data_validations.dataValidation]
    assert {"list", "date", "textLength", "whole"} <= set(kept)


# ---- lists ----------------------------------------------------------------------------------

LISTED = """\
<form title="汇总">
  <p><text name="office" label="部门"/><date name="on" label="日期"/></p>
  <table cols="1fr 1fr">
    <rows name="calls" label="记录" blank="3"><tr>
      <td><text name="customer" label="客户"/></td><td><date name="called_on" label="日期"/></td>
    </tr></rows>
  </table>
</form>
"""


def test_the_rows_of_a_table_may_be_a_list() -> None:
    form = own(LISTED)
    sheet = opened(form.data_sheet())
    assert headings(sheet) == ["部门", "日期（on）", "客户", "日期"]
    assert [cell.value for cell in sheet[2]][2] == "示例"
    assert form.data_sheet(rows="calls") == form.data_sheet(rows="记录") == form.data_sheet()
    with pytest.raises(UsageError, match=r"no list `call`\n.*its lists are calls \(记录\)"):
        form.data_sheet(rows="call")
    with pytest.raises(UsageError, match="none of its rows repeat over a list"):
        own().data_sheet(rows="calls")


def test_what_is_filled_into_a_list_is_printed(tmp_path: Path) -> None:
    form, path = own(LISTED), tmp_path / "own.xlsx"
    form.data_sheet(path)
    book = openpyxl.load_workbook(path)
    day = datetime(2026, 11, 22)
    for row in (["客服部", day, "甲", day], ["", None, "乙", None]):
        book.worksheets[0].append(row)
    book.worksheets[0].delete_rows(2)
    book.save(path)
    gathering = Gathering("calls")
    (record,) = gathered(read_records(path), gathering, form.printer().binder(str(path)))
    values = form.printer().bound(record, 0).values
    assert (values.get("office"), values.get("on")) == ("客服部", date(2026, 11, 22))
    rows = [item.by_name for item in values.lists["calls"]]
    assert rows == [{"customer": "甲", "called_on": date(2026, 11, 22)}, {"customer": "乙"}]


# ---- files ----------------------------------------------------------------------------------


def test_a_filled_in_file_is_never_written_over(tmp_path: Path) -> None:
    path = tmp_path / "customers.xlsx"
    path.write_bytes(b"filled in")
    with pytest.raises(OutputError, match="already-there"):
        own().data_sheet(path)
    assert path.read_bytes() == b"filled in"


@pytest.mark.parametrize(("name", "to"), [("a.xls", None), ("a", None), ("a.xlsx", "pdf")])
def test_other_kinds_are_refused(name: str, to: str | None, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"allowed: \.xlsx and \.csv"):
        own().data_sheet(tmp_path / name, to=to)
    assert list(tmp_path.iterdir()) == []


def test_a_heading_of_label_and_name_must_have_both_right() -> None:
    binder = own().printer().binder()
    assert binder.unknown_columns(["备注（note_1）", "备注 (note_2):", "客户（note_1）"]) == (
        "备注 (note_2):",
        "客户（note_1）",
    )
