"""Several forms for each record, and several pages on a sheet: from Python."""

import io
import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

import formgen
from formgen import FontError, LayoutError, MemoryLibrary, Severity, UsageError
from formgen.data.sources import RawRecord
from formgen.shipped import shipped_folder
from formgen.together import load_together

LETTER = """\
<form title="信" size="100mmx60mm" margins="5mm" identity="no" dated="2026-01-01">
  <p>{{ option("office", "客服部") }}</p>
  <text name="customer_name" label="客户名称" required="yes"/><text name="address" label="地址"/>
  <footer><p><page/>/<pages/></p></footer></form>
"""
SHEET = """\
<form title="表" size="A5" identity="yes" dated="2026-01-02">
  <p>{{ option("side", "left", ["left", "right"]) }}</p>
  <text name="customer_name" label="客户名称"/>
  <number name="speed" label="速率" unit="M"/>
  <choice name="verdict" label="评价" options="满意|不满意"/>
  <table cols="1fr"><tr><td><text name="remarks" label="意见" overflow="grow"/></td></tr></table>
  <pagebreak/><p>背面</p><footer><p><page/>/<pages/></p></footer></form>
"""
RECEIPT = """\
<form title="Receipt" lang="en" size="90mmx50mm" margins="5mm" identity="no">
  {% if blank or record.speed %}<p>“Speed” <number name="speed" label="速率"/></p>{% endif %}
  <p><b>Name</b> <text name="customer_name" label="客户名称"/></p></form>
"""
LIBRARY = MemoryLibrary(
    {f"{name}/form.xml.j2": text for name, text in
     (("letter", LETTER), ("sheet", SHEET), ("receipt", RECEIPT))}
)  # fmt: skip
RECORDS = [
    {"record_id": "A", "客户名称": "甲公司", "地址": "江南市", "速率": 500, "评价": "满意"},
    {"record_id": "B", "客户名称": "乙公司", "意见": "很好，" * 210},
    {"record_id": "C", "客户名称": "丙公司", "地址": "滨海市"},
]


def own(name: str, **more: object) -> formgen.LoadedForm:
    return formgen.load(name, templates=LIBRARY, **more)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def forms() -> list[formgen.LoadedForm]:
    return [own(name) for name in ("letter", "sheet", "receipt")]


def merged(forms: Sequence[formgen.LoadedForm], records: object = RECORDS, **how: object) -> bytes:
    out = io.BytesIO()
    first, *others = forms
    summary = first.merge(records, out, with_forms=others, **{"unknown": "ignore", **how})  # type: ignore[arg-type]
    assert summary.rejected == ()
    return out.getvalue()


def texts(data: bytes) -> list[str]:
    """The text of each page."""
    return [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(data)]


def bookmarks(data: bytes) -> list[tuple[str, int, list[tuple[str, int]]]]:
    """The bookmarks with the page that each leads to, from 1, and those below it."""
    with pikepdf.open(io.BytesIO(data)) as pdf, pdf.open_outline() as outline:
        numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}

        def page(item: pikepdf.OutlineItem) -> int:
            assert item.destination is not None
            return numbers[item.destination[0].objgen]  # type: ignore[union-attr,index,return-value]

        return [
            (item.title, page(item), [(child.title, page(child)) for child in item.children])
            for item in outline.root
        ]


def pixels(data: bytes) -> list[bytes]:
    return [page.render(scale=1).to_pil().tobytes() for page in pypdfium2.PdfDocument(data)]


# ---- several forms --------------------------------------------------------------------------


def test_each_record_has_all_its_forms_in_their_order(forms: list[formgen.LoadedForm]) -> None:
    data = merged(forms)
    sheet = len(forms[1].sheet({"意见": "很好，" * 210})[0].pages)
    assert sheet > 2
    assert bookmarks(data) == [
        ("A", 1, [("信", 1), ("表", 2), ("Receipt", 4)]),
        ("B", 5, [("信", 5), ("表", 6), ("Receipt", 6 + sheet)]),
        ("C", 7 + sheet, [("信", 7 + sheet), ("表", 8 + sheet), ("Receipt", 10 + sheet)]),
    ]


def test_a_merged_page_looks_as_it_does_alone(forms: list[formgen.LoadedForm]) -> None:
    together = texts(merged(forms))
    apart = [result.data for result in forms[0].batch(RECORDS, with_forms=forms[1:])]
    assert [page for data in apart for page in texts(data)] == together
    assert [page for data in apart for page in pixels(data)] == pixels(merged(forms))
    alone = [
        page
        for record in RECORDS
        for form in (forms[0], forms[2])
        for page in texts(next(form.batch([record], unknown="ignore")).data)
    ]
    assert [page for page in together if page in alone] == alone


