"""Computed fields: what they are computed from must be there, and must not be they themselves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from graphlib import CycleError, TopologicalSorter

from formgen.diagnostics import Diagnostics, did_you_mean
from formgen.model.fields import ComputedField, Field, ListField
from formgen.model.lists import FUNCTIONS

IMPLIED = ("record_id",)
"""Fields that every form takes."""


def check_computed(fields: Sequence[Field], diagnostics: Diagnostics) -> None:
    """Report names in expressions that are no fields, and computed fields that need each other."""
    computed = {field.name: field for field in fields if isinstance(field, ComputedField)}
    by_name = {field.name: field for field in fields}
    known = [*by_name, *IMPLIED]
    needs = {name: _names(field, known) for name, field in computed.items()}
    for name, field in computed.items():
        for needed in sorted(needs[name].difference(known)):
            message = f"`{name}` is computed from `{needed}`, which is not a field"
            hint = did_you_mean(needed, [*known, *FUNCTIONS])
            diagnostics.error("unknown-field", message, field.place, hint)
        for message, hint in _misused(field, needs[name], by_name):
            diagnostics.error("bad-expression", message, field.place, hint)
    _check_circle(computed, needs, diagnostics)


def _names(field: ComputedField, known: Sequence[str]) -> set[str]:
    """Return the fields that an expression asks for: all its names but those of functions."""
    from formgen.markup.environment import expression_names

    return expression_names(field.expression) - set(FUNCTIONS).difference(known)


def _misused(
    field: ComputedField, needs: set[str], fields: Mapping[str, Field]
) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with how an expression uses fields that are there, and a hint."""
    from formgen.markup.environment import expression_columns

    for needed in sorted(needs):
        other = fields.get(needed)
        if isinstance(other, ComputedField) and other.of != "all":
            message = f"`{field.name}` is computed from `{needed}`, which every page has its own of"
            yield message, "write its expression here too"
    for name, column in sorted(expression_columns(field.expression)):
        items = fields.get(name)
        if isinstance(items, ListField):
            known = [f.name for f in items.fields]
            if column not in known:
                message = f"the rows of `{name}` have no field `{column}`"
                yield message, did_you_mean(column, known) or f"they have {', '.join(known)}"


def _check_circle(
    computed: Mapping[str, ComputedField], needs: Mapping[str, set[str]], diagnostics: Diagnostics
) -> None:
    try:
        TopologicalSorter({n: needs[n].intersection(computed) for n in computed}).prepare()
    except CycleError as error:
        circle: list[str] = error.args[1]
        message = f"computed fields need each other: {' → '.join(f'`{n}`' for n in circle)}"
        diagnostics.error("circular-expression", message, computed[circle[0]].place)
