"""Workbooks that lie about themselves or are too much, made anew for each run: none is kept."""

import io
import struct
import zipfile
from collections.abc import Mapping
from pathlib import Path

import openpyxl
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

ROWS = (("name", "amount"), ("A", 1), ("B", 2))
_ROW = "<row r='{0}'><c r='A{0}'>{1}</c></row>"
_HEAD = "<c t='inlineStr' r='A1'><is><t>name</t></is></c>"
_ENTITIES = "".join(f"<!ENTITY a{i} '{f'&a{i - 1};' * 10}'>" for i in range(1, 12))
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def xlsx() -> bytes:
    """Return an honest workbook."""
    book = openpyxl.Workbook()
    for row in ROWS:
        book.active.append(row)
    return _saved(book)


def _saved(book: openpyxl.Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def xls() -> bytes:
    """Return an honest workbook of the old kind."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("x")
    for i, row in enumerate(ROWS):
        for j, value in enumerate(row):
            sheet.write(i, j, value)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def ods() -> bytes:
    """Return an honest OpenDocument workbook."""
    document = OpenDocumentSpreadsheet()
    table = Table(name="x")
    for row in ROWS:
        line = TableRow()
        for value in row:
            cell = TableCell(valuetype="string")
            cell.addElement(P(text=value))
            line.addElement(cell)
        table.addElement(line)
    document.spreadsheet.addElement(table)
    stream = io.BytesIO()
    document.write(stream)
    return stream.getvalue()


def with_parts(book: bytes, parts: Mapping[str, str | bytes]) -> bytes:
    """Return a workbook with other parts in the place of some, or more of them."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(book)) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new,
    ):
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, content in parts.items():
            new.writestr(name, content)
    return stream.getvalue()


def with_rows(rows: str, before: str = "") -> bytes:
    """Return a workbook whose sheet has these rows, below the header."""
    head = f"<row r='1'>{_HEAD}</row>"
    sheet = f"{before}<worksheet xmlns='{_MAIN}'><sheetData>{head}{rows}</sheetData></worksheet>"
    return with_parts(xlsx(), {"xl/worksheets/sheet1.xml": sheet})


def with_content(rows: str) -> bytes:
    """Return an OpenDocument workbook whose content ends with these rows of a table."""
    with zipfile.ZipFile(io.BytesIO(ods())) as archive:
        content = archive.read("content.xml").decode()
    end = "</table:table>"
    return with_parts(ods(), {"content.xml": content.replace(end, rows + end)})


def _circle() -> bytes:
    """Return an XLS file whose sectors follow each other for ever."""
    book = bytearray(xls())
    first = struct.unpack_from("<I", book, 76)[0]
    table = (first + 1) * 512
    for sector in range(128):
        struct.pack_into("<I", book, table + 4 * sector, sector)
    return bytes(book)


def _linked() -> bytes:
    book = openpyxl.Workbook()
    book.active.append(["name", "code"])
    book.active.append(["='file:///etc/[passwd]x'!A1", '=WEBSERVICE("http://127.0.0.1:1/")'])
    return _saved(book)


def _formulas() -> bytes:
    book = openpyxl.Workbook()
    book.active.append(["name", "code"])
    book.active.append(["=1+1", "A"])
    book.active["A2"].data_type = "s"
    return _saved(book)


def workbooks() -> dict[str, tuple[bytes, str]]:
    """Return hostile workbooks by file name, and what each must end in."""
    bomb = "".join(_ROW.format(i, f"<v>{i}</v>") for i in range(2, 1000)) + " " * (80 << 20)
    cell = '<table:table-cell office:value-type="percentage" office:value="1" {}/>'.format(
        'table:number-columns-repeated="1000"'
    )
    row = f'<table:table-row table:number-rows-repeated="1000">{cell * 100}</table:table-row>'
    return {
        "zip_bomb.xlsx": (with_rows(bomb), "too-large"),
        "far_cell.xlsx": (with_rows("<row><c r='XFD1048576'><v>1</v></c></row>"), "too-large"),
        "far_cell_spaced.xlsx": (
            with_rows("<row><c r = 'XFD1048576'><v>1</v></c></row>"),
            "bad-workbook",
        ),
        "entities.xlsx": (
            with_rows(
                "<row r='2'><c t='inlineStr' r='A2'><is><t>&a9;</t></is></c></row>",
                f"<!DOCTYPE x [<!ENTITY a0 'x'>{_ENTITIES}]>",
            ),
            "bad-workbook",
        ),
        "entities_in_styles.xlsx": (
            with_parts(
                xlsx(),
                {"xl/styles.xml": f"<!DOCTYPE x [<!ENTITY a0 'x'>{_ENTITIES}]><x>&a11;</x>"},
            ),
            "bad-workbook",
        ),
        "deep.xlsx": (with_parts(xlsx(), {"xl/styles.xml": "<x>" * 1_000_000}), "bad-workbook"),
        "open_tags.xlsx": (with_rows("<c t='e' " * 400_000), "bad-workbook"),
        "endless_row.xlsx": (with_rows("<row>" + "<c/>" * 1_000_000), "no-records"),
        "shared_strings.xlsx": (
            with_rows("<row r='2'><c r='A2' t='s'><v>4294967295</v></c></row>"),
            "bad-workbook",
        ),
        "no_number.xlsx": (with_rows("<row r='2'><c r='A2'><v>1e999</v></c></row>"), "wrong-type"),
        "links.xlsx": (_linked(), "cell-error"),
        "formulas.xlsx": (_formulas(), "prints"),
        "many_parts.xlsx": (
            with_parts(xlsx(), {f"x{i}": "" for i in range(60_000)}),
            "prints",
        ),
        "circle.xls": (_circle(), "bad-workbook"),
        "cut.xls": (xls()[:3000], "bad-workbook"),
        "percentages.ods": (with_content(row), "too-large"),
        "many_tables.ods": (with_content("<table:table x=''>" * 200_000), "prints"),
        "repeated.ods": (
            with_content(
                '<table:table-row table:number-rows-repeated="999999999">'
                '<table:table-cell office:value-type="float" office:value="1" '
                'table:number-columns-repeated="999999999"/></table:table-row>'
            ),
            "too-large",
        ),
        "entities.ods": (
            with_parts(ods(), {"content.xml": f"<!DOCTYPE x [{_ENTITIES}]><x>&a9;</x>"}),
            "no-header",
        ),
    }


def write_workbooks(folder: Path) -> dict[str, str]:
    """Write hostile workbooks into `folder`; return what each must end in, by its name."""
    made = workbooks()
    for name, (content, _) in made.items():
        (folder / name).write_bytes(content)
    return {name: code for name, (_, code) in made.items()}