def test_pages_are_counted_by_form(forms: list[formgen.LoadedForm]) -> None:
    first = texts(merged(forms, RECORDS[:1]))
    counted = [word for page in first for word in page.split() if re.fullmatch(r"\d/\d", word)]
    assert counted == ["1/1", "1/2", "2/2"]


def test_a_file_of_its_own_has_a_bookmark_for_each_form(forms: list[formgen.LoadedForm]) -> None:
    result = next(forms[0].batch(RECORDS, with_forms=forms[1:]))
    assert result.pages == 4
    assert bookmarks(result.data) == [("信", 1, []), ("表", 2, []), ("Receipt", 4, [])]


def test_all_sheets_of_a_record_bear_its_one_id(forms: list[formgen.LoadedForm]) -> None:
    result = next(forms[0].batch(RECORDS, with_forms=forms[1:2]))
    printed = "".join("".join(texts(result.data)).split())
    assert printed.count(result.sheet_id[:4]) >= 2


def test_each_form_begins_on_a_new_leaf_where_both_sides_are_printed(
    forms: list[formgen.LoadedForm],
) -> None:
    data = merged(forms[:2], [RECORDS[0], RECORDS[2]], pad_to_even=True)
    assert bookmarks(data) == [
        ("A", 1, [("信", 1), ("表", 3)]),
        ("C", 5, [("信", 5), ("表", 7)]),
    ]


def test_a_record_that_one_form_refuses_is_refused_whole(forms: list[formgen.LoadedForm]) -> None:
    wrong = [{"客户名称": "甲", "评价": "很好", "速率": "快"}, {"地址": "江南市"}]
    out = io.BytesIO()
    summary = forms[0].merge([RECORDS[0], *wrong, RECORDS[2]], out, with_forms=forms[1:])
    assert [
        [each.code for each in result.diagnostics if each.severity is Severity.ERROR]
        for result in summary.rejected
    ] == [
        ["bad-number", "unknown-option"],
        ["missing-value"],
    ]
    assert summary.sheets == 2
    assert [title for title, *_ in bookmarks(out.getvalue())] == ["A", "C"]


def test_what_cannot_be_set_on_two_forms_is_told_of_both(forms: list[formgen.LoadedForm]) -> None:
    record = {"客户名称": "甲\U0001f409", "意见": "\U0001f40a"}
    (result,) = forms[0].batch([record], with_forms=forms[1:])
    assert (result.ok, result.data) == (False, b"")
    assert {each.place.field for each in result.diagnostics} == {"customer_name", "remarks"}


def test_a_value_is_unknown_if_no_form_takes_it(forms: list[formgen.LoadedForm]) -> None:
    record = {"客户名称": "甲", "网速": 3, "速率": 500}
    (result,) = forms[0].batch([record], with_forms=forms[1:])
    assert [(each.code, each.place.field) for each in result.diagnostics] == [("unknown-field", "")]
    assert "any of these forms" in result.diagnostics[0].message
    (result,) = forms[0].batch([record], with_forms=forms[1:], unknown="ignore")
    assert result.ok


def test_a_column_is_renamed_for_the_form_that_has_its_field(
    forms: list[formgen.LoadedForm],
) -> None:
    record = {"名称": "甲", "带宽": 300}
    how = {"名称": "customer_name", "带宽": "speed"}
    (result,) = forms[0].batch([record], with_forms=forms[1:], rename=how)
    assert result.ok
    assert "300" in "".join(texts(result.data))
    with pytest.raises(UsageError, match="gone"):
        forms[0].batch([record], with_forms=forms[1:], rename={"名称": "gone"})


