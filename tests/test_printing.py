import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest

import formgen
from formgen.writers.options import WordOptions
from tests.cli.conftest import FORM
from tests.layout.sheets import wide_table

RECORDS = [
    {"record_id": "A", "姓名": "甲", "verdict": "满意"},
    {"record_id": "B", "姓名": "乙", "verdict": "很好"},
    {"record_id": "C", "姓名": "丙"},
]


@pytest.fixture(scope="module")
def form() -> formgen.LoadedForm:
    return formgen.load("own", templates=formgen.MemoryLibrary({"own/form.xml.j2": FORM}))


def pages(data: bytes) -> int:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return len(pdf.pages)


def test_a_batch_yields_a_file_for_each_record(form: formgen.LoadedForm) -> None:
    first, second, third = form.batch(RECORDS)
    assert (first.index, first.key, first.ok, first.pages) == (1, "A", True, 1)
    assert pages(first.data) == 1
    assert first.data == next(form.batch(RECORDS[:1])).data
    assert (second.ok, second.data, second.pages) == (False, b"", 0)
    assert [each.code for each in second.diagnostics] == ["unknown-option"]
    assert (third.index, third.ok, third.diagnostics) == (3, True, ())
    assert len({first.sheet_id, third.sheet_id}) == 2


def test_a_batch_is_lazy(form: formgen.LoadedForm) -> None:
    taken: list[int] = []

    def records() -> Iterator[dict[str, str]]:
        for number in range(1000):
            taken.append(number)
            yield {"姓名": "甲"}

    results = form.batch(records())
    assert taken == []
    next(results)
    assert taken == [0]


def test_a_kind_that_there_is_not_is_told_at_once(form: formgen.LoadedForm) -> None:
    with pytest.raises(formgen.UsageError):
        form.batch([], to="odt")


def test_a_field_that_there_is_not_is_told_at_once(form: formgen.LoadedForm) -> None:
    with pytest.raises(formgen.UsageError, match="`nobody` is not a field"):
        form.batch([], rename={"a": "nobody"})


def test_values_of_no_field_are_errors_unless_they_are_to_be_ignored(
    form: formgen.LoadedForm,
) -> None:
    record = {"姓名": "甲", "mail": "a@b"}
    assert not next(form.batch([record])).ok
    assert next(form.batch([record], unknown="ignore")).ok


def test_columns_are_renamed(form: formgen.LoadedForm) -> None:
    assert next(form.batch([{"客户": "甲"}], rename={"客户": "customer_name"})).ok


def test_a_merged_file_has_the_good_records_and_names_the_others(form: formgen.LoadedForm) -> None:
    out = io.BytesIO()
    summary = form.merge(RECORDS, out)
    assert (summary.sheets, summary.pages) == (2, 2)
    assert [(each.index, each.key) for each in summary.rejected] == [(2, "B")]
    assert pages(out.getvalue()) == 2


def test_a_record_that_shapes_its_form_is_printed_on_its_own() -> None:
    layout = (
        '<form title="表" dated="2026-01-01">{% if record and record["rows"] == "2" %}'
        "<p>又</p>{% endif %}"
        '<p><text name="rows" label="行"/></p></form>'
    )
    form = formgen.load("f", templates=formgen.MemoryLibrary({"f/form.xml.j2": layout}))
    records = [{"record_id": "A", "rows": rows} for rows in ("1", "2", "1")]
    one, two, again = form.batch(records)
    assert one.ok
    assert two.ok
    assert again.data == one.data
    assert len(two.data) > len(one.data)


@pytest.mark.parametrize("unknown", ["error", "ignore"])
def test_a_value_that_the_sheet_of_its_record_has_no_place_for_is_a_warning(unknown: str) -> None:
    layout = (
        '<form title="表"><p><text name="kind" label="类"/></p>'
        '{% if record.kind != "电话" %}<p><text name="speed" label="速率"/></p>{% endif %}</form>'
    )
    form = formgen.load("f", templates=formgen.MemoryLibrary({"f/form.xml.j2": layout}))
    records = [
        {"类": "电话", "速度": "200M"},
        {"类": "电话", "速度": " "},
        {"类": "宽带", "速度": "1"},
    ]
    rename = {"速度": "速率"}
    told, empty, placed = form.batch(records, rename=rename, unknown=unknown)
    assert (told.ok, [each.code for each in told.diagnostics]) == (True, ["not-on-this-sheet"])
    assert (empty.ok, empty.diagnostics) == (True, ())
    assert (placed.ok, placed.diagnostics) == (True, ())
    assert [d.code for d in form.check({"类": "电话", "speed": 0})] == ["not-on-this-sheet"]
    assert [d.code for d in form.check({"类": "电话", "color": 0})] == ["unknown-field"]


def test_pictures_of_a_data_file_lie_in_its_folder(tmp_path: Path) -> None:
    layout = '<form title="表"><p><photo name="portrait" label="照片"/></p></form>'
    form = formgen.load("f", templates=formgen.MemoryLibrary({"f/form.xml.j2": layout}))
    (tmp_path / "data.csv").write_text("portrait\nnone.png\n", encoding="utf-8")
    from formgen.data.sources import read_records

    with read_records(tmp_path / "data.csv") as records:
        (result,) = form.batch(records)
    assert not result.ok
    assert "none.png" in str(result.diagnostics[0])


LOSS = "word-many-columns"
LOSSY = f"""
<form title="t">
  {wide_table(64)}
  {{% if record.more %}}{wide_table(65)}{{% endif %}}
  <p><text name="more"/></p>
</form>
"""


@pytest.fixture(scope="module")
def lossy() -> formgen.LoadedForm:
    return formgen.load("lossy", templates=formgen.MemoryLibrary({"lossy/form.xml.j2": LOSSY}))


def test_what_word_cannot_say_is_said_of_the_first_record_where_it_is_met(
    lossy: formgen.LoadedForm,
) -> None:
    results = list(lossy.batch([{}, {"more": "是"}, {}, {"more": "是"}], "docx"))
    codes = [[each.code for each in result.diagnostics] for result in results]
    assert codes == [[LOSS], [LOSS], [], []]
    assert all(result.ok for result in results)
    assert not any(result.diagnostics for result in lossy.batch([{}, {"more": "是"}], "pdf"))


def test_the_summary_of_a_merged_document_says_what_word_cannot(lossy: formgen.LoadedForm) -> None:
    summary = lossy.merge([{}, {"more": "是"}, {}], io.BytesIO(), "docx")
    assert [each.code for each in summary.warnings] == [LOSS] * 2
    assert lossy.merge([{}], io.BytesIO()).warnings == ()


def test_documents_of_a_batch_are_protected_if_that_is_asked_for(lossy: formgen.LoadedForm) -> None:
    word = WordOptions(protect=True)
    (result,) = lossy.batch([{}], "docx", word=word)
    out = io.BytesIO()
    lossy.merge([{}], out, "docx", word=word)
    for data in (result.data, out.getvalue()):
        assert b"documentProtection" in part(data, "word/settings.xml")


def part(document: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(document)) as package:
        return package.read(name)
