import io
import threading
from pathlib import Path

import pikepdf
import pytest

import formgen
from formgen import DataError, FontError, LayoutError, MemoryLibrary, OutputError, UsageError
from formgen.layout.boxes import Run
from formgen.shipped import shipped_folder
from formgen.writers import kind_of

FORM = """\
<form title="登记表" dated="2026-01-01">
  {% set rows = option("rows", 1) %}{% set plain = option("plain", false) %}
  <p>姓名：<text name="customer_name" label="姓名" required="yes" max-length="6"/></p>
  {% for row in range(rows) %}<p>第{{ row }}行</p>{% endfor %}
  {% if not plain %}<p><choice name="verdict" label="评价" options="满意|不满意"/></p>{% endif %}
</form>
"""
BY_RECORD = """\
<form title="登记表">
  <p><text name="customer_name"/><choice name="services" multiple="yes" options="宽带|电话"/></p>
  {% if blank or "宽带" in (record.services or []) %}<p>宽带步骤</p>{% endif %}
  {% if blank or "电话" in (record.services or []) %}<p>电话步骤</p>{% endif %}
</form>
"""
GOOD = {"customer_name": "王小明"}


def own(layout: str = FORM, samples: str | None = None, **options: object) -> formgen.LoadedForm:
    """A form in memory, with options and samples."""
    contents = {"own/form.xml.j2": layout}
    if samples is not None:
        contents["own/sample.csv"] = samples
    return formgen.load("own", options=options, templates=MemoryLibrary(contents))


def texts(filled: formgen.FilledSheet) -> str:
    """All that is printed on a sheet, static text and values."""
    static = [item for page in filled.sheet.pages for item in page.items]
    values = [mark for page in filled.pages for marks in page.marks.values() for mark in marks]
    return "".join(mark.text for mark in [*static, *values] if isinstance(mark, Run))


# ---- loading --------------------------------------------------------------------------------


def test_a_loaded_form_says_what_it_is_and_what_it_takes() -> None:
    form = own()
    assert (form.id, form.title) == ("own", "登记表")
    assert [field.name for field in form.fields] == ["customer_name", "verdict"]
    assert [(option.name, option.value) for option in form.options] == [
        ("rows", 1),
        ("plain", False),
    ]


def test_options_are_python_values() -> None:
    form = own(rows=2, plain=True)
    assert [option.value for option in form.options] == [2, True]
    assert "第0行第1行" in texts(form.fill())
    assert [field.name for field in form.fields] == ["customer_name"]


def test_a_form_is_loaded_by_its_path(tmp_path: Path) -> None:
    (tmp_path / "visit.xml.j2").write_text(FORM, encoding="utf-8")
    form = formgen.load(tmp_path / "visit.xml.j2")
    assert (form.id, form.title) == ("visit", "登记表")


def test_a_layout_of_ones_own_uses_what_ships(tmp_path: Path) -> None:
    (tmp_path / "form.xml.j2").write_text(
        '{% extends "satisfaction_callback/form.xml.j2" %}', encoding="utf-8"
    )
    assert formgen.load(tmp_path).title == "客户满意度回访表"


def test_an_unknown_form_is_wrong_usage() -> None:
    with pytest.raises(UsageError, match="did you mean `satisfaction_callback`"):
        formgen.load("satisfaction-callback")


def test_all_faults_of_a_layout_are_raised_at_once() -> None:
    with pytest.raises(LayoutError) as caught:
        own('<form title="x">\n<pp/>\n<p algn="left">x</p>\n</form>')
    assert [each.place.line for each in caught.value.diagnostics] == [2, 3]


def test_an_option_that_the_layout_lacks_is_an_error() -> None:
    with pytest.raises(LayoutError, match="has no option `colour`"):
        own(colour="red")


def test_a_face_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(formgen.FormgenError, match=r"gone\.ttf"):
        formgen.load("satisfaction_callback", fonts=[tmp_path / "gone.ttf"])


# ---- records --------------------------------------------------------------------------------


def test_a_record_is_printed_by_names_and_labels() -> None:
    filled = own().fill({"姓名": "王小明", "verdict": "满意"})
    assert "王小明" in texts(filled)
    assert filled.warnings == ()


def test_a_blank_sheet_needs_no_values() -> None:
    assert own().check() == []
    assert "姓名" in texts(own().fill())


