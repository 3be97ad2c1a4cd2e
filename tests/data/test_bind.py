"""A record is bound to the fields of a form, or everything that is wrong with it is said."""

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formgen.data.bind import Binder
from formgen.data.sources.record import RawRecord
from formgen.diagnostics import Diagnostic, Place, Severity
from formgen.errors import LayoutError, UsageError
from formgen.model.fields import (
    CheckField,
    ChoiceField,
    ComputedField,
    DateField,
    ImageField,
    NumberField,
    Option,
    TextField,
)

SATISFACTION = (Option("good", "满意"), Option("fair", "一般"), Option("bad", "不满意"))
CHANNELS = (
    Option("call", "来电"),
    Option("visit", "来访"),
    Option("web", "网站/App"),
    Option("other", "其他", blank=80.0),
)
FORM = (
    TextField("customer_name", "客户名称"),
    TextField("phone", "联系电话", pattern=r"1\d{10}"),
    TextField("note", "备注", max_length=5),
    NumberField(
        "bandwidth", "速率", unit="M", minimum=Decimal(1), maximum=Decimal(10000), decimals=0
    ),
    NumberField("loss", "光衰", unit="dB", maximum=Decimal(0), decimals=2),
    NumberField("price", "单价", minimum=Decimal("0.5")),
    DateField("filled_on", "填写时间"),
    DateField("received", "受理时间", with_time=True),
    ChoiceField("speed", "速率满意度", options=SATISFACTION),
    ChoiceField("channels", "受理渠道", options=CHANNELS, multiple=True),
    CheckField("agreed", "已确认"),
    ImageField("photo", "照片"),
)
SPELLINGS = "allowed: 2026-11-22, 2026/11/22, 2026.11.22, 20261122 or 2026年11月22日"
TIMES = SPELLINGS + ", a time like 14:30 or 14时30分 behind it"
AS_TEXT = "give it as text: in a spreadsheet format the column as text, in JSON quote it"
OPTIONS = "满意, 一般, 不满意"
YES_NO = "true/false, yes/no, y/n, 1/0, 是/否, 有/无, ✓/□"


def values_of(record: dict[str, object], fields=FORM) -> dict[str, object]:
    values, problems = Binder(fields).bind(record)
    assert problems == []
    return dict(values.by_name)


def problems_of(record: dict[str, object], fields=FORM, **place) -> list[Diagnostic]:
    return Binder(fields, base=place.pop("base", None)).bind(record, Place(**place))[1]


