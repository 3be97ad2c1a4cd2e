"""Data sources of a mail merge: headings that Word takes, and that find their fields again."""

from __future__ import annotations

import pytest

from formgen.catalog import form_ids
from formgen.data.columns import Columns, with_implied
from formgen.datasheet.merging import LONGEST_HEADING, is_merge_name
from tests.writers.word.sheets import form, library


def headings(body: str) -> list[str]:
    made = library(f'<form title="一">{body}</form>').main_document()
    return [each.heading for each in made.source.columns if each.heading != "record_id"]


@pytest.mark.parametrize("name", form_ids())
def test_word_takes_every_heading_and_a_batch_finds_its_field(name: str) -> None:
    known = Columns(with_implied(form(name).fields), {})
    columns = form(name).main_document().source.columns
    for column in columns:
        assert is_merge_name(column.heading)
        assert known.field_of(column.heading) == column.field.name
    assert len({column.heading.lower() for column in columns}) == len(columns)


@pytest.mark.parametrize(
    ("label", "heading"),
    [
        ("客户名称", "客户名称"),
        ("客户（单位）", "a"),
        ("Account manager", "a"),
        ("5G套餐", "a"),
        ("长" * LONGEST_HEADING, "长" * LONGEST_HEADING),
        ("长" * (LONGEST_HEADING + 1), "a"),
    ],
)
def test_a_label_is_the_heading_if_word_takes_it_as_it_is(label: str, heading: str) -> None:
    assert headings(f'<p><text name="a" label="{label}"/></p>') == [heading]


def test_fields_of_one_label_go_by_their_names() -> None:
    two = '<p><text name="a" label="备注"/><text name="b" label="备注"/></p>'
    assert headings(two) == ["a", "b"]


def test_what_is_written_behind_an_option_has_a_column() -> None:
    options = '<option>专线</option><option code="other" blank="20mm">其他</option>'
    choice = f'<choice name="c" label="业务">{options}</choice>'
    assert headings(f"<p>{choice}</p>") == ["业务", "c_other"]
