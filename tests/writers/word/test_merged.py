"""Merged documents: what one record alone needs is there, too, whichever it is."""

from __future__ import annotations

import io

import formgen
from formgen.api import LoadedForm
from formgen.writers.options import WordOptions
from tests.writers.word.lint import findings
from tests.writers.word.sheets import W, library, part
from tests.writers.word.test_faces import carried

STEPS = """
<form title="一">
  <p>{% if record.big %}<number name="large" size="14pt" bold="yes"/>{% else %}无{% endif %}</p>
  <table cols="1fr"><tr>
    <td>{% if record.big %}<number name="n" color="#cc0000" size="8pt"/>{% endif %}</td>
  </tr></table>
  <p><text name="big"/></p>
</form>
"""
SIZES = """
<form title="一" font-size="{{ record.size or '10.5pt' }}">
  <p>正文<text name="size"/></p>
</form>
"""
NAME = '<form title="一"><p>姓名：<text name="a"/></p></form>'


def merged(form: LoadedForm, records: list[dict[str, str]], *, embed: bool = False) -> bytes:
    out = io.BytesIO()
    summary = form.merge(records, out, "docx", word=WordOptions(embed_fonts=embed))
    assert not summary.rejected, summary.rejected
    return out.getvalue()


def styles(data: bytes) -> set[str]:
    return {
        each.get(f"{W}styleId")
        for each in part(data, "word/styles.xml").iter(f"{W}style")
        if each.get(f"{W}customStyle")
    }


def test_the_styles_of_every_variant_are_defined() -> None:
    form = library(STEPS)
    data = merged(form, [{}, {"big": "是"}, {}])
    assert findings(data) == []
    alone = styles(form.fill({"big": "是"}).write("docx"))
    assert alone
    assert styles(data) >= alone


def test_forms_that_follow_their_record_are_sound() -> None:
    form = formgen.load("phone_callback")
    services = ["", "电话", "宽带|iTV", "电话|宽带|iTV"]
    who = {"customer_name": "蓝海科技"}
    data = merged(form, [who | ({"services": each} if each else {}) for each in services])
    assert findings(data) == []


def test_each_record_keeps_the_size_of_its_own_text() -> None:
    data = merged(library(SIZES), [{}, {"size": "14pt"}])
    (usual,) = part(data, "word/styles.xml").iterfind(f"{W}docDefaults//{W}sz")
    runs = [each for each in part(data).iter(f"{W}r") if each.findtext(f"{W}t") == "正文"]
    sizes = [each.find(f"{W}rPr/{W}sz") for each in runs]
    assert usual.get(f"{W}val") == "21"
    assert [None if each is None else each.get(f"{W}val") for each in sizes] == [None, "28"]


def test_a_late_record_brings_its_rare_characters() -> None:
    data = merged(library(NAME), [{"a": "王芳"}, {"a": "喆珺"}, {"a": "𠀾"}], embed=True)
    assert findings(data) == []
    faces = carried(data)
    assert all(faces["Noto Sans SC", "Regular"].glyph_id(ord(char)) for char in "王芳喆珺")
    assert any(face.glyph_id(ord("𠀾")) for face in faces.values())


def test_the_same_records_give_the_same_bytes() -> None:
    records = [{"a": "喆"}, {"a": "珺玥"}]
    assert merged(library(NAME), records, embed=True) == merged(library(NAME), records, embed=True)
