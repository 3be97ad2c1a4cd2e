"""The identity code of a document is the symbol of its sheet, whichever way it is filled."""

import io
from zipfile import ZipFile

import pytest
from lxml import etree

from formgen.layout import Typesetter
from formgen.layout.identity import identity_code
from formgen.layout.identity_symbol import identity_modules
from formgen.model.values import Values
from formgen.writers import press_for
from formgen.writers.word.document import build_document
from tests.layout.sheets import book, form_of

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
SHEETS = ("00000000000", "0K3JX9Q7Z12", "ZZZZZZZZZZZ", "A1B2C3D4E5F")


def drawn(document: bytes) -> tuple[str, ...]:
    """Return the modules that the strokes of a document cover."""
    with ZipFile(io.BytesIO(document)) as package:
        body = etree.fromstring(package.read("word/document.xml"))
    path = next(each for each in body.iter(f"{A}path") if each.get("w") == each.get("h") == "42")
    points = [(int(each.get("x")), int(each.get("y"))) for each in path.iter(f"{A}pt")]
    rows = [["0"] * 21 for _ in range(21)]
    for (x1, y1), (x2, y2) in zip(points[::2], points[1::2], strict=True):
        assert y1 == y2
        for column in range(x1 // 2, x2 // 2):
            rows[y1 // 2][column] = "1"
    return tuple("".join(row) for row in rows)


@pytest.mark.parametrize("sheet_id", SHEETS)
def test_both_ways_draw_the_symbol_module_by_module(sheet_id: str) -> None:
    typesetter = Typesetter(form_of("<p>一</p>", 'identity="yes"'), book())
    values = Values({}, sheet_id=sheet_id)
    expected = identity_modules(identity_code(typesetter.sheet.geometry_id, sheet_id, 1))
    _, filled = typesetter.set(values)
    plain = build_document(typesetter.sheet, book()).write(filled)
    quick = press_for("docx", book()).sheet(typesetter, values).data
    assert drawn(plain) == drawn(quick) == expected
