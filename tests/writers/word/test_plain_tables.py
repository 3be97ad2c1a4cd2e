"""Lines to write on: as many in Word as on paper."""

from __future__ import annotations

import pytest

from tests.writers.word.sheets import W, library, part

LABELS = ("意见：", "", "这是很长的一个问题，" * 4 + "它正好写满了这一行：")


def rules(body: str, record: dict[str, str]) -> int:
    """Return how many lines there are to write on: rows with a rule, and rules on a line."""
    body_of = part(library(f'<form title="一">{body}</form>').fill(record).write("docx"))
    rows = [row for row in body_of.iter(f"{W}tr") if row.find(f".//{W}bottom[@{W}val]") is not None]
    lines = [p for p in body_of.iter(f"{W}p") if p.find(f"{W}r/{W}rPr/{W}u") is not None]
    return len(rows) + len(lines)


@pytest.mark.parametrize("value", ["", "甲", "很长的意见" * 20], ids=["blank", "short", "long"])
@pytest.mark.parametrize("label", LABELS, ids=["behind a label", "alone", "below a label"])
@pytest.mark.parametrize("count", [2, 4])
def test_an_entry_of_several_lines_has_so_many_rules(label: str, count: int, value: str) -> None:
    entry = f'<p>{label}<text name="a" lines="{count}" overflow="shrink" min-size="3pt"/></p>'
    assert rules(entry, {"a": value} if value else {}) == count


def test_a_value_that_grows_has_a_rule_for_each_of_its_lines() -> None:
    entry = '<p>意见：<text name="a" lines="2" overflow="grow"/></p>'
    assert rules(entry, {"a": "很长的意见" * 30}) == 4
