"""Records that are alike in all that a layout looked at share a markup, and no others do."""

from decimal import Decimal

import pytest

import formgen
from formgen.diagnostics import Diagnostics
from formgen.looked import Alike, LookedAt


def alike_after(values: dict[str, object], *names: str) -> Alike:
    """Return what is remembered of a record of which these values were looked at."""
    record, alike = LookedAt(values), Alike()
    for name in names:
        record.get(name)
    alike.remember(record, "<form/>")
    return alike


def test_what_was_not_looked_at_may_differ() -> None:
    alike = alike_after({"a": "1", "b": "2"}, "a")
    assert alike.markup({"a": "1", "b": "3"}) == "<form/>"
    assert alike.markup({"a": "2", "b": "2"}) is None


@pytest.mark.parametrize("other", [1, True, Decimal(1), Decimal("1.00"), "1.0", None, ("1.0",)])
def test_values_that_print_otherwise_are_told_apart_though_equal(other: object) -> None:
    assert alike_after({"a": 1.0}, "a").markup({"a": other}) is None


def test_a_value_that_is_missing_is_told_from_none() -> None:
    alike = alike_after({}, "a")
    assert alike.markup({"b": "1"}) == "<form/>"
    assert alike.markup({"a": None}) is None


def test_a_record_that_was_looked_at_as_a_whole_is_not_remembered() -> None:
    record, alike = LookedAt({"a": "1"}), Alike()
    assert list(record) == ["a"]
    alike.remember(record, "<form/>")
    assert alike.markup({"a": "1"}) is None


def test_asking_whether_there_is_a_record_looks_at_nothing() -> None:
    record = LookedAt({})
    assert record
    assert not record.whole


LAYOUT = """
<form title="t">
  {% if record.kind == "宽带" %}<p>速率：{{ record.rate }}</p>{% endif %}
  {% if "extra" in record %}<p>另：{{ record | length }}</p>{% endif %}
  <p><text name="kind"/><number name="rate"/><text name="note"/></p>
</form>
"""


def test_records_get_the_form_that_their_own_expansion_makes() -> None:
    library = formgen.MemoryLibrary({"own/form.xml.j2": LAYOUT})
    records = [
        {"kind": "宽带", "rate": "1"},
        {"kind": "电话", "rate": "1"},
        {"kind": "宽带", "rate": "1.00"},
        {"kind": "电话", "rate": "2", "note": "好"},
        {"kind": "宽带", "rate": "2"},
        {"kind": "宽带", "rate": "1", "note": "好"},
        {"kind": "电话"},
    ]
    records = [{"record_id": f"r{n}", **each} for n, each in enumerate(records)]
    together = formgen.load("own", templates=library)
    results = list(together.batch(records * 2))
    alone = [next(formgen.load("own", templates=library).batch([each])) for each in records]
    assert [each.data for each in results] == [each.data for each in alone * 2]


def test_records_that_are_alike_share_a_form_that_is_expanded_once() -> None:
    from formgen.data.sources import RawRecord

    form = formgen.load("phone_callback")
    found = [form._variants.of(RawRecord({"业务": "宽带", "客户": name})) for name in "甲乙丙"]
    assert found[0] is found[1] is found[2]
    bound = found[0].bound(RawRecord({"业务": "宽带", "客户": "丁"}), Diagnostics())
    assert bound.by_name["customer_name"] == "丁"
