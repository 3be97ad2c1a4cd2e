"""Spreadsheets, as real programs write them, are read as people see them."""

import contextlib
import io
import zipfile
from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from string import ascii_uppercase

import openpyxl
import pytest
import xlwt
from hypothesis import given, settings
from hypothesis import strategies as st
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from formgen.data.bind import Binder
from formgen.data.sources import RawRecord, open_records, read_stream
from formgen.errors import DataError, UsageError
from formgen.model.fields import DateField, NumberField, TextField

Rows = Sequence[Sequence[object]]
DAY, MOMENT = date(2026, 11, 22), datetime(2026, 11, 22, 14, 30)
HEADER = ("客户名称", "联系电话", "速率", "日期", "时间")
CUSTOMERS = [HEADER, ("甲", 13912345678, 1000, DAY, MOMENT), ("乙", "+86 139", 0.5, DAY, MOMENT)]


def write_xlsx(path: Path, rows: Rows, title: str = "数据") -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    book.save(path)


def write_xls(path: Path, rows: Rows, title: str = "数据") -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet(title)
    day = xlwt.easyxf(num_format_str="YYYY-MM-DD")
    moment = xlwt.easyxf(num_format_str="YYYY-MM-DD HH:MM")
    for i, row in enumerate(rows):
        for j, value in enumerate(row):
            if isinstance(value, datetime):
                sheet.write(i, j, value, moment)
            elif isinstance(value, date):
                sheet.write(i, j, value, day)
            elif value is not None:
                sheet.write(i, j, value)
    book.save(str(path))


def write_ods(path: Path, rows: Rows, title: str = "数据") -> None:
    document = OpenDocumentSpreadsheet()
    table = Table(name=title)
    for row in rows:
        line = TableRow()
        for value in row:
            line.addElement(_ods_cell(value))
        table.addElement(line)
    document.spreadsheet.addElement(table)
    document.save(path)


def _ods_cell(value: object) -> TableCell:
    match value:
        case None:
            return TableCell()
        case bool():
            return TableCell(valuetype="boolean", booleanvalue=str(value).lower())
        case int() | float():
            return TableCell(valuetype="float", value=value)
        case date():
            return TableCell(valuetype="date", datevalue=value.isoformat())
        case _:
            cell = TableCell(valuetype="string")
            cell.addElement(P(text=value))
            return cell


WRITERS: dict[str, Callable[[Path, Rows], None]] = {
    "xlsx": write_xlsx,
    "xls": write_xls,
    "ods": write_ods,
}
every_kind = pytest.mark.parametrize("kind", WRITERS)


def values(path: Path, sheet: str | int | None = None) -> list[dict[str, object]]:
    with open_records(path, sheet=sheet) as records:
        found = list(records)
    assert [record.problems for record in found] == [()] * len(found)
    return [record.values for record in found]


def column(path: Path) -> list[object]:
    return [next(iter(record.values())) for record in values(path)]


def error(path: Path, sheet: str | int | None = None) -> str:
    with pytest.raises(DataError) as raised:
        values(path, sheet)
    return str(raised.value).replace(str(path), path.name)


@every_kind
def test_rows_are_records_of_values_as_people_see_them(tmp_path, kind):
    WRITERS[kind](tmp_path / f"a.{kind}", CUSTOMERS)
    first, second = values(tmp_path / f"a.{kind}")
    assert first == dict(zip(HEADER, ("甲", 13912345678, 1000, DAY, MOMENT), strict=True))
    assert second == dict(zip(HEADER, ("乙", "+86 139", Decimal("0.5"), DAY, MOMENT), strict=True))
    assert [type(value) for value in first.values()] == [str, int, int, date, datetime]


@every_kind
def test_a_telephone_number_is_bound_with_all_its_digits(tmp_path, kind):
    WRITERS[kind](tmp_path / f"a.{kind}", CUSTOMERS)
    fields = (
        TextField("name", "客户名称"), TextField("phone", "联系电话", pattern="[0-9+ ]+"),
        NumberField("speed", "速率"), DateField("day", "日期"),
        DateField("at", "时间", with_time=True),
    )  # fmt: skip
    raw = next(open_records(tmp_path / f"a.{kind}"))
    bound, problems = Binder(fields).bind_record(raw)
    assert problems == []
    assert dict(bound.by_name) == {
        "name": "甲", "phone": "13912345678", "speed": Decimal(1000), "day": DAY, "at": MOMENT,
    }  # fmt: skip


