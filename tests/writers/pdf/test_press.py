"""What the press prints shows the same as the plain way, and is a whole file."""

import io
import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

import formgen
from formgen.catalog import form_ids
from formgen.data.sources import RawRecord
from formgen.diagnostics import Diagnostics
from formgen.errors import DataError
from formgen.layout.typesetter import Typesetter
from formgen.model.values import BLANK, Value, Values
from formgen.writers import press_for, writer_for
from formgen.writers.press import Press
from tests.layout.sheets import book, form_of
from tests.writers.pdf.drawn import pictures, shown

FIELDS = ("a", "b", "c")
ALPHABET = "一中国表（），。、：“”——…AaZz09 .,-/&𠀾𬭩①"
Job = tuple[Typesetter, Values]

EVERYTHING = """
<p>姓名：<text name="name"/></p>
<p><choice name="kind" label="类"><option>甲</option><option>乙</option></choice></p>
<p><comb name="digits" boxes="6"/> <qr name="link"/></p>
<p>日期：<date name="day"/></p>
<photo name="face"/>
"""
GROWING = '<table cols="40mm"><tr><td><text name="note" overflow="grow"/></td></tr></table>'
SECOND_PAGE = "<p>一</p><pagebreak/><p>二：<text name='name'/></p>"


def typesetter(body: str, identity: str = "yes") -> Typesetter:
    return Typesetter(form_of(body, f'identity="{identity}"'), book())


def record(key: str = "r1", **values: Value) -> Values:
    return Values(values, key=key, sheet_id=f"{key.upper():0>11}")


def samples(form: str) -> Iterator[Job]:
    loaded = formgen.load(form)
    for raw in loaded.samples().values():
        variant = loaded._variants.of(raw)
        yield variant.typesetter, variant.bound(raw, Diagnostics())


def plainly(job: Job) -> bytes:
    setter, values = job
    return writer_for("pdf")(*setter.set(values), setter.book)


def press() -> Press:
    return press_for("pdf", book())


def merged(*jobs: Job, title: str = "合并", bookmarks: bool = True, **options: bool) -> bytes:
    out = io.BytesIO()
    stack = press().merged(out, title, **options)
    for setter, values in jobs:
        stack.add(setter, values, f"{values.key}（一）" if bookmarks else "")
    stack.close()
    return out.getvalue()


def is_sound(data: bytes, tmp_path) -> bool:
    path = tmp_path / "file.pdf"
    path.write_bytes(data)
    checked = subprocess.run(["qpdf", "--check", path], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    return True


needs_qpdf = pytest.mark.skipif(not shutil.which("qpdf"), reason="qpdf is not installed")

# ---- the same as the plain way --------------------------------------------------------------


@pytest.mark.parametrize("form", form_ids())
def test_every_sample_shows_the_same_merged_apart_and_plain(form):
    jobs = list(samples(form))
    plain = [page for job in jobs for page in shown(plainly(job))]
    assert shown(merged(*jobs * 2)) == plain * 2
    assert [page for job in jobs for page in shown(press().sheet(*job).data)] == plain


@pytest.mark.parametrize("form", form_ids())
def test_every_sample_looks_the_same_to_the_pixel(form):
    jobs = list(samples(form))
    plain = [page for job in jobs for page in pictures(plainly(job))]
    assert pictures(merged(*jobs)) == plain
    assert [page for job in jobs for page in pictures(press().sheet(*job).data)] == plain


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"name": "张三", "kind": ("1",), "digits": "12345", "day": date(2026, 11, 2)},
        {"name": "𠀾淼ABC", "kind": ("2",), "link": "https://example.com/回访"},
    ],
)
def test_every_kind_of_slot_shows_the_same(values):
    job = typesetter(EVERYTHING), record(**values)
    assert shown(press().sheet(*job).data) == shown(merged(job)) == shown(plainly(job))