BAD_VALUES = [
    # text
    ("customer_name", True, "wrong-type", "`true` is not text", "write the text in quotes"),
    ("customer_name", ["甲"], "wrong-type", "a list was given; allowed: a text", ""),
    ("customer_name", {"a": 1}, "wrong-type", "an object was given; allowed: a text", ""),
    ("customer_name", b"a", "wrong-type", "bytes was given; allowed: a text", ""),
    ("customer_name", float("nan"), "wrong-type", "`nan` is not text", ""),
    (
        "customer_name",
        "甲\x07乙",
        "bad-character",
        "`甲\\x07乙` has the control character U+0007 at position 2; it cannot be printed",
        "remove the character",
    ),
    (
        "customer_name",
        "甲\x85",
        "bad-character",
        "`甲\\x85` has the control character U+0085 at position 2; it cannot be printed",
        "remove the character",
    ),
    (
        "customer_name",
        "\ud800",
        "bad-character",
        "`\\ud800` has half of a surrogate pair, U+D800 at position 1; it cannot be printed",
        "remove the character",
    ),
    (
        "customer_name",
        "a\ufffe",
        "bad-character",
        "`a\\ufffe` has the noncharacter U+FFFE at position 2; it cannot be printed",
        "remove the character",
    ),
    (
        "customer_name",
        "甲\u200b乙",
        "bad-character",
        "`甲\\u200b乙` has the invisible character U+200B at position 2; it cannot be printed",
        "remove the character",
    ),
    (
        "customer_name",
        "\u202e甲",
        "bad-character",
        "`\\u202e甲` has the invisible character U+202E at position 1; it cannot be printed",
        "remove the character",
    ),
    ("phone", 13900000000.0, "lost-digits", "`13900000000.0` is a number whose digits may be lost",
     AS_TEXT),
    ("phone", Decimal("1.39E+10"), "lost-digits",
     "`1.39E+10` is a number whose digits may be lost", AS_TEXT),
    ("phone", "1.39E+10", "lost-digits", "`1.39E+10` is a number whose digits are lost", AS_TEXT),
    ("phone", "139", "bad-pattern",
     "`139` does not match the pattern; allowed: `1\\d{10}`", ""),
    ("phone", 139, "bad-pattern", "`139` does not match the pattern; allowed: `1\\d{10}`", ""),
    ("note", "一二三四五六", "too-long", "`一二三四五六` has 6 characters; allowed: at most 5", ""),
    ("note", "x" * 60, "too-long",
     f"`{'x' * 39}…` has 60 characters; allowed: at most 5", ""),
    # numbers
    ("bandwidth", "快", "bad-number",
     "`快` is not a number; allowed: a number like 1234.5 or 1,234.5, with or without the unit M",
     ""),
    ("bandwidth", "100Mbps", "bad-number",
     "`100Mbps` is not a number; allowed: a number like 1234.5 or 1,234.5,"
     " with or without the unit M", ""),
    ("price", "1,23", "bad-number",
     "`1,23` is not a number; allowed: a number like 1234.5 or 1,234.5", ""),
    ("price", "1E3", "bad-number",
     "`1E3` is not a number; allowed: a number like 1234.5 or 1,234.5", ""),
    ("price", "NaN", "bad-number",
     "`NaN` is not a number; allowed: a number like 1234.5 or 1,234.5", ""),
    ("price", "Infinity", "bad-number",
     "`Infinity` is not a number; allowed: a number like 1234.5 or 1,234.5", ""),
    ("price", float("inf"), "bad-number", "`inf` is not a number that can be printed", ""),
    ("price", Decimal("NaN"), "bad-number", "`NaN` is not a number that can be printed", ""),
    ("price", Decimal("1E+999999"), "bad-number",
     "`1E+999999` is not a number that can be printed", ""),
    ("price", False, "wrong-type", "`false` is not a number", ""),
    ("price", [1], "wrong-type", "a list was given; allowed: a number", ""),
    ("price", date(2026, 11, 22), "wrong-type", "a date was given; allowed: a number", ""),
    ("price", "0.4", "out-of-range", "`0.4` is out of range; allowed: at least 0.5", ""),
    ("loss", "1 dB", "out-of-range", "`1 dB` is out of range; allowed: at most 0 dB", ""),
    ("bandwidth", 0, "out-of-range", "`0` is out of range; allowed: 1 to 10000 M", ""),
    ("bandwidth", "20000M", "out-of-range",
     "`20000M` is out of range; allowed: 1 to 10000 M", ""),
    ("bandwidth", "1.5", "too-many-decimals",
     "`1.5` has too many decimals; allowed: whole numbers", ""),
    ("loss", "-1.234", "too-many-decimals",
     "`-1.234` has too many decimals; allowed: at most 2 after the point", ""),
    # dates
    ("filled_on", "明天", "bad-date", "`明天` is not a date", SPELLINGS),
    ("filled_on", "26-11-22", "bad-date", "`26-11-22` is not a date", SPELLINGS),
    ("filled_on", "2026-11/22", "bad-date", "`2026-11/22` is not a date", SPELLINGS),
    ("filled_on", "2026-11-221", "bad-date", "`2026-11-221` is not a date", SPELLINGS),
    ("filled_on", "2026-02-30", "bad-date",
     "`2026-02-30` is no date: month 2 of 2026 has 28 days", ""),
    ("filled_on", "2026年13月1日", "bad-date",
     "`2026年13月1日` is no date: there is no month 13", ""),
    ("filled_on", "0000-00-00", "bad-date", "`0000-00-00` is no date: there is no year 0", ""),
    ("filled_on", "11/12/2026", "ambiguous-date",
     "`11/12/2026` leaves open which is the day and which the month", SPELLINGS),
    ("filled_on", "22/11/2026", "bad-date", "`22/11/2026` is not a date", SPELLINGS),
    ("filled_on", 46348, "bad-date", "`46348` is not a date",
     "it looks like a spreadsheet's count of days; format the column as a date"),
    ("filled_on", 46348.5, "wrong-type", "`46348.5` is not a date", SPELLINGS),
    ("filled_on", True, "wrong-type", "`true` is not a date", SPELLINGS),
    ("filled_on", [], "wrong-type", "a list was given; allowed: a date", SPELLINGS),
    ("filled_on", "2026-11-22 14:30", "unexpected-time",
     "`2026-11-22 14:30` has a time; allowed: a date alone", ""),
    ("filled_on", datetime(2026, 11, 22, 14), "unexpected-time",
     "`2026-11-22 14:00:00` has a time; allowed: a date alone", ""),
    ("received", "2026-11-22 25:00", "bad-date",
     "`2026-11-22 25:00` is no time: allowed are 00:00 to 23:59", ""),
    ("received", "2026-11-22 下午两点", "bad-date",
     "`2026-11-22 下午两点` has no time of day that can be read behind its date", TIMES),
    ("received", "2026-11-22T14:30:00+08:00", "bad-date",
     "`2026-11-22T14:30:00+08:00` names a time zone; allowed: the time on the local clock", ""),
    # choices
    ("speed", "满易", "unknown-option",
     f"`满易` is not an option; allowed: {OPTIONS}", ""),
    ("speed", "goood", "unknown-option",
     f"`goood` is not an option; allowed: {OPTIONS}", "did you mean `good`?"),
    ("speed", "满意，一般", "several-options",
     f"`满意，一般` names several options; allowed: one of {OPTIONS}", ""),
    ("speed", ["good", "bad"], "several-options",
     f"`good, bad` names several options; allowed: one of {OPTIONS}", ""),
    ("speed", True, "wrong-type", "`true` is not the text or code of an option", ""),
    ("speed", {"good": 1}, "wrong-type",
     "an object was given; allowed: the text or code of an option", ""),
    ("channels", "来电、电报;飞鸽", "unknown-option",
     "`电报`, `飞鸽` are not options; allowed: 来电, 来访, 网站/App, 其他", ""),
    ("channels", [["来电"]], "wrong-type",
     "a list was given; allowed: the text or code of an option", ""),
    # checks and pictures
    ("agreed", "x", "bad-check", f"`x` is neither yes nor no; allowed: {YES_NO}", ""),
    ("agreed", 2, "bad-check", f"`2` is neither yes nor no; allowed: {YES_NO}", ""),
    ("agreed", [], "wrong-type", f"a list was given; allowed: {YES_NO}", ""),
    ("photo", b"GIF89a", "bad-image", "the picture is not a PNG or JPEG picture", ""),
    ("photo", 7, "wrong-type", "a number was given; allowed: the name of a file", ""),
    ("photo", "a.png", "bad-image", "`a.png` cannot be looked up: the data has no folder", ""),
    # columns
    ("custmer_name", "甲", "unknown-field", "`custmer_name` is not a field of this form",
     "did you mean `customer_name`?"),
    ("客户名", "甲", "unknown-field", "`客户名` is not a field of this form",
     "did you mean `客户名称`?"),
    ("x" * 99, "甲", "unknown-field", f"`{'x' * 39}…` is not a field of this form",
     "its fields are customer_name (客户名称), phone (联系电话), note (备注), bandwidth (速率),"
     " loss (光衰), price (单价), filled_on (填写时间), received (受理时间), speed (速率满意度),"
     " channels (受理渠道), agreed (已确认), photo (照片) and 2 more"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "value", "code", "message", "hint"), BAD_VALUES)
