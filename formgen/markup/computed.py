"""Computed fields: what they are computed from must be there, and must not be they themselves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from graphlib import CycleError, TopologicalSorter

from formgen.diagnostics import Diagnostics, did_you_mean
from formgen.model.fields import ComputedField, Field

IMPLIED = ("record_id",)
"""Fields that every form takes."""


def check_computed(fields: Sequence[Field], diagnostics: Diagnostics) -> None:
    """Report names in expressions that are no fields, and computed fields that need each other."""
    computed = {field.name: field for field in fields if isinstance(field, ComputedField)}
    known = [*(field.name for field in fields), *IMPLIED]
    needs = {name: _names(field) for name, field in computed.items()}
    for name, field in computed.items():
        for needed in sorted(needs[name].difference(known)):
            message = f"`{name}` is computed from `{needed}`, which is not a field"
            diagnostics.error("unknown-field", message, field.place, did_you_mean(needed, known))
    _check_circle(computed, needs, diagnostics)


def _names(field: ComputedField) -> set[str]:
    from formgen.markup.environment import expression_names

    return expression_names(field.expression)


def _check_circle(
    computed: Mapping[str, ComputedField], needs: Mapping[str, set[str]], diagnostics: Diagnostics
) -> None:
    try:
        TopologicalSorter({n: needs[n].intersection(computed) for n in computed}).prepare()
    except CycleError as error:
        circle: list[str] = error.args[1]
        message = f"computed fields need each other: {' → '.join(f'`{n}`' for n in circle)}"
        diagnostics.error("circular-expression", message, computed[circle[0]].place)