@given(
    st.lists(st.dictionaries(st.sampled_from(FIELDS), st.text(ALPHABET, min_size=1)), max_size=12)
)
@settings(max_examples=40, deadline=None)
def test_any_texts_show_the_same(records):
    setter = _any_texts()
    jobs = [(setter, record(f"r{n}", **values)) for n, values in enumerate(records)]
    plain = [page for job in jobs for page in shown(plainly(job))]
    assert shown(merged(*jobs * 3)) == plain * 3
    assert [page for job in jobs for page in shown(press().sheet(*job).data)] == plain


@cache
def _any_texts() -> Typesetter:
    return typesetter(
        "".join(f'<p>名：<text name="{name}" overflow="cut"/></p>' for name in FIELDS)
    )


def test_pictures_show_the_same_and_each_is_embedded_once():
    setter = typesetter(EVERYTHING)
    jobs = [(setter, record(f"r{n}", face=png(n % 2))) for n in range(4)]
    together = merged(*jobs)
    assert shown(together) == [page for job in jobs for page in shown(plainly(job))]
    assert [shown(press().sheet(*job).data) for job in jobs] == [shown(plainly(j)) for j in jobs]
    with pikepdf.open(io.BytesIO(together)) as pdf:
        assert sum(_is_picture(thing) for thing in pdf.objects) == 2


def png(shade: int) -> bytes:
    out = io.BytesIO()
    Image.new("L", (4, 6), 90 * shade).save(out, "PNG")
    return out.getvalue()


def _is_picture(thing: pikepdf.Object) -> bool:
    return isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") == "/Image"


def test_a_record_that_outgrows_its_place_is_laid_out_for_itself_alone():
    setter = typesetter(GROWING)
    jobs = [(setter, record(f"r{n}", note="长" * n)) for n in (3, 120, 4)]
    plain = [shown(plainly(job)) for job in jobs]
    assert shown(merged(*jobs)) == [page for pages in plain for page in pages]
    assert [shown(press().sheet(*job).data) for job in jobs] == plain


GROWING_SHEET = """
<header><p>第 <page/> 页　共 <pages/> 页</p></header>
<table cols="30mm 1fr 40mm">
  <tr><th>甲</th><td colspan="2"><text name="a" overflow="grow"/></td></tr>
  <tr><th>照片</th><td><text name="b" overflow="grow" lines="2" ruled="yes"/></td>
      <td><photo name="face"/></td></tr>
  <tr><th>类</th><td colspan="2"><choice name="kind" label="类"><option>甲</option>
      <option>乙</option></choice></td></tr>
</table>
<p>说明：<text name="c" overflow="grow" lines="2"/></p>
"""


@given(
    st.lists(
        st.dictionaries(st.sampled_from(FIELDS), st.text(ALPHABET, min_size=1, max_size=400)),
        max_size=6,
    )
)
@settings(max_examples=25, deadline=None)
def test_any_records_that_grow_show_the_same(records):
    setter = _growing_sheet()
    jobs = [(setter, record(f"r{n}", **values)) for n, values in enumerate(records)]
    plain = [shown(plainly(job)) for job in jobs]
    together = press()
    assert [shown(together.sheet(*job).data) for job in jobs] == plain
    assert shown(merged(*jobs)) == [page for pages in plain for page in pages]


@cache
def _growing_sheet() -> Typesetter:
    return typesetter(GROWING_SHEET)


@needs_qpdf
def test_a_file_of_a_record_that_grows_over_pages_with_a_picture_is_sound(tmp_path):
    setter = _growing_sheet()
    job = setter, record(a="长𠀾" * 500, b="说明" * 120, c="好" * 300, face=png(1), kind=("2",))
    printed = press().sheet(*job)
    assert printed.pages > 1
    assert is_sound(printed.data, tmp_path)
    assert shown(printed.data) == shown(plainly(job))
    assert pictures(printed.data) == pictures(plainly(job))