@every_kind
def test_rows_are_counted_as_the_spreadsheet_shows_them(tmp_path, kind):
    rows = [[None], [None, "a", "b"], [None], [None, 1, None], [None, None, None], [None, None, 2]]
    WRITERS[kind](tmp_path / f"a.{kind}", rows)
    with open_records(tmp_path / f"a.{kind}") as records:
        assert records.columns == ("a", "b")
        found = list(records)
    assert [(r.place.row, r.values) for r in found] == [
        (4, {"a": 1, "b": ""}),
        (6, {"a": "", "b": 2}),
    ]


@every_kind
def test_a_title_above_the_table_is_passed_over(tmp_path, kind):
    rows = [["客户清单"], ["2026年"], [], ["a", "b"], ["1", "2"]]
    WRITERS[kind](tmp_path / f"a.{kind}", rows)
    assert values(tmp_path / f"a.{kind}") == [{"a": "1", "b": "2"}]


@every_kind
def test_a_single_column_has_no_title(tmp_path, kind):
    WRITERS[kind](tmp_path / f"a.{kind}", [["名称"], *([str(i)] for i in range(9))])
    assert column(tmp_path / f"a.{kind}") == [str(i) for i in range(9)]


@every_kind
def test_the_header_must_name_each_column_once(tmp_path, kind):
    WRITERS[kind](tmp_path / f"a.{kind}", [["a", None, "a", 3], [1, 2, 3, 4]])
    assert error(tmp_path / f"a.{kind}") == (
        f"a.{kind}, row 1: error[no-header]: column 2 has no name\n"
        f"a.{kind}, row 1: error[duplicate-column]: `a` names the columns 1, 3"
    )


@every_kind
def test_a_cell_beside_the_table_is_a_problem_of_its_row(tmp_path, kind):
    WRITERS[kind](tmp_path / f"a.{kind}", [["a", "b"], ["1", "2"], ["3", "4", "note"]])
    good, bad = open_records(tmp_path / f"a.{kind}")
    assert good.problems == ()
    assert [(p.code, p.message, p.hint) for p in bad.problems] == [
        ("cell-count", "the row has 3 cells; the header has 2", "cells without a column: `note`")
    ]
    assert bad.extra == ("note",)


@every_kind
def test_an_empty_workbook_is_an_error(tmp_path, kind):
    WRITERS[kind](tmp_path / f"a.{kind}", [])
    assert error(tmp_path / f"a.{kind}") == (
        f"a.{kind}: error[no-header]: the workbook has no sheet with data"
    )


@every_kind
def test_what_is_neutralised_is_restored(tmp_path, kind):
    WRITERS[kind](tmp_path / f"a.{kind}", [["a", "b"], ["'+8613912345678", "'甲"]])
    assert values(tmp_path / f"a.{kind}") == [{"a": "+8613912345678", "b": "'甲"}]


def three_sheets(path: Path) -> Path:
    book = openpyxl.Workbook()
    book.active.title = "封面"
    for name, cell in (("一月", 1), ("2", 2)):
        sheet = book.create_sheet(name)
        sheet.append(["a", "b"])
        sheet.append([cell, cell])
    book["2"].sheet_state = "hidden"
    book.save(path)
    return path


@pytest.mark.parametrize(
    ("sheet", "found"), [(None, 1), ("一月", 1), (2, 1), ("3", 2), ("2", 2), (3, 2)]
)
def test_a_sheet_is_named_or_numbered_and_else_the_first_with_data(tmp_path, sheet, found):
    assert values(three_sheets(tmp_path / "a.xlsx"), sheet) == [{"a": found, "b": found}]


