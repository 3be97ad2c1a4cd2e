import pytest

from formgen.batch.pattern import pattern_of
from formgen.data.bind import Binder
from formgen.data.sources import RawRecord
from formgen.errors import UsageError
from formgen.model.fields import ChoiceField, DateField, NumberField, Option, TextField

FIELDS = (
    TextField("name", "姓名"),
    DateField("day", "日期"),
    NumberField("speed", "速率"),
    ChoiceField("kinds", "种类", options=(Option("a", "甲"), Option("b", "乙")), multiple=True),
)


def wanted(pattern: str, **record: object) -> str:
    raw = RawRecord(dict(record))
    values, _ = Binder(FIELDS, unknown="ignore").bind_record(raw, 6, "form")
    return pattern_of(pattern, FIELDS).wanted(raw, values, 7)


@pytest.mark.parametrize(
    ("pattern", "name"),
    [
        ("", "A/1"),
        ("{{ index }}-{{ name }}.pdf", "7-王<b>小明.pdf"),
        ("{{ '%04d' | format(index) }}", "0007"),
        ("{{ day }} {{ speed }}", "2026-11-22 500"),
        ("{{ kinds }}", "甲、乙"),
        ("{{ key }}{{ city }}", "A/1合肥"),
        ("{{ record['分 部'] }}", "北"),
    ],
)
def test_a_name_says_what_the_record_says(pattern: str, name: str) -> None:
    record = {"record_id": "A/1", "姓名": "王<b>小明", "day": "2026年11月22日", "speed": "500"}
    assert wanted(pattern, **record, kinds="甲；乙", city="合肥", **{"分 部": "北"}) == name


def test_a_record_without_an_id_is_called_by_its_number() -> None:
    assert wanted("", name="甲") == "000007"


def test_a_value_that_is_missing_leaves_nothing() -> None:
    assert wanted("x{{ name }}{{ day }}") == "x"


@pytest.mark.parametrize(
    ("pattern", "message"),
    [
        ("{{ name", "--name is no pattern: unexpected end of template"),
        ("{{ nme }}", "--name asks for `nme`, which no record has\n  hint: did you mean `name`?"),
    ],
)
def test_a_wrong_pattern_is_told_before_the_run(pattern: str, message: str) -> None:
    with pytest.raises(UsageError) as caught:
        pattern_of(pattern, FIELDS).check(["城市"])
    assert message in str(caught.value)


@pytest.mark.parametrize(
    "pattern",
    ["{{ index / 0 }}", "{{ name.__class__ }}", "{{ name + 1 }}", "{{ record.pop('x') }}"],
)
def test_a_pattern_that_cannot_be_worked_out_names_the_record(pattern: str) -> None:
    with pytest.raises(UsageError, match="--name cannot be worked out for record A"):
        wanted(pattern, record_id="A", name="甲")
