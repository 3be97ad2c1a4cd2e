"""The shipped forms, whole: every sample prints, the longest values keep the promised pages."""

from collections.abc import Callable, Iterable, Mapping, Sequence

import pypdfium2
import pytest
import zxingcpp

import formgen
from formgen.data.bind import Binder
from formgen.layout.boxes import Run
from formgen.layout.dump import dump_sheet
from formgen.layout.identity import parse_identity
from formgen.model.dump import dump
from formgen.model.fields import (
    ChoiceField,
    ComputedField,
    DateField,
    Field,
    ListField,
    NumberField,
    TextField,
)
from formgen.model.values import Value

PAGES = {
    "address_labels": 1,
    "callback_summary": 1,
    "complaint_handling": 2,
    "complaint_intake": 1,
    "cover_letter": 1,
    "envelope_dl": 1,
    "phone_callback": 1,
    "satisfaction_callback": 1,
    "satisfaction_questionnaire": 2,
    "satisfaction_scorecard": 1,
    "service_order": 1,
    "tcsi_survey": 2,
    "visit_callback_en": 1,
}
"""The shipped forms and the pages that each promises, blank and full."""

OF_ANY_LENGTH = ("callback_summary",)
"""Forms with a table of any length: only a blank sheet has a promised number of pages."""

POSTED = ("address_labels", "cover_letter", "envelope_dl")
"""Forms that go by post, and are not read back."""

PATTERNED = {
    "[0-9]{6}": "215021",
    "[0-9+() -]{7,20}": "+86 0512-6288-0000",
    "1[0-9]{10}|0[0-9]{9,10}": "13812345678",
    "20[0-9]{2}": "2026",
    "[0-9A-Z-]{1,24}": "TS-2026-1101-0000-000001",
    "[0-9A-Z-]{1,20}": "DA-2026-1101-0000001",
    "[0-9A-Z-]{4,16}": "ZW20261101000001",
    "[0-9A-Z]{8,20}": "ZTEGC0A1B2C3D4E5F6G7",
    "[0-9A-Za-z@._-]{1,32}": "zhang.haiyan_0571@broadband.demo",
}
"""A long value for each pattern of the shipped forms."""

LONGEST = "客户希望在合同期内保持带宽不变，同时提供双线路热备与按月运行报告，"


def longest(field: Field) -> object:
    """Return the longest value that a field allows."""
    match field:
        case TextField(pattern="", max_length=length):
            return (LONGEST * 20)[: length or 8]
        case TextField(pattern=pattern):
            return PATTERNED[pattern]
        case NumberField(maximum=maximum):
            return str(maximum or 99999999)
        case DateField(with_time=True):
            return "2026-12-31 23:59"
        case DateField():
            return "2026-12-31"
        case ChoiceField(options=options, multiple=True):
            return [option.code for option in options]
        case ChoiceField(options=options):
            return options[-1].code
        case ListField(fields=fields):
            return [record_of(fields, longest)] * 30
        case _:
            return True


def record_of(fields: Sequence[Field], value: Callable[[Field], object]) -> dict[str, object]:
    """Return a record with a value for each field that takes data."""
    return {f.name: value(f) for f in fields if not isinstance(f, ComputedField)}


def keeps_its_promise(form: formgen.LoadedForm, record: formgen.Record) -> bool:
    """Whether the sheet of a record has as many pages as the form promises."""
    pages = len(form.sheet(record)[0].pages)
    return form.id in OF_ANY_LENGTH or pages == PAGES[form.id]


@pytest.fixture(params=sorted(PAGES))
def form(request: pytest.FixtureRequest) -> formgen.LoadedForm:
    """Return each shipped form in turn."""
    return formgen.load(request.param)


def test_a_blank_sheet_has_the_promised_pages(form: formgen.LoadedForm) -> None:
    assert len(form.sheet()[0].pages) == PAGES[form.id]


def test_a_file_names_its_form_and_the_office_that_issues_it(form: formgen.LoadedForm) -> None:
    said = pypdfium2.PdfDocument(form.render()).get_metadata_dict()
    assert said["Title"] == form.title
    assert said["Author"] in ("客户服务中心", "Customer Service Centre")
    assert said["CreationDate"].startswith("D:20261101")


def test_every_sample_prints_without_a_word_of_complaint(form: formgen.LoadedForm) -> None:
    samples = form.samples()
    assert len(samples) >= 10
    for name, record in samples.items():
        assert form.check(record) == [], name
        assert keeps_its_promise(form, record), name