@pytest.mark.parametrize(
    ("sheet", "shown", "hint"),
    [
        ("1月", "1月", ""),
        ("一", "一", "\n  hint: did you mean `一月`?"),
        (4, "4", ""),
        ("0", "0", ""),
    ],
)
def test_an_unknown_sheet_is_an_error_that_names_the_sheets(tmp_path, sheet, shown, hint):
    path = three_sheets(tmp_path / "a.xlsx")
    assert error(path, sheet) == (
        f"a.xlsx: error[unknown-sheet]: the workbook has no sheet `{shown}`;"
        f" its sheets are 1 `封面`, 2 `一月`, 3 `2`{hint}"
    )


def test_a_sheet_of_a_text_and_an_encoding_of_a_workbook_are_errors_of_the_call(tmp_path):
    (tmp_path / "a.csv").write_text("a\n1\n")
    write_xlsx(tmp_path / "a.xlsx", CUSTOMERS)
    with pytest.raises(UsageError, match="a csv file has no sheets; leave out --sheet"):
        open_records(tmp_path / "a.csv", sheet="x")
    with pytest.raises(UsageError, match="leave out --encoding"):
        open_records(tmp_path / "a.xlsx", encoding="gbk")


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (1e10, 10_000_000_000),
        (0.1 + 0.2, Decimal("0.3")),
        (-0.0, 0),
        (123456789012345, 123456789012345),
        (1e-7, Decimal("0.0000001")),
        (True, True),
        (time(14, 30), "14:30"),
        (timedelta(hours=30), "30:00"),
        (datetime(2026, 11, 22), DAY),
        (datetime(2026, 11, 22, 14, 29, 59, 999_900), MOMENT),
        ("  两行\n文字 ", "  两行\n文字 "),
    ],
)
def test_a_cell_is_read_as_it_is_shown(tmp_path, written, read):
    write_xlsx(tmp_path / "a.xlsx", [["a"], [written]])
    (got,) = column(tmp_path / "a.xlsx")
    assert (got, type(got)) == (read, type(read))


def test_a_number_of_more_than_fifteen_digits_has_lost_some(tmp_path):
    write_xlsx(tmp_path / "a.xlsx", [["身份证"], [110101199003071234]])
    raw = next(open_records(tmp_path / "a.xlsx"))
    _, (problem,) = Binder([TextField("id", "身份证")]).bind_record(raw)
    assert str(problem).replace(str(tmp_path), "") == (
        "/a.xlsx, row 2, column 身份证: error[lost-digits]: `1.101011990030712e+17` is a number"
        " whose digits may be lost\n  hint: give it as text: in a spreadsheet format the column as"
        " text, in JSON quote it"
    )


@pytest.mark.parametrize("style", ["0%", "0.00%", '0.0"%"%', "0%;[Red]-0%"])
def test_a_percentage_has_its_sign(tmp_path, style):
    book = openpyxl.Workbook()
    book.active.append(["可用率", "比"])
    book.active.append([0.9995, 0.5])
    book.active["A2"].number_format = style
    book.active["B2"].number_format = '0.0"%"'
    book.save(tmp_path / "a.xlsx")
    (record,) = values(tmp_path / "a.xlsx")
    assert record == {"可用率": "99.95%", "比": Decimal("0.5")}
    fields = (NumberField("rate", "可用率", unit="%"), NumberField("ratio", "比"))
    bound, problems = Binder(fields).bind(record)
    assert (bound.get("rate"), problems) == (Decimal("99.95"), [])


def test_dates_since_1904_are_the_same_dates(tmp_path):
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    book.active.append(["日期"])
    book.active.append([DAY])
    book.save(tmp_path / "a.xlsx")
    assert column(tmp_path / "a.xlsx") == [DAY]


def test_an_error_in_a_cell_is_refused_and_not_printed(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["a", "b", "c"])
    book.active.append(["#N/A", "#DIV/0!", "x"])
    book.active["A2"].data_type = book.active["B2"].data_type = "e"
    book.save(tmp_path / "a.xlsx")
    raw = next(open_records(tmp_path / "a.xlsx"))
    assert raw.values == {"a": "#N/A", "b": "#DIV/0!", "c": "x"}
    fields = [TextField("a", ""), NumberField("b", ""), TextField("c", "")]
    _, problems = Binder(fields).bind_record(raw)
    assert [(p.code, p.message) for p in problems] == [
        ("cell-error", "`#N/A` is an error of the spreadsheet and no value"),
        ("bad-number", "`#DIV/0!` is not a number; allowed: a number like 1234.5 or 1,234.5"),
    ]