def test_a_bad_value_says_what_is_wrong_and_what_is_allowed(name, value, code, message, hint):
    assert problems_of({name: value}) == [Diagnostic(code, message, Place(field=name), hint)]


def test_the_table_of_messages_is_long_enough_to_be_worth_its_name():
    assert len(BAD_VALUES) >= 60


# ---- columns ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "key", ["customer_name", "客户名称", " 客户名称 ", "客户名称：", "客户名称:", "客户名称 ："]
)
def test_a_field_is_bound_by_its_name_or_its_label(key):
    assert values_of({key: "甲"}) == {"customer_name": "甲"}


def test_a_label_of_two_fields_names_neither():
    fields = (DateField("signed_on", "日期"), DateField("filed_on", "日期"))
    assert problems_of({"日期": "2026-11-22"}, fields) == [
        Diagnostic(
            "ambiguous-label",
            "the label `日期` belongs to several fields",
            Place(field="日期"),
            "use one of their names: signed_on, filed_on",
        )
    ]
    assert values_of({"signed_on": "2026-11-22"}, fields) == {"signed_on": date(2026, 11, 22)}


def test_a_name_wins_over_the_label_of_another_field():
    fields = (TextField("phone", "mobile"), TextField("mobile", "phone"))
    assert values_of({"phone": "1", "mobile": "2"}, fields) == {"phone": "1", "mobile": "2"}