def test_rows_of_a_list_go_to_the_form_that_has_it() -> None:
    layout = """<form title="单" identity="no"><p><text name="customer_name" label="客户名称"/></p>
      <table cols="1fr 1fr"><rows name="visits" label="上门"><tr>
      <td><text name="day" label="日"/></td><td><text name="what" label="事项"/></td>
      </tr></rows></table></form>"""
    library = MemoryLibrary({**LIBRARY.contents, "list/form.xml.j2": layout})
    letter, listed = (formgen.load(name, templates=library) for name in ("letter", "list"))
    record = {"客户名称": "甲", "上门": [{"日": f"周{n}", "事项": "检修"} for n in range(60)]}
    short = {"客户名称": "乙", "上门": [{"日": "周一", "事项": "装机"}]}
    results = list(letter.batch([record, short], with_forms=[listed]))
    assert [(result.ok, result.pages) for result in results] == [(True, 4), (True, 2)]
    assert "".join(map("".join, map(texts, (r.data for r in results)))).count("检修") == 60
    assert texts(merged([letter, listed], [record, short]))[-1].count("装机") == 1
    joint = letter.printer(with_forms=[listed]).binder()
    unknown = joint.list_problems({"客户名称": "甲", "上门": [{"天": "周一"}]})
    assert [each.code for each in unknown] == ["unknown-field"]


def test_a_reader_problem_is_told_once(forms: list[formgen.LoadedForm]) -> None:
    problem = formgen.Diagnostic("torn", "the row is torn")
    (result,) = forms[0].batch([RawRecord({}, problems=(problem,))], with_forms=forms[1:])
    assert result.diagnostics == (problem,)


def test_several_forms_are_for_pdf(forms: list[formgen.LoadedForm]) -> None:
    with pytest.raises(UsageError, match="several forms of a record is for PDF"):
        forms[0].batch(RECORDS, "docx", with_forms=forms[1:])


def test_forms_in_other_faces_are_drawn_in_their_own(forms: list[formgen.LoadedForm]) -> None:
    bold = own("receipt", fonts=[(shipped_folder("fonts") / "NotoSans-Bold.ttf").read_bytes()])
    data = merged([forms[0], bold], RECORDS[:1])
    with pikepdf.open(io.BytesIO(data)) as pdf:
        fonts = {
            str(font.BaseFont).rpartition("+")[2]
            for font in pdf.pages[0].obj.Resources.Font.values()
        }
    assert {"NotoSansSC-Regular", "NotoSans-Bold"} <= fonts


def test_faces_that_are_called_alike_and_differ_are_refused() -> None:
    data = (shipped_folder("fonts") / "NotoSans-Bold.ttf").read_bytes()
    one, two = own("letter", fonts=[data]), own("sheet", fonts=[data + b"\0"])
    with pytest.raises(FontError, match="is another one than"):
        one.batch(RECORDS, with_forms=[two])


def test_an_option_goes_to_each_form_that_declares_it() -> None:
    letter, sheet = load_together(
        ["letter", "sheet"], templates=LIBRARY, options={"office": "装维部", "side": "right"}
    )
    assert [option.value for option in (*letter.options, *sheet.options)] == ["装维部", "right"]
    with pytest.raises(LayoutError, match="none of the forms has an option `offic`") as caught:
        load_together(["letter", "sheet"], templates=LIBRARY, options={"offic": "x"})
    assert "did you mean `office`" in caught.value.diagnostics[0].hint


def test_all_that_is_wrong_with_forms_is_told_at_once() -> None:
    with pytest.raises(UsageError) as caught:
        load_together(["letter", "sheeet", "recept"], templates=LIBRARY)
    assert len(caught.value.diagnostics) == 2


# ---- several pages on a sheet ---------------------------------------------------------------


def centres(data: bytes) -> list[list[tuple[str, float, float]]]:
    """What stands on each page: each character with the centre of its box."""
    found = []
    for page in pypdfium2.PdfDocument(data):
        text = page.get_textpage()
        chars = []
        for index in range(text.count_chars()):
            left, bottom, right, top = text.get_charbox(index)
            char = text.get_text_range(index, 1)
            if char.strip():
                chars.append((char, (left + right) / 2, (bottom + top) / 2))
        found.append(chars)
    return found