def test_the_record_of_a_caller_stays_as_it_was() -> None:
    record = dict(GOOD)
    own().render(record)
    assert record == GOOD


def test_check_returns_all_problems_and_raises_nothing() -> None:
    found = own().check({"customer_name": "一二三四五六七", "verdict": "很好", "x": "1"})
    assert sorted(each.code for each in found) == ["too-long", "unknown-field", "unknown-option"]


def test_check_finds_what_layout_finds_beside_what_binding_finds() -> None:
    found = own().check({"customer_name": "王\U0001f409", "verdict": "很好"})
    assert [each.place.field for each in found] == ["verdict", "customer_name"]
    assert "U+1F409" in found[1].message


def test_fill_raises_what_check_returns() -> None:
    form = own()
    record = {"customer_name": "王\U0001f409", "verdict": "很好"}
    with pytest.raises(DataError) as caught:
        form.fill(record)
    assert list(caught.value.diagnostics) == form.check(record)


def test_samples_are_named_by_their_record_ids() -> None:
    form = own(samples="record_id,姓名\nA-1,王小明\nA-2,李一\n")
    samples = form.samples()
    assert list(samples) == ["A-1", "A-2"]
    assert "李一" in texts(form.fill(samples["A-2"]))


@pytest.mark.parametrize("ids", [("A", ""), ("A", "A"), ("", "")])
def test_samples_without_ids_of_their_own_are_numbered(ids: tuple[str, str]) -> None:
    form = own(samples=f"record_id,姓名\n{ids[0]},王小明\n{ids[1]},李一\n")
    assert list(form.samples()) == ["1", "2"]


def test_a_form_may_have_no_samples() -> None:
    assert own().samples() == {}


def test_the_problems_of_a_sample_say_where_it_stands() -> None:
    form = own(samples="姓名,评价\n王小明,很好\n")
    [found] = form.check(form.samples()["1"])
    assert str(found.place) == "own/sample.csv, row 2, column 评价"


def test_the_samples_of_the_reference_form_are_without_fault() -> None:
    form = formgen.load("satisfaction_callback")
    samples = form.samples()
    assert len(samples) >= 20
    assert {name: form.check(record) for name, record in samples.items()} == {
        name: [] for name in samples
    }


# ---- structure that depends on data ---------------------------------------------------------


def test_a_layout_that_looks_at_the_record_is_made_for_each() -> None:
    form = own(BY_RECORD)
    assert "宽带步骤电话步骤" in texts(form.fill())
    assert "宽带步骤" in (one := texts(form.fill({"services": "宽带"})))
    assert "电话步骤" not in one
    assert "电话步骤" in texts(form.fill({"services": "电话"}))


def test_records_of_one_structure_share_a_sheet() -> None:
    form = own(BY_RECORD)
    first = form.fill({"services": "宽带", "customer_name": "一"})
    form.fill({"services": "电话"})
    second = form.fill({"services": "宽带", "customer_name": "二"})
    assert first.sheet is second.sheet


def test_a_layout_that_does_not_look_is_laid_out_once() -> None:
    form = own()
    assert form.fill(GOOD).sheet is form.fill({"customer_name": "李一"}).sheet


# ---- output ---------------------------------------------------------------------------------


def test_render_returns_a_pdf_of_one_page() -> None:
    with pikepdf.open(io.BytesIO(own().render(GOOD))) as pdf:
        assert len(pdf.pages) == 1
        assert str(pdf.docinfo["/Title"]) == "登记表"


def test_render_writes_the_same_bytes_to_a_path(tmp_path: Path) -> None:
    data = own().render(GOOD, tmp_path / "a.pdf")
    assert (tmp_path / "a.pdf").read_bytes() == data
    assert own().render(GOOD) == data


def test_nothing_is_written_for_a_bad_record(tmp_path: Path) -> None:
    with pytest.raises(DataError):
        own().render({}, tmp_path / "a.pdf")
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_laid_out_for_an_unknown_kind(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="unknown kind of output `odt`"):
        own().render({}, tmp_path / "a.odt")
    with pytest.raises(UsageError, match="unknown kind of output `doc`"):
        own().render({}, to="doc")
    with pytest.raises(UsageError, match="unknown kind of output `odt`"):
        own().render({}, "odt")