def test_a_file_of_a_record_that_grows_has_each_character_of_the_blank_sheet_once():
    setter = _growing_sheet()
    grown = press().sheet(setter, record(a="照片类别说明" * 40)).data
    with pikepdf.open(io.BytesIO(grown)) as pdf:
        fonts = [f for f in pdf.objects if isinstance(f, pikepdf.Dictionary) and "/FontFile2" in f]
        assert len(fonts) == 2  # that of the blank sheet, and one with the other characters
        assert all(str(font.FontName)[7] == "+" for font in fonts)


def test_a_record_that_grows_does_not_depend_on_what_was_printed_before():
    setter = _growing_sheet()
    jobs = [(setter, record(f"r{n}", a="长" * 90 * n, face=png(n % 2))) for n in range(1, 5)]
    together = press()
    backwards = [together.sheet(*job).data for job in reversed(jobs)][::-1]
    fresh = [press().sheet(Typesetter(setter.form, book()), job[1]).data for job in jobs]
    assert backwards == fresh


def test_alternating_structures_show_the_same():
    form = formgen.load("phone_callback")
    services = ["电话", "宽带、iTV", "", "iTV", "电话、宽带、iTV"] * 3
    jobs = []
    for n, service in enumerate(services):
        raw = RawRecord({"客户": f"第{n}位", "业务": service, "编号": f"D-{n}"})
        variant = form._variants.of(raw)
        jobs.append((variant.typesetter, variant.bound(raw, Diagnostics())))
    assert len({id(setter) for setter, _ in jobs}) == 4
    plain = [shown(plainly(job)) for job in jobs]
    together = press()
    assert [shown(together.sheet(*job).data) for job in jobs] == plain
    assert shown(merged(*jobs)) == [page for pages in plain for page in pages]


def test_several_forms_share_a_file():
    jobs = [
        (setter, record(f"r{n}", name=f"第{n}人", note="好"))
        for n in range(20)
        for setter in (typesetter(EVERYTHING), typesetter(GROWING), typesetter(SECOND_PAGE, "no"))
    ]
    assert shown(merged(*jobs)) == [page for job in jobs for page in shown(plainly(job))]


def test_numbers_that_are_equal_and_not_alike_are_told_apart():
    setter = typesetter('<p><number name="n"/></p>')
    jobs = [(setter, record(n=Decimal(text))) for text in ("1", "1.0", "1.00") * 9]
    assert shown(merged(*jobs)) == [page for job in jobs for page in shown(plainly(job))]


# ---- the file -------------------------------------------------------------------------------


@needs_qpdf
@pytest.mark.parametrize("count", [0, 1, 3, 200])
def test_a_merged_file_is_sound(count, tmp_path):
    setter = typesetter(EVERYTHING)
    data = merged(*[(setter, record(f"r{n}", name=f"客户{n}")) for n in range(count)])
    assert is_sound(data, tmp_path)


@needs_qpdf
def test_a_file_of_its_own_is_sound(tmp_path):
    for job in samples("satisfaction_callback"):
        assert is_sound(press().sheet(*job).data, tmp_path)


def test_pages_of_a_long_file_come_in_their_order():
    setter = typesetter('<p><text name="n"/></p>', "no")
    data = merged(*[(setter, record(n=f"N{n}")) for n in range(4200)], bookmarks=False)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert len(pdf.pages) == 4200
        assert "/Outlines" not in pdf.Root
    pages = shown(data)
    for n in (0, 63, 64, 4095, 4096, 4199):
        (text,) = (thing[-1] for thing in pages[n] if thing[0] == "text")
        assert "".join(char for char, _, _ in text) == f"N{n}"


def test_each_record_has_a_bookmark_that_leads_to_its_first_page():
    setter = typesetter(SECOND_PAGE)
    with pikepdf.open(io.BytesIO(merged(*[(setter, record(k)) for k in ("a", "b", "c")]))) as pdf:
        with pdf.open_outline() as outline:
            items = [(item.title, pikepdf.Page(item.destination[0]).index) for item in outline.root]
        assert items == [("a（一）", 0), ("b（一）", 2), ("c（一）", 4)]
        assert pdf.Root.PageMode == "/UseOutlines"