def test_errors_and_percentages_of_an_old_workbook_are_found(tmp_path):
    book = xlwt.Workbook()
    book.add_sheet("封面 1").write(0, 0, "x")
    sheet = book.add_sheet("数据")
    percent = xlwt.easyxf(num_format_str="0.0%")
    for i, name in enumerate("abcd"):
        sheet.write(0, i, name)
    sheet.row(1).set_cell_error(0, 0x2A)
    sheet.write(1, 1, 0.9995, percent)
    sheet.write(1, 2, 0.5, xlwt.easyxf(num_format_str='0.0"%"'))
    sheet.write(2, 1, 1, percent)
    sheet.write(2, 2, 2, percent)
    sheet.row(3).set_cell_error(3, 0x17)
    for i in range(4, 2000):
        sheet.write(i, 0, "甲" * 20 + str(i))
    book.save(str(tmp_path / "a.xls"))
    rows = [list(record.values()) for record in values(tmp_path / "a.xls", "数据")]
    assert rows[:3] == [
        ["#N/A", "99.95%", Decimal("0.5"), ""],
        ["", "100%", "200%", ""],
        ["", "", "", "#REF!"],
    ]
    assert len(rows) == 1999


def test_errors_and_percentages_of_an_ods_workbook_are_found(tmp_path):
    write_ods(tmp_path / "a.ods", [["a", "b"], ["ERROR", 0.5], ["x", "y"]])
    book = zipfile.ZipFile(io.BytesIO((tmp_path / "a.ods").read_bytes()))
    text = book.read("content.xml").decode()
    tag = 'office:value-type="string"'
    text = text.replace(
        f"{tag}><text:p>ERROR",
        f'{tag} calcext:value-type="error" xmlns:calcext="urn:x"><text:p>#N/A',
    )
    text = text.replace('office:value-type="float"', 'office:value-type="percentage"')
    text = text.replace("<table:table-row>", '<table:table-row table:number-rows-repeated="2">', 2)
    with zipfile.ZipFile(tmp_path / "a.ods", "w") as archive:
        for name in book.namelist():
            archive.writestr(name, text if name == "content.xml" else book.read(name))
    assert values(tmp_path / "a.ods") == [
        {"a": "a", "b": "b"},
        *[{"a": "#N/A", "b": "50%"}] * 2,
        {"a": "x", "b": "y"},
    ]


def test_a_formula_without_a_result_is_not_an_empty_cell(tmp_path):
    write_xlsx(tmp_path / "a.xlsx", [["a", "b"], ["=1+1", "=A2"], ["x", "y"]])
    assert values(tmp_path / "a.xlsx") == [
        {"a": "#FORMULA!", "b": "#FORMULA!"},
        {"a": "x", "b": "y"},
    ]


SHEET = (
    '<?xml version="1.0"?><{p}worksheet xmlns{c}="http://schemas.openxmlformats.org/spreadsheetml/'
    '2006/main"><{p}sheetData>{rows}</{p}sheetData></{p}worksheet>'
)
CELL = '<{p}row r="{r}"><{p}c r="{at}"{more}>{inside}</{p}c></{p}row>'


def with_sheet(path: Path, *cells: tuple[str, str, str], prefix: str = "") -> Path:
    """Write an XLSX file whose sheet has the cells (reference, attributes, content), header a."""
    write_xlsx(path, [["a"]])
    book = zipfile.ZipFile(io.BytesIO(path.read_bytes()))
    header = ("A1", ' t="str"', f"<{prefix}v>a</{prefix}v>")
    rows = "".join(
        CELL.format(p=prefix, r=at.lstrip(ascii_uppercase), at=at, more=more, inside=inside)
        for at, more, inside in (header, *cells)
    )
    xml = SHEET.format(p=prefix, c=f":{prefix[:-1]}" if prefix else "", rows=rows)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in book.namelist():
            archive.writestr(name, xml if name.endswith("sheet1.xml") else book.read(name))
    return path