def test_a_kind_is_asked_for_by_its_name_and_nothing_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    form = own()
    assert form.render(GOOD, "pdf") == form.render(GOOD)
    assert form.render(GOOD, "docx").startswith(b"PK")
    assert list(tmp_path.iterdir()) == []
    assert form.render(GOOD, "a.docx") == form.render(GOOD, "docx")
    assert [path.name for path in tmp_path.iterdir()] == ["a.docx"]


def test_faces_may_come_from_memory(tmp_path: Path) -> None:
    face = shipped_folder("fonts") / "HanaMinB.ttf"
    layout = {"own/form.xml.j2": FORM}
    from_memory = formgen.load("own", templates=MemoryLibrary(layout), fonts=[face.read_bytes()])
    from_file = formgen.load("own", templates=MemoryLibrary(layout), fonts=[face])
    record = {"customer_name": "王小𠀀"}
    assert from_memory.render(record) == from_file.render(record)
    with pytest.raises(FontError, match="font in memory"):
        formgen.load("own", templates=MemoryLibrary(layout), fonts=[b"no font"])


def test_what_cannot_be_written_is_an_output_error(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="does not exist"):
        own().render(GOOD, tmp_path / "gone" / "a.pdf")


@pytest.mark.parametrize(
    ("path", "kind"), [("a.pdf", "pdf"), ("b/A.PDF", "pdf"), ("a.x.pdf", "pdf")]
)
def test_the_ending_of_a_path_says_the_kind(path: str, kind: str) -> None:
    assert kind_of(path) == kind


@pytest.mark.parametrize("path", ["a", ".pdf", "b.c/a"])
def test_a_path_without_an_ending_says_no_kind(path: str) -> None:
    with pytest.raises(UsageError, match="the file name has no ending"):
        kind_of(path)


def test_the_environment_may_date_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    undated = own().render(GOOD)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    assert b"20231114221320" in own().render(GOOD)
    assert b"20231114221320" not in undated


@pytest.mark.parametrize("epoch", ["yesterday", "1e9", "9" * 30])
def test_a_wrong_epoch_is_said(monkeypatch: pytest.MonkeyPatch, epoch: str) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    with pytest.raises(UsageError, match=f"SOURCE_DATE_EPOCH is `{epoch}`"):
        own().render(GOOD)


def test_the_field_map_names_every_field() -> None:
    entries = own().field_map()["entries"]
    assert isinstance(entries, list)
    assert {"customer_name", "verdict"} <= {entry.get("field") for entry in entries}


def test_threads_share_a_form() -> None:
    form = own(BY_RECORD)
    records = [{"services": ("宽带", "电话")[n % 2], "customer_name": f"客{n}"} for n in range(12)]
    expected = [form.render(record) for record in records]
    shared = own(BY_RECORD)
    got: dict[int, bytes] = {}
    threads = [
        threading.Thread(target=lambda n=n: got.update({n: shared.render(records[n])}))
        for n in range(len(records))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [got[n] for n in range(len(records))] == expected


def test_a_kept_group_that_is_broken_is_a_warning_and_prints_all_the_same() -> None:
    rows = "<p>一</p>" * 90
    form = own(f'<form title="长表"><keep>{rows}</keep></form>')
    assert [found.code for found in form.check()] == ["keep-broken"]
    assert [found.code for found in form.printer().warnings] == ["keep-broken"]
    assert len(form.fill().sheet.pages) > 1


def test_what_is_doubtful_about_a_layout_is_a_warning_of_each_sheet() -> None:
    layout = '<form title="T"><text name="a" label="备注"/><text name="b" label="备注"/></form>'
    form = formgen.load("own", templates=formgen.MemoryLibrary({"own/form.xml.j2": layout}))
    assert [d.code for d in form.check()] == ["shared-label"]
    assert [d.code for d in form.fill({"a": "x"}).warnings] == ["shared-label"]
    assert [d.code for d in form.printer().warnings] == ["shared-label"]


def test_a_form_in_english_has_english_quotes() -> None:
    layout = '<form title="T" lang="en"><p>“<text name="a"/>” …</p></form>'
    form = formgen.load("own", templates=formgen.MemoryLibrary({"own/form.xml.j2": layout}))
    sheet, (page,) = form.sheet({"a": "O’Neil"})
    runs = [item for item in sheet.pages[0].items if isinstance(item, Run)]
    runs += [mark for marks in page.marks.values() for mark in marks if isinstance(mark, Run)]
    drawn = {char: run.face for run in runs for char in run.text}
    assert {drawn[char] for char in "“”’…"} == {"NotoSans-Regular"}
