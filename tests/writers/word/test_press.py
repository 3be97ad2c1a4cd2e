"""Many documents: filled or built directly they are the same, and merged they keep their pages."""

from __future__ import annotations

import io
from zipfile import ZipFile

import pytest
from lxml import etree

import formgen
from formgen.diagnostics import Diagnostics
from formgen.model.values import BLANK, Values
from formgen.writers import press_for
from tests.writers.word.lint import findings
from tests.writers.word.sheets import EVERYTHING, form, sheet

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def bound(loaded: formgen.LoadedForm, record: object) -> Values:
    return loaded._variants.blank.bound(record, Diagnostics())


def members(data: bytes) -> dict[str, bytes]:
    with ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_a_filled_document_is_the_directly_built_one_part_by_part() -> None:
    loaded = form("satisfaction_callback")
    typesetter = loaded._variants.blank.typesetter
    press = press_for("docx", typesetter.book)
    for record in loaded.samples().values():
        direct = formgen.load("satisfaction_callback").fill(record).write("docx")
        printed = press.sheet(typesetter, bound(loaded, record))
        assert members(printed.data) == members(direct)
        assert printed.data == direct
        assert printed.pages == 1


def merged(name: str, records: list[Values], **options: bool) -> bytes:
    typesetter = form(name)._variants.blank.typesetter
    out = io.BytesIO()
    file = press_for("docx", typesetter.book).merged(out, "全部", **options)
    for number, values in enumerate(records):
        file.add(typesetter, values, f"记录 {number}")
    file.close()
    return out.getvalue()


@pytest.mark.parametrize("name", ["satisfaction_callback", EVERYTHING])
def test_a_merged_document_is_sound(name: str) -> None:
    assert findings(merged(name, [BLANK, BLANK, BLANK])) == []


def test_each_record_stands_on_pages_of_its_own() -> None:
    parts = members(merged(EVERYTHING, [BLANK, BLANK]))
    body = etree.fromstring(parts["word/document.xml"])
    pages = len(sheet(EVERYTHING, filled=False).sheet.pages)
    assert len(list(body.iter(f"{W}sectPr"))) == 2 * pages


def test_page_x_of_y_is_plain_text_and_right_for_each_record() -> None:
    parts = members(merged(EVERYTHING, [BLANK, BLANK]))
    footers = {
        "".join(etree.fromstring(data).itertext())
        for name, data in parts.items()
        if name.startswith("word/footer")
    }
    pages = len(sheet(EVERYTHING, filled=False).sheet.pages)
    expected = {f"第{number}页共{pages}页" for number in range(1, pages + 1)}
    assert {"".join(text.split()) for text in footers} == expected
    assert not any(b"instrText" in data for data in parts.values())


def test_a_padded_record_ends_with_an_empty_page() -> None:
    body = etree.fromstring(
        members(merged("satisfaction_callback", [BLANK, BLANK], pad_to_even=True))[
            "word/document.xml"
        ]
    )
    assert len(list(body.iter(f"{W}sectPr"))) == 4


def test_bookmarks_name_the_records() -> None:
    body = etree.fromstring(members(merged("satisfaction_callback", [BLANK]))["word/document.xml"])
    assert [each.get(f"{W}name") for each in body.iter(f"{W}bookmarkStart")] == ["记录_0"]