def test_imposed_pages_are_the_single_ones_moved(forms: list[formgen.LoadedForm]) -> None:
    many = [{"record_id": f"R{n}", "客户名称": f"客户{n}", "地址": "江南市"} for n in range(7)]
    single = centres(merged(forms[:1], many))
    sheets = centres(merged(forms[:1], many, nup=formgen.imposition("2x3", gap="2mm")))
    assert [len(sheet) for sheet in sheets] == [sum(map(len, single[:6])), len(single[6])]
    mm = 72 / 25.4
    for n, alone in enumerate(single):
        across, down = n % 6 % 2, n % 6 // 2
        dx = (4 + across * 102) * mm
        dy = (297 - (56.5 + down * 62) - 60) * mm
        on_sheet = sheets[n // 6]
        for char, x, y in alone:
            assert any(
                c == char and abs(cx - x - dx) < 0.05 and abs(cy - y - dy) < 0.05
                for c, cx, cy in on_sheet
            ), (n, char)


def test_bookmarks_lead_to_the_place_on_the_sheet(forms: list[formgen.LoadedForm]) -> None:
    data = merged(forms[:1], RECORDS[::2] * 3, nup=formgen.imposition("2x2", gap="2mm"))
    assert [page for _, page, _ in bookmarks(data)] == [1, 1, 1, 1, 2, 2]
    with pikepdf.open(io.BytesIO(data)) as pdf, pdf.open_outline() as outline:
        items = [item.destination for item in outline.root[:4]]
        tops = [[float(number) for number in item[2:4]] for item in items]  # type: ignore[index,union-attr]
    mm = 72 / 25.4
    assert tops == [
        pytest.approx([x * mm, (297 - y) * mm], abs=0.1)
        for x, y in ((4, 87.5), (106, 87.5), (4, 149.5), (106, 149.5))
    ]


def test_the_summary_counts_the_sheets_of_paper(forms: list[formgen.LoadedForm]) -> None:
    out = io.BytesIO()
    records = [RECORDS[0], RECORDS[2]] * 5
    summary = forms[0].merge(records, out, unknown="ignore", nup="2x3")
    assert (summary.sheets, summary.pages) == (10, 2)
    stream = forms[0].stream(records, unknown="ignore", nup="2x3")
    assert b"".join(stream) == out.getvalue()


@pytest.mark.parametrize(
    ("how", "told"),
    [
        ({"nup": "3x3"}, "need 300 × 180 mm"),
        ({"nup": "2 by 1"}, "`2 by 1` is no grid"),
        ({"nup": "2x2", "pad_to_even": True}, "cannot begin on a new leaf"),
        ({"nup": "2x2", "to": "docx"}, "a sheet with several pages on it is for PDF"),
    ],
)
def test_what_cannot_be_imposed_is_told_before_anything_is_written(
    forms: list[formgen.LoadedForm], how: dict[str, object], told: str
) -> None:
    out = io.BytesIO()
    with pytest.raises(UsageError, match=told):
        forms[0].merge(RECORDS, out, **how)  # type: ignore[arg-type]
    assert out.getvalue() == b""


def test_forms_on_paper_of_different_sizes_do_not_share_a_sheet(
    forms: list[formgen.LoadedForm],
) -> None:
    with pytest.raises(UsageError, match="different sizes"):
        merged(forms, nup="2x2")


def test_a_wrong_imposition_is_told_with_all_that_is_wrong() -> None:
    with pytest.raises(UsageError) as caught:
        formgen.imposition("0x2", "A9", gap="4")
    assert len(caught.value.diagnostics) == 3


def test_pictures_of_records_on_one_sheet_are_not_mixed_up() -> None:
    from PIL import Image

    layout = """<form title="t" size="40mmx40mm" margins="5mm" identity="no">
      <photo name="p" label="p" width="25mm" height="25mm"/></form>"""
    form = formgen.load("own", templates=MemoryLibrary({"own/form.xml.j2": layout}))
    colors = [(255, 0, 0), (0, 128, 0), (0, 0, 255)]
    records = []
    for color in colors:
        png = io.BytesIO()
        Image.new("RGB", (20, 20), color).save(png, "PNG")
        records.append({"p": png.getvalue()})
    data = merged([form], records, nup=formgen.imposition("3x1", cut_marks=False))
    picture = pypdfium2.PdfDocument(data)[0].render(scale=2).to_pil().convert("RGB")
    mm = 2 * 72 / 25.4
    xs = [(45 + 40 * n + 17.5) * mm for n in range(3)]
    found = [picture.getpixel((int(x), int((148.5 - 20 + 17.5) * mm))) for x in xs]
    assert found == colors


needs_qpdf = pytest.mark.skipif(not shutil.which("qpdf"), reason="qpdf is not installed")


@needs_qpdf
def test_the_files_are_sound(forms: list[formgen.LoadedForm], tmp_path: Path) -> None:
    (result,) = forms[0].batch(RECORDS[:1], with_forms=forms[1:])
    files = {
        "together": merged(forms),
        "own": result.data,
        "nup": merged(forms[:1], RECORDS[::2] * 20, nup="2x3"),
    }
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
        checked = subprocess.run(["qpdf", "--check", tmp_path / name], capture_output=True)
        assert checked.returncode == 0, (name, checked.stdout, checked.stderr)
