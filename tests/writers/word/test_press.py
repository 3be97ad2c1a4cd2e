"""Many documents: filled or built directly they are the same, and merged they keep their pages."""

from __future__ import annotations

import io
import re
import zlib
from datetime import date
from decimal import Decimal
from functools import cache
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from PIL import Image as Pictures

import formgen
from formgen.data.sources.record import RawRecord
from formgen.diagnostics import Diagnostics
from formgen.layout import Typesetter
from formgen.model.values import BLANK, Values
from formgen.writers import press_for
from formgen.writers.press import Press
from formgen.writers.word.document import WordDocument, build_document
from tests.layout.sheets import book, form_of
from tests.writers.word.lint import findings
from tests.writers.word.sheets import ENTERED, ENTRIES, EVERYTHING, FORMS, RECORD, form, sheet

PLACES = """
<table cols="40mm 1fr">
  <tr><td>一</td><td><text name="cell"/></td></tr>
  <tr><td>二</td><td><text name="lines" lines="2" ruled="yes"/></td></tr>
</table>
<p>姓名：<text name="inline" width="30mm"/> 数：<number name="amount" unit="元"/></p>
<p>日期：<date name="day"/> <checkbox name="agreed" label="同意"/></p>
<p><choice name="choice" multiple="yes" options="甲|乙|丙"/></p>
"""
ALPHABET = "一国表（），。“”…—①→𠀾AaZz019 .,-<>&\"'\t\n"

OWN = {EVERYTHING: RECORD, ENTRIES: ENTERED}
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


@pytest.mark.parametrize("name", FORMS)
def test_the_quick_and_the_plain_way_give_the_same_bytes(name: str) -> None:
    loaded = form(name)
    typesetter = loaded._variants.blank.typesetter
    press = press_for("docx", typesetter.book)
    document = build_document(typesetter.sheet, typesetter.book)
    own = [RawRecord(dict(OWN[name]))] if name in OWN else []
    records = [*own, *list(loaded.samples().values())[:6]]
    for values in (BLANK, *(bound(loaded, record) for record in records)):
        sheet_of_record, filled = typesetter.set(values)
        if sheet_of_record is typesetter.sheet:
            assert press.sheet(typesetter, values).data == document.write(filled)


@settings(max_examples=60, deadline=None)
@given(
    text=st.text(ALPHABET, max_size=30),
    amount=st.decimals(0, 9999, places=2),
    day=st.dates(),
    ticked=st.booleans(),
)
def test_the_quick_way_is_the_plain_way_for_any_value(
    text: str, amount: Decimal, day: date, ticked: bool
) -> None:
    typesetter, document, press = every_place()
    given_values = {
        "cell": text, "lines": text, "inline": text, "amount": amount, "day": day,
        "agreed": ticked, "choice": ("甲", "乙") if ticked else ("乙",),
    }  # fmt: skip
    values = Values({k: v for k, v in given_values.items() if v != ""}, sheet_id="0K3JX9Q7Z12")
    try:
        _, filled = typesetter.set(values)
    except formgen.DataError:
        with pytest.raises(formgen.DataError):
            press.sheet(typesetter, values)
        return
    assert press.sheet(typesetter, values).data == document.write(filled)


@cache
def every_place() -> tuple[Typesetter, WordDocument, Press]:
    typesetter = Typesetter(form_of(PLACES, 'identity="yes"'), book())
    return typesetter, build_document(typesetter.sheet, book()), press_for("docx", book())


def test_a_value_that_cannot_be_set_is_told_of_each_record_that_has_it() -> None:
    body = '<p>日期：<date name="day" width="8mm" format="%Y年%m月%d日%Y年%m月%d日"/></p>'
    typesetter = Typesetter(form_of(body), book())
    press = press_for("docx", book())
    for _ in range(2):
        with pytest.raises(formgen.DataError, match="does not fit"):
            press.sheet(typesetter, Values({"day": date(2026, 11, 22)}))


def test_every_reader_of_zip_files_takes_it() -> None:
    loaded = form("satisfaction_callback")
    typesetter = loaded._variants.blank.typesetter
    record = next(iter(loaded.samples().values()))
    data = press_for("docx", typesetter.book).sheet(typesetter, bound(loaded, record)).data
    with ZipFile(io.BytesIO(data)) as package:
        assert package.testzip() is None
        for each in package.infolist():
            start = each.header_offset + 30 + len(each.filename)
            inflate = zlib.decompressobj(-15)
            content = inflate.decompress(data[start : start + each.compress_size])
            assert inflate.eof
            assert content == package.read(each)


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


def test_a_merged_record_has_the_words_of_its_own_document() -> None:
    loaded = form("satisfaction_callback")
    typesetter = loaded._variants.blank.typesetter
    records = [bound(loaded, each) for each in list(loaded.samples().values())[:3]]
    press = press_for("docx", typesetter.book)
    alone = [words(press.sheet(typesetter, each).data) for each in records]
    assert words(merged("satisfaction_callback", records)) == "".join(alone)


def words(data: bytes) -> str:
    body = etree.fromstring(members(data)["word/document.xml"])
    return "".join(each.text or "" for each in body.iter(f"{W}t"))


def test_footers_that_are_alike_are_one_part() -> None:
    parts = members(merged("satisfaction_callback", [BLANK] * 5))
    assert len([name for name in parts if name.startswith("word/footer")]) == 1


def test_a_header_of_a_merged_document_knows_its_own_pictures() -> None:
    """A part sees no relationships but its own: those of the document show nothing in a header."""
    header = '<header><p><img src="own/logo.png"/><photo name="face" height="9mm"/></p></header>'
    source = f'<form title="T">{header}<p><img src="own/logo.png"/></p></form>'
    picture = io.BytesIO()
    Pictures.new("RGB", (8, 8)).save(picture, "PNG")
    logo = picture.getvalue()
    library = formgen.MemoryLibrary({"own/form.xml.j2": source, "own/logo.png": logo})
    out = io.BytesIO()
    formgen.load("own", templates=library).merge([{"face": logo}, {}], out, "docx")
    parts = members(out.getvalue())
    headers = {name: part for name, part in parts.items() if name.startswith("word/header")}
    assert len(headers) == 2
    for name, part in headers.items():
        shown = re.findall(r'r:embed="([^"]*)"', part.decode())
        own = parts[f"word/_rels/{name.removeprefix('word/')}.rels"].decode()
        targets = dict(re.findall(r'Id="([^"]*)"[^>]* Target="([^"]*)"', own))
        assert shown
        assert set(shown) == set(targets)
        assert all(parts[f"word/{target}"] == logo for target in targets.values())
