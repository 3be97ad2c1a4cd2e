"""The fields of several forms that take the same records, as a binder of one form shows them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TypeAlias

from formgen.data.bind import Binder
from formgen.data.columns import described
from formgen.data.lists import ListBinder
from formgen.data.refusal import Refusal, listing, quote
from formgen.diagnostics import NOWHERE, Diagnostic, Diagnostics, Place, did_you_mean
from formgen.model.fields import Field

_UNKNOWN = "unknown-field"


class JointBinder:
    """What can be asked of the binders of several forms at once.

    A field that several forms have is that of the first of them. A column is unknown if it is so
    to each form.
    """

    def __init__(self, binders: Sequence[Binder]) -> None:
        self._binders = binders
        fields: dict[str, Field] = {}
        self.lists: dict[str, ListBinder] = {}
        for binder in binders:
            fields = {field.name: field for field in binder.fields} | fields
            self.lists = binder.lists | self.lists
        self.fields = tuple(fields.values())

    def field_of(self, column: str) -> str | None:
        """Return the field that a column belongs to, or None; raises Refusal if several do."""
        refused: list[Refusal] = []
        for binder in self._binders:
            try:
                name = binder.field_of(column)
            except Refusal as refusal:
                refused.append(refusal)
            else:
                if name:
                    return name
        if refused:
            raise refused[0]
        return None

    def unknown_columns(self, columns: Sequence[str]) -> tuple[str, ...]:
        """Return those of `columns` that no field of any form has."""
        first, *others = (binder.unknown_columns(columns) for binder in self._binders)
        return tuple(column for column in first if all(column in each for each in others))

    def unknown(self, column: str, place: Place = NOWHERE) -> Diagnostic:
        """Return the error of a column that no form takes."""
        known = [word for field in self.fields for word in (field.name, field.label) if word]
        hint = did_you_mean(column.strip(), known)
        hint = hint or f"their fields are {listing(described(field) for field in self.fields)}"
        message = f"{quote(column)} is not a field of any of these forms"
        return Diagnostic(_UNKNOWN, message, place, hint)

    def column_problems(self, columns: Iterable[str], place: Place = NOWHERE) -> list[Diagnostic]:
        """Return what is wrong with the columns of a whole table, each once, as a binder does."""
        given = tuple(columns)
        found = Diagnostics()
        for column in self.unknown_columns(given):
            unknown = self.unknown(column, replace(place, column=column))
            found.warning(unknown.code, unknown.message, unknown.place, unknown.hint)
        for binder in self._binders:
            problems = binder.column_problems(given, place)
            found.extend(problem for problem in problems if problem.code != _UNKNOWN)
        return list(found)

    def list_problems(
        self, record: Mapping[str, object], place: Place = NOWHERE
    ) -> list[Diagnostic]:
        """Return a warning for each key in the rows of a list that no form with that list takes."""
        found: list[Diagnostic] = []
        for name in self.lists:
            taking = [binder for binder in self._binders if name in binder.lists]
            rows = {c: value for c, value in record.items() if self._names(taking[0], c, name)}
            first, *others = (binder.list_problems(rows, place) for binder in taking)
            found += [each for each in first if all(each in other for other in others)]
        return found

    def _names(self, binder: Binder, column: str, name: str) -> bool:
        try:
            return binder.field_of(column) == name
        except Refusal:
            return False


AnyBinder: TypeAlias = Binder | JointBinder
"""What the columns of data are looked up in: the fields of one form, or of several."""
