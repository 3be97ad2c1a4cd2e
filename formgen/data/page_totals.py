"""Figures of pages: computed fields over the rows that stand on a page, or up to its end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from formgen.data.aggregates import Rows
from formgen.data.columns import with_implied
from formgen.data.computed import Computer
from formgen.data.refusal import Refusal
from formgen.model.fields import ComputedField, Field
from formgen.model.lists import page_field
from formgen.model.values import Value, Values

PageRows = Mapping[str, tuple[int, int]]
"""Which rows of each list stand on a page: from, and to (exclusive), counted from 0."""


class PageTotals:
    """Computes the figures of pages; raises LayoutError if an expression is wrong."""

    def __init__(self, fields: Sequence[Field]) -> None:
        implied = {field.name: field for field in (*with_implied(fields), *fields)}
        self._computer = Computer(tuple(implied.values()))

    def of(
        self, values: Values, pages: Mapping[int, PageRows]
    ) -> tuple[dict[str, Value], list[tuple[str, Refusal]]]:
        """Return the figures of each page (by its number) and those that cannot be computed."""
        figures: dict[str, Value] = {}
        problems = []
        rows = {name: [item.by_name for item in items] for name, items in values.lists.items()}
        for page, shown in pages.items():
            for field in self._computer.of_pages:
                name = page_field(field.name, page)
                try:
                    value = self._computer.value(
                        field, values.by_name, _counted(field, rows, shown)
                    )
                except Refusal as refusal:
                    problems.append((name, refusal))
                else:
                    if value is not None:
                        figures[name] = value
        return figures, problems


def _counted(field: ComputedField, rows: Mapping[str, Rows], shown: PageRows) -> Mapping[str, Rows]:
    """Return the rows of each list that a figure of a page counts."""
    return {
        name: rows[name][0 if field.of == "so-far" else start : end]
        for name, (start, end) in shown.items()
        if name in rows
    }
