"""The rows of a table as the list of one record, or of a record for each value of a column.

Columns that are fields of the list belong to each row; the others belong to the record and come
from its first row, with which the others must agree where they say anything.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable
from dataclasses import field, replace

from formgen.data.cells import cell_text
from formgen.data.joint import AnyBinder
from formgen.data.lists import PlacedRow
from formgen.data.refusal import Refusal, listing, quote
from formgen.data.sources.record import RawRecord, Records
from formgen.dataclass import dataclass
from formgen.diagnostics import Diagnostic, Place, did_you_mean
from formgen.errors import UsageError


@dataclass(frozen=True, slots=True)
class Gathering:
    """Which list the rows are, the column that divides them, and the other values of the records.

    `group_by` is the column's name, or the name or label of its field; empty: one record has all.
    """

    name: str
    group_by: str = ""
    head: tuple[tuple[str, object], ...] = ()


def gathered(rows: Records, gathering: Gathering, binder: AnyBinder) -> Records:
    """Return the records that the rows of a table make; `binder` is that of the form.

    All rows are held in memory. Raises UsageError if the form has no such list, or the table no
    such column; taking a record raises what taking a row does.
    """
    name = _list_name(gathering.name, binder)
    gatherer = _Gatherer(name, gathering, binder)
    if rows.columns and gathering.group_by:
        gatherer.dividing(rows.columns)
    return Records(_records(rows, gatherer), (), rows.close)


def _list_name(word: str, binder: AnyBinder) -> str:
    """Return the name of the list that `word` is the name or the label of."""
    known = {name: each.field.label for name, each in binder.lists.items()}
    for name, label in known.items():
        if word.strip() in (name, label):
            return name
    message = f"the form has no list {quote(word)}"
    named = listing(f"{name} ({label})" if label != name else name for name, label in known.items())
    hint = did_you_mean(word, [*known, *known.values()])
    said = f"its lists are {named}" if known else "none of its rows repeat over a list"
    raise UsageError.of("unknown-list", message, hint=hint or said)


def _records(rows: Records, gatherer: _Gatherer) -> Generator[RawRecord]:
    with rows:
        groups: dict[str, list[RawRecord]] = {} if gatherer.gathering.group_by else {"": []}
        for row in rows:
            groups.setdefault(gatherer.group_of(row), []).append(row)
    for group in groups.values():
        yield gatherer.record(group)


@dataclass(slots=True)
class _Gatherer:
    """Makes records of rows; columns are looked at once."""

    name: str
    gathering: Gathering
    binder: AnyBinder
    _of_rows: dict[tuple[str, ...], frozenset[str]] = field(default_factory=dict)
    _said: dict[tuple[str, ...], frozenset[str]] = field(default_factory=dict)
    _dividing: dict[tuple[str, ...], str] = field(default_factory=dict)

    def group_of(self, row: RawRecord) -> str:
        """Return what the rows of one record have in common."""
        if not self.gathering.group_by or not row.values:
            return ""
        return cell_text(row.values[self.dividing(tuple(row.values))]).strip()

    def dividing(self, columns: tuple[str, ...]) -> str:
        """Return the column that divides the rows; raises UsageError if there is none."""
        if columns not in self._dividing:
            self._dividing[columns] = self._found(columns)
        return self._dividing[columns]

    def _found(self, columns: tuple[str, ...]) -> str:
        word = self.gathering.group_by.strip()
        for column in columns:
            if column.strip() == word:
                return column
        for binder in (self.binder, self.binder.lists[self.name].rows):
            wanted = _field_of(binder, word)
            for column in columns:
                if wanted and _field_of(binder, column) == wanted:
                    return column
        message = f"the data has no column {quote(word)} to divide its rows by"
        hint = did_you_mean(word, columns) or f"its columns are {listing(columns)}"
        raise UsageError.of("missing-column", message, hint=hint)

    def record(self, rows: list[RawRecord]) -> RawRecord:
        """Return the record of some rows; what is wrong with a row is wrong with all of it."""
        problems = [problem for row in rows for problem in row.problems]
        values = self._head(rows, problems) | dict(self._given_once().values())
        values[self.name] = [self._row(row) for row in rows]
        first = rows[0].place if rows else Place()
        place = Place(first.file, first.line, first.row)
        return RawRecord(values, place, tuple(problems))

    def _row(self, row: RawRecord) -> PlacedRow:
        own = self._own(tuple(row.values))
        return PlacedRow({c: v for c, v in row.values.items() if c in own}, row.place)

    def _head(self, rows: Iterable[RawRecord], problems: list[Diagnostic]) -> dict[str, object]:
        """Return the values of the record itself; rows that say otherwise go to `problems`."""
        head: dict[str, object] = {}
        said: dict[str, Place] = {}
        for row in rows:
            elsewhere = self._own(tuple(row.values)) | self._given(tuple(row.values))
            for column, value in row.values.items():
                if column in elsewhere or value is None or value == "":
                    continue
                if column not in head:
                    head[column], said[column] = value, row.place
                elif value != head[column] and _field_of(self.binder, column):
                    problems.append(_differs(column, value, row.place, head[column], said[column]))
        return head

    def _own(self, columns: tuple[str, ...]) -> frozenset[str]:
        """Return those of `columns` that are fields of the list."""
        if columns not in self._of_rows:
            rows = self.binder.lists[self.name].rows
            self._of_rows[columns] = frozenset(c for c in columns if _field_of(rows, c))
        return self._of_rows[columns]

    def _given_once(self) -> dict[str, tuple[str, object]]:
        """Return what is said for all records by its field; of several the last."""
        once: dict[str, tuple[str, object]] = {}
        for word, value in self.gathering.head:
            name = _field_of(self.binder, word) or word
            once.pop(name, None)
            once[name] = (word, value)
        return once

    def _given(self, columns: tuple[str, ...]) -> frozenset[str]:
        """Return those of `columns` whose values are said otherwise for all records."""
        if columns not in self._said:
            names = self._given_once()
            self._said[columns] = frozenset(
                c for c in columns if (_field_of(self.binder, c) or c) in names
            )
        return self._said[columns]


def _differs(column: str, value: object, place: Place, first: object, where: Place) -> Diagnostic:
    message = f"{quote(value)} is given, but row {where.row or where.line} has {quote(first)}"
    hint = "the rows of one record agree in what is no field of the list; --group-by divides them"
    return Diagnostic("rows-differ", message, replace(place, column=column), hint)


def _field_of(binder: AnyBinder, column: str) -> str:
    """Return the field of a column; of one whose label several share, the column itself."""
    try:
        return binder.field_of(column) or ""
    except Refusal:
        return column