def test_odd_sheets_are_padded_for_duplex():
    one, two = typesetter("<p>一</p>"), typesetter(SECOND_PAGE)
    out = io.BytesIO()
    stack = press().merged(out, "", pad_to_even=True)
    assert [stack.add(setter, BLANK) for setter in (one, two, one)] == [2, 2, 2]
    stack.close()
    blank = [not page for page in shown(out.getvalue())]
    assert blank == [False, True, False, False, False, True]


def test_the_files_say_what_they_are():
    job = typesetter("<p>一</p>"), BLANK
    moment = datetime(2026, 11, 22, 8, tzinfo=UTC)
    press = press_for("pdf", book(), moment)
    out = io.BytesIO()
    stack = press.merged(out, "十一月 (全部)")
    stack.add(*job)
    stack.close()
    for data, title in ((out.getvalue(), "十一月 (全部)"), (press.sheet(*job).data, "t")):
        with pikepdf.open(io.BytesIO(data)) as pdf:
            assert str(pdf.docinfo.Title) == title
            assert str(pdf.docinfo.CreationDate) == "D:20261122080000Z"
            assert str(pdf.Root.Lang) == "zh-CN"
            assert pdf.Root.ViewerPreferences.DisplayDocTitle


def test_every_font_is_embedded_as_a_subset():
    job = typesetter(EVERYTHING), record(name="𠀾淼")
    for data in (merged(job), press().sheet(*job).data):
        with pikepdf.open(io.BytesIO(data)) as pdf:
            fonts = [
                f for f in pdf.objects if isinstance(f, pikepdf.Dictionary) and "/FontFile2" in f
            ]
            assert fonts
            assert all(str(font.FontName)[7] == "+" for font in fonts)


def test_the_same_records_give_the_same_bytes():
    jobs = list(samples("satisfaction_callback"))
    assert merged(*jobs) == merged(*jobs)


def test_a_file_of_its_own_does_not_depend_on_what_was_printed_before():
    jobs = list(samples("satisfaction_callback"))
    together = press()
    backwards = {job[1].key: together.sheet(*job).data for job in reversed(jobs)}
    assert all(press().sheet(*job).data == backwards[job[1].key] for job in jobs)


def test_files_of_different_records_have_identifiers_of_their_own():
    jobs = list(samples("satisfaction_callback"))
    files = [press().sheet(*job).data for job in jobs] + [merged(*jobs), merged(*jobs[1:])]
    identifiers = set()
    for data in files:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            identifiers.add(bytes(pdf.trailer.ID[0]))
    assert len(identifiers) == len(files)


class _Pipe(io.RawIOBase):
    """A stream that can only be written."""

    def __init__(self) -> None:
        self.data = b""

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]
        self.data += bytes(data)
        return len(data)


def test_a_merged_file_goes_down_a_pipe():
    pipe, job = _Pipe(), (typesetter(EVERYTHING), record(name="甲"))
    stack = press().merged(pipe, "合并")  # type: ignore[arg-type]
    stack.add(*job, "r1（一）")
    stack.close()
    assert pipe.data == merged(job)


# ---- records that cannot be printed ---------------------------------------------------------


def test_a_record_that_cannot_be_set_leaves_no_trace():
    setter = typesetter('<p><text name="a" width="9mm" overflow="refuse"/><text name="b"/></p>')
    out = io.BytesIO()
    stack = press().merged(out, "")
    bad = record("bad", a="太长" * 30, b="\U0010ffff")
    for _ in range(20):
        with pytest.raises(DataError) as caught:
            stack.add(setter, bad)
        assert [d.code for d in caught.value.diagnostics] == ["does-not-fit", "missing-glyph"]
        with pytest.raises(DataError):
            press().sheet(setter, bad)
    stack.add(setter, record(a="好"))
    stack.close()
    assert shown(out.getvalue()) == shown(plainly((setter, record(a="好"))))
