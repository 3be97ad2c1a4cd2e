"""Lists of a record: each row is bound like a record of its own, and told apart by its number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from formgen.data.json_value import JsonDecoder
from formgen.data.refusal import LISTED, Refusal, kind, quote
from formgen.diagnostics import NOWHERE, Diagnostic, Place
from formgen.model.fields import ListField
from formgen.model.lists import row_field, row_name
from formgen.model.values import Item

if TYPE_CHECKING:
    from formgen.data.bind import Binder

_OF_COLUMNS = ("unknown-field", "ambiguous-label", "given-twice")
"""Problems that all rows with the same columns share; they are told once."""

_ALLOWED = 'a list of objects, like [{"name": "value"}]'


class PlacedRow(dict[str, object]):
    """The raw values of a row of a list that stands in a table, and where it stands there."""

    def __init__(self, values: Mapping[str, object], place: Place = NOWHERE) -> None:
        super().__init__(values)
        self.place = place

    def __reduce__(self) -> tuple[type[PlacedRow], tuple[dict[str, object], Place]]:
        return PlacedRow, (dict(self), self.place)


class ListBinder:
    """Binds the rows of one list field; `rows` is the binder of their fields."""

    def __init__(self, field: ListField, rows: Binder) -> None:
        self.field = field
        self.rows = rows

    def columns(self, columns: Sequence[str]) -> tuple[frozenset[str], tuple[str, ...]]:
        """Return the fields of a row that `columns` have, and those of `columns` that have one."""
        refused = {column for column, _, _ in self.rows.refused(columns)}
        found = tuple(column for column in columns if column not in refused)
        return frozenset(filter(None, map(self.rows.field_of, found))), found

    def bind(self, value: object, place: Place) -> tuple[tuple[Item, ...], list[Diagnostic]]:
        """Return the rows that a raw value holds, and all that is wrong with them.

        `place` is that of the value. Raises Refusal if it is no list, or has too few or too many
        rows.
        """
        given = self._rows(value)
        problems: list[Diagnostic] = []
        told: set[tuple[str, str]] = set()
        items = []
        for number, row in enumerate(given, 1):
            item, found = self._item(row, row_name(self.field.name, number), place, told)
            items.append(item)
            problems += found
        return tuple(items), problems

    def unknown(self, value: object) -> list[tuple[str, Refusal]]:
        """Return the keys of rows that no field has, as fields of the list, each once."""
        try:
            given = self._rows(value)
        except Refusal:
            return []
        keys = dict.fromkeys(tuple(row) for row in given if isinstance(row, Mapping))
        found = {
            row_field(self.field.name, column): refusal
            for columns in keys
            for column, _, refusal in self.rows.refused(columns)
        }
        return list(found.items())

    def _item(
        self, row: object, name: str, place: Place, told: set[tuple[str, str]]
    ) -> tuple[Item, list[Diagnostic]]:
        """Return a bound row, called `name`; what is wrong with a column is `told` once."""
        if not isinstance(row, Mapping):
            message = f"{kind(row)} was given for a row; an object is needed"
            here = replace(place, column="", field=name)
            return Item({}), [Diagnostic("wrong-type", message, here)]
        at = row.place if isinstance(row, PlacedRow) else NOWHERE
        values, troubles = self.rows.row(row)
        problems = []
        for column, field, refusal in troubles:
            if refusal.code in _OF_COLUMNS:
                if (column, refusal.code) in told:
                    continue
                told.add((column, refusal.code))
            problems.append(refusal.at(_cell(at, place, column, row_field(name, field))))
        return Item(values, at), problems

    def _rows(self, value: object) -> Sequence[object]:
        """Return the raw rows; raises Refusal."""
        if isinstance(value, str):
            value = _parsed(value)
        if not isinstance(value, list | tuple):
            raise Refusal("wrong-type", f"{kind(value)} was given; allowed: {_ALLOWED}")
        least, most = self.field.minimum, self.field.maximum
        if len(value) > most:
            message = f"there are {len(value)} rows; allowed: at most {most}"
            raise Refusal("too-many-rows", message, "divide them among several records")
        if len(value) < least:
            raise Refusal("too-few-rows", f"there are {len(value)} rows; allowed: {least} or more")
        return value


def _parsed(text: str) -> object:
    """Return the list that a cell of a table spells in JSON; raises Refusal."""
    decoder = JsonDecoder()
    try:
        value = decoder.whole(text)
    except ValueError:
        raise Refusal("wrong-type", f"{quote(text)} was given; allowed: {_ALLOWED}") from None
    if decoder.faults:
        raise Refusal("bad-json", "; ".join(decoder.faults[:LISTED]))
    return value


def _cell(row: Place, record: Place, column: str, field: str) -> Place:
    """Return the place of a value: its cell in a table, else its field in the record."""
    if row.row:
        return replace(row, column=column, field=field, record=record.record)
    return replace(record, column="", field=field)
