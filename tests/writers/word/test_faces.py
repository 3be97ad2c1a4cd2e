"""The faces of a document: those that it names, and those that it carries."""

from __future__ import annotations

import io
import re
from zipfile import ZipFile

import pytest

from formgen.text.face import Face
from formgen.writers.options import WordOptions
from formgen.writers.word.faces import obscured
from tests.writers.word.sheets import W, library, part, word

QUOTED = '<form title="A" lang="en"><p>It’s “so” … Zażółć</p><p><text name="a"/></p></form>'


def carried(data: bytes) -> dict[tuple[str, str], Face]:
    """Return the faces in a document by family and weight."""
    rels = {
        each.get("Id"): each.get("Target") for each in part(data, "word/_rels/fontTable.xml.rels")
    }
    found = {}
    with ZipFile(io.BytesIO(data)) as package:
        for font in part(data, "word/fontTable.xml"):
            for each in font:
                weight = re.search(r"}embed(\w+)$", each.tag)
                if weight:
                    target = rels[next(v for k, v in each.attrib.items() if k.endswith("}id"))]
                    key = each.get(f"{W}fontKey").strip("{}")
                    face = Face.open(obscured(package.read(f"word/{target}"), key))
                    found[font.get(f"{W}name"), weight[1]] = face
    return found


def stand_ins(data: bytes) -> dict[str, tuple[str, str]]:
    """Return what stands in for each face that is named, and its character set."""
    return {
        font.get(f"{W}name"): tuple(
            font.find(f"{W}{n}").get(f"{W}val") for n in ("altName", "charset")
        )
        for font in part(data, "word/fontTable.xml")
        if font.find(f"{W}altName") is not None
    }


def test_an_embedded_face_is_obscured_and_has_its_own_name() -> None:
    face = carried(word("satisfaction_callback", filled=False, embed=True))[
        "Noto Sans SC", "Regular"
    ]
    assert face.family == "Noto Sans SC"
    assert all(face.glyph_id(ord(char)) for char in "国家ABC，。□")


def test_what_is_typed_into_a_form_later_has_its_glyphs() -> None:
    faces = carried(library('<form title="一"><p><text name="a"/></p></form>').fill().write(
        "docx", WordOptions(embed_fonts=True)))  # fmt: skip
    everywhere = [face for (_, weight), face in faces.items() if weight == "Regular"]
    assert all(any(f.glyph_id(ord(char)) for f in everywhere) for char in "龚薇镒赣éñßŁőữ€§①Ⅳ")


def test_a_form_that_is_only_ticked_carries_what_it_shows() -> None:
    markup = '<form title="一"><p>问<choice name="a" options="是|否"/></p></form>'
    data = library(markup).fill().write("docx", WordOptions(embed_fonts=True))
    assert len(data) < 100_000
    face = carried(data)["Noto Sans SC", "Regular"]
    assert [bool(face.glyph_id(ord(char))) for char in "问是否龚"] == [True, True, True, False]


def test_each_character_is_carried_in_the_face_that_draws_it() -> None:
    filled = library(QUOTED).fill()
    faces = carried(filled.write("docx", WordOptions(embed_fonts=True)))
    drawn = {(run.face, run.text) for page in filled.sheet.pages for run in page.items
             if hasattr(run, "face")}  # fmt: skip
    for key, text in drawn:
        known = filled.book.face(key)
        carried_face = faces[known.family, "Bold" if known.bold else "Regular"]
        assert all(carried_face.glyph_id(ord(char)) for char in text)
    assert ("Noto Sans", "Regular") in faces


def test_quotes_between_western_letters_may_be_typed_in_any_form() -> None:
    face = carried(word("satisfaction_callback", filled=False, embed=True))["Noto Sans", "Regular"]
    assert all(face.glyph_id(ord(char)) for char in "‘’“”…")


def test_a_record_brings_its_rare_characters() -> None:
    form = library('<form title="一"><p>名：<text name="a"/></p></form>')
    data = form.fill({"a": "𠮷野"}).write("docx", WordOptions(embed_fonts=True))
    assert any(face.glyph_id(ord("𠮷")) for face in carried(data).values())


def test_chinese_and_western_faces_have_stand_ins_of_their_kind() -> None:
    named = stand_ins(library(QUOTED).fill().write("docx"))
    assert named["Noto Sans SC"] == ("Microsoft YaHei", "86")
    assert named["Noto Sans"] == ("Arial", "00")


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        ("zh-TW", ("Microsoft JhengHei", "88")),
        ("ja", ("Yu Gothic", "80")),
        ("en", ("Microsoft YaHei", "86")),
    ],
)
def test_the_stand_in_follows_the_language(lang: str, expected: tuple[str, str]) -> None:
    data = library(f'<form title="一" lang="{lang}"><p>国</p></form>').fill().write("docx")
    assert stand_ins(data)["Noto Sans SC"] == expected