def test_name_and_label_of_one_field_are_not_given_both():
    assert problems_of({"客户名称": "甲", "customer_name": "甲"}) == [
        Diagnostic(
            "given-twice",
            "`客户名称` and `customer_name` belong to the same field `customer_name`",
            Place(field="customer_name"),
            "keep one of them",
        )
    ]


def test_a_column_is_renamed_to_a_field_or_a_label():
    binder = Binder(FORM, rename={"Kunde": "customer_name", "Tel": "联系电话", "note": "price"})
    record = {"Kunde": "甲", "Tel": "13912345678", "note": 3}
    values, problems = binder.bind(record)
    assert problems == []
    assert values.by_name == {
        "customer_name": "甲",
        "phone": "13912345678",
        "price": Decimal(3),
    }


def test_a_column_cannot_be_renamed_to_a_field_that_is_not_there():
    with pytest.raises(UsageError) as raised:
        Binder(FORM, rename={"Tel": "phon"})
    assert raised.value.diagnostics == (
        Diagnostic(
            "unknown-field", "`phon` is not a field of this form", hint="did you mean `phone`?"
        ),
    )


def test_the_columns_of_a_table_are_judged_once():
    binder = Binder(FORM, rename={"Tel": "phone"}, unknown="ignore")
    columns = ["客户名称", "customer_name", "邮编"]
    assert binder.unknown_columns(columns) == ("邮编",)
    problems = binder.column_problems(columns, Place("a.csv", row=1))
    assert [(p.severity, p.code, p.place.column) for p in problems] == [
        (Severity.WARNING, "unknown-field", "邮编"),
        (Severity.ERROR, "given-twice", "customer_name"),
        (Severity.ERROR, "missing-column", ""),
    ]
    assert str(problems[2]) == (
        "a.csv, row 1: error[missing-column]: there is no column `Tel` in the data to map"
    )
    assert binder.bind({"phone": "13912345678", "邮编": "x"})[1] == []


# ---- records ----------------------------------------------------------------------------------