def test_the_longest_values_still_fit(form: formgen.LoadedForm) -> None:
    record = record_of(form.fields, longest)
    assert form.check(record) == []
    assert keeps_its_promise(form, record)


def test_the_samples_use_every_field_and_every_option(form: formgen.LoadedForm) -> None:
    binder = Binder(form.fields)
    records = [binder.bind_record(record)[0] for record in form.samples().values()]
    for field in form.fields:
        if isinstance(field, ListField):
            rows = [row.by_name for values in records for row in values.lists.get(field.name, ())]
            assert_all_used(field.fields, rows)
    shown = [f for f in form.fields if not isinstance(f, ListField) and not is_of_pages(f)]
    assert_all_used(shown, [values.by_name for values in records])


def is_of_pages(field: Field) -> bool:
    return isinstance(field, ComputedField) and field.of != "all"


def assert_all_used(fields: Iterable[Field], records: Sequence[Mapping[str, Value]]) -> None:
    for field in fields:
        given = [values[field.name] for values in records if values.get(field.name)]
        assert given, f"no sample has a value for {field.name}"
        if isinstance(field, ChoiceField):
            used = {code for codes in given if isinstance(codes, tuple) for code in codes}
            assert used == {option.code for option in field.options}, field.name


def test_the_layout_does_not_change_unseen(
    form: formgen.LoadedForm, golden: Callable[[str, str], None]
) -> None:
    first = next(iter(form.samples().values()))
    golden(f"{form.id}.model", dump(form.model))
    golden(f"{form.id}.blank", dump_sheet(*form.sheet()))
    golden(f"{form.id}.filled", dump_sheet(*form.sheet(first)))


@pytest.mark.parametrize(
    ("rows", "pages"), [(None, 1), (0, 1), (1, 1), (12, 1), (13, 2), (60, 4), (200, 12)]
)
def test_the_summary_has_the_pages_that_its_rows_need(rows: int | None, pages: int) -> None:
    form = formgen.load("callback_summary")
    row = {"客户": "蓝海科技有限公司", "满意度": "满意", "问题": "晚高峰时段网速偏慢"}
    record = {"部门": "客户服务中心"} if rows is None else {"回访记录": [row] * rows}
    assert len(form.sheet(record)[0].pages) == pages


def test_the_summary_counts_its_rows() -> None:
    form = formgen.load("callback_summary")
    rows = [{"客户": "甲", "满意度": answer} for answer in ("满意", "满意", "一般", None)]
    sheet, pages = form.sheet({"callbacks": rows})
    items = sheet.pages[0].items
    shown = {
        getattr(items[index], "field", ""): "".join(m.text for m in marks if isinstance(m, Run))
        for index, marks in pages[0].marks.items()
    }
    names = ("satisfied", "neutral", "dissatisfied", "total", "satisfaction_rate")
    assert [shown[name] for name in names] == ["2", "1", "0", "4", "66.7"]
    assert [shown[f"{name}[1]"] for name in ("page_satisfied", "count_so_far")] == ["2", "4"]


def test_the_callback_turns_its_boxes_round_by_an_option() -> None:
    def first_box_and_label(side: str) -> tuple[float, float]:
        form = formgen.load("satisfaction_callback", options={"box_side": side})
        items = form.sheet()[0].pages[0].items
        label = next(i for i in items if isinstance(i, Run) and i.text == "满意")
        tick = next(i for i in items if getattr(i, "option", "") == "满意")
        return tick.rect.x, label.x

    box, label = first_box_and_label("after")
    assert box > label
    box, label = first_box_and_label("before")
    assert box < label


def test_the_identity_code_can_be_left_out() -> None:
    form = formgen.load("satisfaction_callback", options={"identity": "none"})
    assert "identity" not in dump_sheet(form.sheet()[0])


def test_what_goes_by_post_has_no_identity_code(form: formgen.LoadedForm) -> None:
    assert form.model.identity == (form.id not in POSTED)


def test_the_identity_code_is_read_from_the_printed_page(form: formgen.LoadedForm) -> None:
    if form.id in POSTED:
        return
    first = next(iter(form.samples().values()))
    for record in (None, first):
        sheet, _ = form.sheet(record)
        document = pypdfium2.PdfDocument(form.render(record))
        for number, page in enumerate(document):
            picture = page.render(scale=150 / 72, grayscale=True).to_pil()
            found = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode)
            codes = [parse_identity(each.text) for each in found]
            ours = [code for code in codes if code.geometry_id == sheet.geometry_id]
            assert [code.page for code in ours] == [number + 1]
            assert (ours[0].sheet_id == "00000000000") == (record is None)