def test_the_results_of_formulas_are_read(tmp_path):
    path = with_sheet(
        tmp_path / "a.xlsx",
        ("A2", "", "<f>1+1</f><v>2</v>"),
        ("A3", ' t="str"', '<f>"甲"</f><v>甲</v>'),
        ("A4", ' t="e"', "<f>NA()</f><v>#N/A</v>"),
        ("A5", ' t="e"', '<f t="shared" si="0"/><v>#REF!</v>'),
        ("A6", "", '<f t="shared" si="0"/>'),
    )
    assert column(path) == [2, "甲", "#N/A", "#REF!", "#FORMULA!"]


def test_a_sheet_whose_names_have_a_prefix_is_read(tmp_path):
    path = with_sheet(
        tmp_path / "a.xlsx",
        ("A2", "", "<x:f>1+1</x:f><x:v>2</x:v>"),
        ("A3", ' t="e"', "<x:v>#N/A</x:v>"),
        prefix="x:",
    )
    assert column(path) == [2, "#N/A"]


@pytest.mark.parametrize("at", ["XFD1048576", "CV1000000", "AAA100000"])
def test_a_cell_far_off_does_not_eat_the_memory(tmp_path, at):
    path = with_sheet(tmp_path / "a.xlsx", (at, "", "<v>1</v>"))
    assert "error[too-large]: the sheet `数据` reaches to row 1" in error(path)


def test_a_cell_far_off_in_an_old_workbook_does_not_either(tmp_path):
    book = xlwt.Workbook()
    book.add_sheet("x").write(0, 0, "x")
    sheet = book.add_sheet("y")
    for row in (0, 65535):
        sheet.write(row, 0x77, 0.123)
    book.save(str(tmp_path / "a.xls"))
    content = (tmp_path / "a.xls").read_bytes()
    number = content[content.rindex(b"\x03\x02\x0e\x00") :][:8]
    far = number[:6] + b"\xff\xff"
    (tmp_path / "a.xls").write_bytes(content.replace(number, far))
    assert error(tmp_path / "a.xls").startswith(
        "a.xls: error[too-large]: the sheet `y` reaches to row 65536 and column 65536; allowed:"
    )


def test_repeated_cells_of_an_ods_workbook_do_not_either(tmp_path):
    write_ods(tmp_path / "a.ods", [["a"] * 100])
    book = zipfile.ZipFile(io.BytesIO((tmp_path / "a.ods").read_bytes()))
    text = book.read("content.xml").decode()
    row = '<table:table-row table:number-rows-repeated="1048576">'
    with zipfile.ZipFile(tmp_path / "a.ods", "w") as archive:
        for name in book.namelist():
            part = text.replace("<table:table-row>", row) if name == "content.xml" else None
            archive.writestr(name, part or book.read(name))
    assert "reaches to row 1048576 and column 100; allowed" in error(tmp_path / "a.ods")


def test_a_workbook_that_unpacks_to_too_much_is_an_error(tmp_path):
    path = with_sheet(tmp_path / "a.xlsx", ("A2", "", "<v>1</v>"))
    with (
        zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open("xl/media/image1.bin", "w", force_zip64=True) as part,
    ):
        for _ in range(1025):
            part.write(bytes(1 << 20))
    assert error(path) == (
        "a.xlsx: error[too-large]: the workbook unpacks to 1025 MB; allowed: at most 1024\n"
        "  hint: save the sheet as CSV"
    )


def test_a_part_that_is_larger_than_it_says_is_an_error(tmp_path):
    path = with_sheet(tmp_path / "a.xlsx", *((f"A{i}", "", f"<v>{i}</v>") for i in range(2, 5000)))
    content = path.read_bytes()
    size = zipfile.ZipFile(path).getinfo("xl/worksheets/sheet1.xml").file_size
    path.write_bytes(content.replace(size.to_bytes(4, "little"), (500).to_bytes(4, "little")))
    assert "error[bad-workbook]: the file cannot be read as a workbook" in error(path)


def test_links_to_other_files_are_not_followed(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["a", "b"])
    book.active.append(["='file:///etc/[hosts]x'!A1", '=HYPERLINK("http://127.0.0.1:1/","x")'])
    book.active["B2"].hyperlink = "http://127.0.0.1:1/"
    book.save(tmp_path / "a.xlsx")
    assert values(tmp_path / "a.xlsx") == [{"a": "#FORMULA!", "b": "#FORMULA!"}]