def test_all_problems_of_a_record_are_said_at_once_with_the_place_of_their_cells():
    fields = (*FORM, TextField("respondent", "填写人", required=True))
    record = {"编号": "A1", "联系电话": "139", "填写时间": "x", "填写人": " "}
    binder = Binder((TextField("record_id", "编号"), *fields))
    _, problems = binder.bind(record, Place("a.csv", row=3))
    assert [str(p).splitlines()[0] for p in problems] == [
        "a.csv, row 3, column 联系电话, record A1: error[bad-pattern]:"
        " `139` does not match the pattern; allowed: `1\\d{10}`",
        "a.csv, row 3, column 填写时间, record A1: error[bad-date]: `x` is not a date",
        "a.csv, row 3, column 填写人, record A1: error[missing-value]:"
        " 填写人 (`respondent`) is required and has no value",
    ]


def test_what_is_not_a_table_has_fields_and_lines_instead_of_columns_and_rows():
    (problem,) = problems_of({"联系电话": "139"}, file="a.json", line=7)
    assert problem.place == Place("a.json", 7, field="phone")
    assert str(problem).startswith("a.json:7, field phone: error[bad-pattern]")


@pytest.mark.parametrize("record", [{}, {"customer_name": ""}, {"客户名称": None}])
def test_a_required_field_must_have_a_value(record):
    (problem,) = problems_of(record, (TextField("customer_name", "客户名称", required=True),))
    assert problem.code == "missing-value"
    assert problem.message == "客户名称 (`customer_name`) is required and has no value"


def test_a_required_value_that_was_refused_is_not_missing_as_well():
    fields = (TextField("phone", "电话", required=True, pattern=r"\d+"),)
    assert [p.code for p in problems_of({"电话": "abc"}, fields)] == ["bad-pattern"]


def test_no_value_is_no_value():
    record = {"customer_name": "", "bandwidth": None, "filled_on": " ", "speed": "", "agreed": ""}
    assert values_of({**record, "photo": "", "channels": [], "price": "　"}) == {}


def test_values_stand_in_the_order_of_the_form():
    record = {"agreed": "是", "speed": "满意", "customer_name": "甲"}
    assert list(values_of(record)) == ["customer_name", "speed", "agreed"]


def test_what_is_written_behind_an_option_has_a_field_of_its_own():
    record = {"channels": "来电;其他", "channels_other": "传真"}
    assert values_of(record) == {"channels": ("call", "other"), "channels_other": "传真"}
    assert values_of({"受理渠道": "other", "受理渠道（其他）": "传真"}) == {
        "channels": ("other",),
        "channels_other": "传真",
    }


def test_a_text_behind_an_option_that_is_not_chosen_is_a_warning():
    values, problems = Binder(FORM).bind({"channels": "来电", "channels_other": "传真"})
    assert problems == [
        Diagnostic(
            "stray-other",
            "`传真` is given but 其他 is not chosen",
            Place(field="channels_other"),
            "add 其他 to `channels`",
            Severity.WARNING,
        )
    ]
    assert values.sheet_id != "0" * 11


def test_a_record_is_known_by_its_id_or_else_by_its_row():
    binder = Binder(FORM)
    assert binder.bind({"record_id": 17}, Place("a.csv", row=5))[0].key == "17"
    assert binder.bind({"record_id": " "}, Place("a.csv", row=5))[0].key == "5"
    assert binder.bind({}, index=4)[0].key == "5"


def test_the_place_of_values_names_their_record():
    values, _ = Binder(FORM).bind({"record_id": "A1"}, Place("a.csv", row=5))
    assert values.place == Place("a.csv", row=5, record="A1")


def test_a_wrong_record_has_no_sheet_id():
    binder = Binder(FORM)
    assert binder.bind({"phone": "139"})[0].sheet_id == "00000000000"
    assert binder.bind({"phone": "13912345678"})[0].sheet_id != "00000000000"


def test_a_record_that_its_source_could_not_read_is_not_bound():
    problem = Diagnostic("cell-count", "the row has 3 cells; the header has 2", Place(row=4))
    values, problems = Binder(FORM).bind_record(RawRecord({"phone": "x"}, Place(row=4), (problem,)))
    assert (values.key, problems) == ("4", [problem])


def test_a_raw_record_is_bound_with_its_place():
    raw = RawRecord({"客户名称": "甲"}, Place("a.csv", row=4))
    values, problems = Binder(FORM).bind_record(raw)
    assert (dict(values.by_name), values.key, problems) == ({"customer_name": "甲"}, "4", [])


def test_a_picture_is_taken_from_below_the_folder_of_the_data(tmp_path: Path):
    (tmp_path / "a.png").write_bytes(b"\x89PNG\r\n\x1a\nrest")
    values, _ = Binder(FORM, base=tmp_path).bind({"照片": "a.png"})
    assert values.get("photo") == b"\x89PNG\r\n\x1a\nrest"


def test_computed_fields_come_after_the_others():
    fields = (
        ComputedField("total", "合计", expression="price * count", decimals=2),
        NumberField("price", "单价"),
        NumberField("count", "数量"),
    )
    assert values_of({"price": "0.1", "count": 3}, fields)["total"] == Decimal("0.30")
    assert "total" not in values_of({"price": "0.1"}, fields)


def test_a_bad_pattern_is_an_error_of_the_layout():
    with pytest.raises(LayoutError) as raised:
        Binder((TextField("phone", "电话", pattern="(", place=Place("form.xml.j2", 7)),))
    assert str(raised.value) == (
        "form.xml.j2:7: error[bad-pattern]: the pattern `(` of `phone` is wrong:"
        " missing ), unterminated subpattern at position 0"
    )


@given(st.lists(st.text(max_size=8), max_size=6, unique=True))
@settings(max_examples=100, deadline=None)
def test_any_columns_are_bound_or_named(columns):
    binder = Binder(FORM)
    _, problems = binder.bind(dict.fromkeys(columns, ""))
    assert {p.code for p in problems} <= {"unknown-field", "given-twice", "ambiguous-label"}
    assert len(binder.unknown_columns(columns)) == sum(p.code == "unknown-field" for p in problems)


HERE = (TextField("kind", "类"), TextField("note", "备注"))
ELSEWHERE = (*HERE, TextField("speed", "速率"), CheckField("agreed", "同意"))


@pytest.mark.parametrize("unknown", ["error", "ignore"])
def test_a_value_for_a_field_that_only_other_sheets_have_is_a_warning(unknown):
    binder = Binder(HERE, elsewhere=ELSEWHERE, unknown=unknown)
    values, problems = binder.bind({"类": "电话", "速率": "100M"}, Place("a.csv", row=2))
    assert dict(values.by_name) == {"kind": "电话"}
    assert [str(problem) for problem in problems] == [
        "a.csv, row 2, column 速率: warning[not-on-this-sheet]: `100M` is given, but the sheet of "
        "this record has no `speed`"
    ]


@pytest.mark.parametrize("empty", [None, "", "  ", False, []])
def test_a_column_of_other_sheets_is_fine_while_it_is_empty(empty):
    assert Binder(HERE, elsewhere=ELSEWHERE).bind({"agreed": empty, "类": "a"})[1] == []


def test_a_column_may_be_renamed_to_a_field_of_other_sheets():
    binder = Binder(HERE, elsewhere=ELSEWHERE, rename={"网速": "速率"})
    assert [p.code for p in binder.bind({"网速": 0})[1]] == ["not-on-this-sheet"]
    with pytest.raises(UsageError):
        Binder(HERE, elsewhere=ELSEWHERE, rename={"网速": "速度"})


def test_what_no_sheet_has_is_unknown():
    assert Binder(HERE, elsewhere=ELSEWHERE).unknown_columns(["速率", "颜色"]) == ("颜色",)