@pytest.mark.parametrize(
    "content",
    [b"", b"hello, world\n", b"PK\x03\x04 broken", "<table><tr><td>甲</td></tr></table>".encode()],
)
@pytest.mark.parametrize("kind", WRITERS)
def test_what_is_no_workbook_is_one_clear_error(tmp_path, content, kind):
    (tmp_path / f"a.{kind}").write_bytes(content)
    assert error(tmp_path / f"a.{kind}") == (
        f"a.{kind}: error[bad-workbook]: the file cannot be read as a workbook: Cannot detect file"
        " format\n  hint: open it in a spreadsheet program and save it as .xlsx"
    )


@every_kind
def test_a_workbook_that_was_cut_off_is_one_clear_error(tmp_path, kind):
    WRITERS[kind](tmp_path / f"a.{kind}", CUSTOMERS)
    whole = (tmp_path / f"a.{kind}").read_bytes()
    (tmp_path / f"a.{kind}").write_bytes(whole[: len(whole) // 2])
    assert error(tmp_path / f"a.{kind}").startswith(f"a.{kind}: error[bad-workbook]: ")


def test_a_workbook_with_a_password_is_one_clear_error(tmp_path):
    # Excel encrypts an XLSX file into a stream of this name ([MS-OFFCRYPTO], 2.3.4.4).
    sealed = xlwt.Workbook()
    sealed.add_sheet("x")
    sealed.save(str(tmp_path / "a.xls"))
    name, other = ("".join(w).encode("utf-16-le") for w in ("Workbook\0", "EncryptedPackage\0"))
    content = (tmp_path / "a.xls").read_bytes()
    entry = content.index(name)
    content = content[:entry] + other + content[entry + len(other) :]
    (tmp_path / "a.xlsx").write_bytes(content)
    assert error(tmp_path / "a.xlsx") == (
        "a.xlsx: error[protected-workbook]: the workbook is protected by a password\n"
        "  hint: save it without one: in Excel, File, Info, Protect Workbook"
    )


def test_a_zip_that_is_no_workbook_is_one_clear_error(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
        archive.writestr("readme.txt", "x")
    assert error(tmp_path / "a.xlsx").startswith("a.xlsx: error[bad-workbook]: ")


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_damage_anywhere_is_a_clear_error_or_harmless(tmp_path_factory, data):
    kind = data.draw(st.sampled_from(sorted(WRITERS)))
    path = tmp_path_factory.mktemp("book") / f"a.{kind}"
    WRITERS[kind](path, CUSTOMERS)
    content = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        # A share of the length: workbooks carry the time, so their length is not always the same.
        at = data.draw(st.integers(0, 1 << 20)) * len(content) >> 20
        content[min(at, len(content) - 1)] = data.draw(st.integers(0, 255))
    path.write_bytes(content)
    with contextlib.suppress(DataError):
        assert all(isinstance(record, RawRecord) for record in open_records(path))


def test_a_workbook_is_read_from_a_stream(tmp_path):
    write_xlsx(tmp_path / "a.xlsx", [["a"], ["x"]])
    stream = io.BytesIO((tmp_path / "a.xlsx").read_bytes())
    assert [r.values for r in read_stream(stream, "xlsx", sheet=1)] == [{"a": "x"}]
    assert stream.closed


TEXTS = st.text(alphabet=st.characters(categories=["L", "N", "P", "S", "Zs"]), max_size=6)
CELLS = st.none() | TEXTS | st.integers(-(10**15) + 1, 10**15 - 1) | st.booleans() | st.dates(
    date(1901, 1, 1)
)  # fmt: skip


@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), max_size=4))
@settings(max_examples=60, deadline=None)
def test_whatever_a_spreadsheet_holds_is_read_back(tmp_path_factory, rows):
    path = tmp_path_factory.mktemp("book") / "a.xlsx"
    rows = [[None if isinstance(c, str) and c[:1] in "='" else c for c in row] for row in rows]
    write_xlsx(path, [["a", "b", "c"], *rows])
    read = [["" if c is None else c for c in row] for row in rows]
    assert [list(r.values()) for r in values(path)] == [r for r in read if any(c != "" for c in r)]
