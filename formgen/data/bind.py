"""Binding: a raw record becomes checked `Values` for the fields of a form.

    raw record ──plan──▶ its fields ──readers──▶ values, lists ──computed fields──▶ Values

All problems of a record are reported at once, each with the place of its cell.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from formgen.data.columns import RECORD_ID, Columns, other_name, with_implied
from formgen.data.lists import ListBinder
from formgen.data.plan import Plan, Planner, Trouble, Unknown
from formgen.data.readers import readers_of
from formgen.data.refusal import Refusal, listing, quote
from formgen.diagnostics import NOWHERE, Diagnostic, Diagnostics, Place, Severity
from formgen.errors import UsageError
from formgen.model.fields import ChoiceField, ComputedField, Field, ListField
from formgen.model.values import NO_LISTS, Item, Value, Values

if TYPE_CHECKING:
    from formgen.data.computed import Computer
    from formgen.data.sources.record import RawRecord

_EMPTY = ("", "[]", "()")


def _unknown(what: Refusal) -> bool:
    return what.code == "unknown-field"


class Binder:
    """Binds records to the fields of one form; built once, used for each record.

    `rename` maps column headers to field names or labels; `base` is the folder below which
    pictures are looked for; with `unknown` "ignore", columns that no field has are passed over
    (`column_problems` names them once for a whole table). `elsewhere` are fields that the sheets of
    other records have: their columns are known, and a value in one is a warning.

    `of_list` says that they are the fields of the rows of a list.

    Raises LayoutError if a pattern or an expression of a field is wrong, UsageError if `rename`
    names a field that the form lacks.
    """

    def __init__(
        self,
        fields: Sequence[Field],
        *,
        rename: Mapping[str, str] | None = None,
        base: Path | None = None,
        unknown: Unknown = "error",
        elsewhere: Sequence[Field] = (),
        of_list: bool = False,
    ) -> None:
        self.fields = with_implied(fields, of_list=of_list)
        self.requires = frozenset(
            f.name for f in self.fields if f.required and not isinstance(f, ComputedField)
        )
        self.lists = {
            field.name: ListBinder(
                field, Binder(field.fields, rename=rename, base=base, unknown=unknown, of_list=True)
            )
            for field in self.fields
            if isinstance(field, ListField)
        }
        self._blanks = _blanks(fields)
        self._columns = Columns(self.fields, rename or {})
        others = Columns(with_implied(elsewhere), rename or {}) if elsewhere else None
        self._planner = Planner(self._columns, readers_of(self.fields, base), unknown, others)
        self._computer = _computer(self.fields)
        if not of_list:
            _check_rename(self._columns, self._planner, tuple(self.lists.values()))

    def bind(
        self,
        record: Mapping[str, object],
        place: Place = NOWHERE,
        index: int = 0,
        form_id: str = "",
    ) -> tuple[Values, list[Diagnostic]]:
        """Return the values of `record` and all that is wrong with it.

        `place` is where the record stands, `index` its number in the data from 0. If any of the
        diagnostics is an error the values are incomplete and have no sheet id.
        """
        plan = self._planner.plan(tuple(record))
        values, troubles = _read(plan, record)
        key, place = _key(values, place, index)
        lists, of_lists = self._bind_lists(plan, record, place, troubles)
        given = {*values, *lists} if lists else values.keys()
        if not self.requires <= given:
            troubles += self._missing(plan, given, troubles)
        if self._blanks:
            troubles += self._stray(plan, values)
        if plan.elsewhere:
            troubles += _not_here(plan, record)
        if not troubles and not self._computer and not of_lists:
            return Values(values, key, plan.said.sheet_id(form_id, key, record), place, lists), []
        wrong = any(found.severity is Severity.ERROR for found in of_lists)
        if self._computer and not wrong and not any(_is_error(trouble) for trouble in troubles):
            troubles += self._computed(self._computer, plan, values, record, lists)
        problems = [refusal.at(_cell(place, column, name)) for column, name, refusal in troubles]
        problems += of_lists
        if wrong or any(_is_error(trouble) for trouble in troubles):
            return Values(values, key, place=place, lists=lists), problems
        return Values(values, key, plan.said.sheet_id(form_id, key, record), place, lists), problems

    def row(self, record: Mapping[str, object]) -> tuple[dict[str, Value], list[Trouble]]:
        """Return the values of a row of a list, and what is wrong with its cells."""
        plan = self._planner.plan(tuple(record))
        values, troubles = _read(plan, record)
        if not self.requires <= values.keys():
            troubles += self._missing(plan, values.keys(), troubles)
        if self._blanks:
            troubles += self._stray(plan, values)
        if self._computer and not any(_is_error(trouble) for trouble in troubles):
            troubles += self._computed(self._computer, plan, values, record, NO_LISTS)
        return values, troubles

    def _bind_lists(
        self,
        plan: Plan,
        record: Mapping[str, object],
        place: Place,
        troubles: list[Trouble],
    ) -> tuple[Mapping[str, tuple[Item, ...]], list[Diagnostic]]:
        """Return the rows of the lists of a record, and what is wrong with them.

        What is wrong with a list as a whole goes to `troubles`.
        """
        if not self.lists:
            return NO_LISTS, []
        lists: dict[str, tuple[Item, ...]] = {}
        problems: list[Diagnostic] = []
        for name, binder in self.lists.items():
            column = plan.given.get(name)
            if column is None or record[column] is None or record[column] == "":
                continue
            try:
                lists[name], found = binder.bind(record[column], place)
            except Refusal as refusal:
                troubles.append((column, name, refusal))
            else:
                problems += found
        return lists, problems

    def _computed(
        self,
        computer: Computer,
        plan: Plan,
        values: dict[str, Value],
        record: Mapping[str, object],
        lists: Mapping[str, tuple[Item, ...]],
    ) -> list[Trouble]:
        """Add the computed values to `values`; return what is wrong with them."""
        given = {name: record[column] for name, column in plan.given.items()}
        rows = {name: [item.by_name for item in items] for name, items in lists.items()}
        problems = computer.compute(values, given, rows)
        return [(plan.columns.get(name, ""), name, refusal) for name, refusal in problems]

    def bind_record(
        self, raw: RawRecord, index: int = 0, form_id: str = ""
    ) -> tuple[Values, list[Diagnostic]]:
        """Return the values of a record as its source read it, and all that is wrong with it.

        A record that its source could not read whole is not bound: its cells may stand in the
        wrong columns.
        """
        if raw.problems:
            key, place = _key({}, raw.place, index)
            return Values({}, key, place=place), list(raw.problems)
        return self.bind(raw.values, raw.place, index, form_id)

    def unknown_columns(self, columns: Iterable[str]) -> tuple[str, ...]:
        """Return those of `columns` that no field of the form has."""
        refused = self.refused(tuple(columns))
        return tuple(column for column, _, what in refused if what.code == "unknown-field")

    def field_of(self, column: str) -> str | None:
        """Return the field that a column belongs to, or None; raises Refusal if several do."""
        return self._planner.field_of(column)

    def refused(self, columns: Sequence[str]) -> list[Trouble]:
        """Return the columns that cannot be bound, and why, those of no field among them."""
        return self._planner.refused(columns)

    def list_problems(
        self, record: Mapping[str, object], place: Place = NOWHERE
    ) -> list[Diagnostic]:
        """Return a warning for each key in the rows of a record's lists that no field has."""
        plan = self._planner.plan(tuple(record))
        return [
            replace(refusal, severity=Severity.WARNING)
            for name, binder in self.lists.items()
            if name in plan.given
            for field, what in binder.unknown(record[plan.given[name]])
            if what.code == "unknown-field"
            for refusal in (what.at(replace(place, field=field)),)
        ]

    def column_problems(self, columns: Iterable[str], place: Place = NOWHERE) -> list[Diagnostic]:
        """Return what is wrong with the columns of a whole table, each once.

        Unknown columns are warnings; a label that several fields share, two columns of one field,
        a renamed column that is not there, and columns that are those of a list are errors.
        """
        given = tuple(columns)
        found = Diagnostics()
        refused = self._planner.refused(given)
        of_list, what = self._of_list([column for column, _, what in refused if _unknown(what)])
        if what:
            found.error(what.code, what.message, place, what.hint)
        for column, _, what in refused:
            if column not in of_list:
                add = found.warning if _unknown(what) else found.error
                add(what.code, what.message, replace(place, column=column), what.hint)
        present = {column.strip() for column in given}
        for column in self._columns.rename:
            if column not in present:
                message = f"there is no column {quote(column)} in the data to map"
                found.error("missing-column", message, place)
        return list(found)

    def _of_list(self, unknown: Sequence[str]) -> tuple[Sequence[str], Refusal | None]:
        """Return those of the unknown columns that are of a list, if they make up its rows."""
        for name, binder in self.lists.items():
            names, of_list = binder.columns(unknown)
            if of_list and binder.rows.requires <= names:
                message = (
                    f"the columns {listing(map(quote, of_list))} are those of the list `{name}`"
                )
                hint = f"say that the rows of the data are that list: --rows {name}"
                return of_list, Refusal("rows-of-a-list", message, hint)
        return (), None

    def _missing(
        self, plan: Plan, given: Set[str], refused: Sequence[Trouble]
    ) -> Iterator[Trouble]:
        """Yield the required fields that have no value, apart from those already refused."""
        for field in self.fields:
            if field.name not in self.requires or field.name in given:
                continue
            if any(name == field.name for _, name, _ in refused):
                continue
            named = f"{field.label} (`{field.name}`)" if field.label else f"`{field.name}`"
            refusal = Refusal("missing-value", f"{named} is required and has no value")
            yield plan.columns.get(field.name, ""), field.name, refusal

    def _stray(self, plan: Plan, values: Mapping[str, Value]) -> Iterator[Trouble]:
        """Yield a warning for each text that stands behind an option that is not chosen."""
        for field, name, blanks in self._blanks:
            chosen = values.get(field.name)
            if name not in values or (isinstance(chosen, tuple) and blanks.keys() & chosen):
                continue
            text = next(iter(blanks.values()))
            message = f"{quote(values[name])} is given but {text} is not chosen"
            hint = f"add {text} to `{field.name}`"
            refusal = Refusal("stray-other", message, hint, Severity.WARNING)
            yield plan.columns.get(name, ""), name, refusal


def _read(plan: Plan, record: Mapping[str, object]) -> tuple[dict[str, Value], list[Trouble]]:
    """Return the values that the cells of a record hold, and the cells that were refused."""
    values: dict[str, Value] = {}
    troubles = list(plan.problems)
    for column, name, read in plan.steps:
        raw = record[column]
        if raw is None or raw == "":
            continue
        try:
            value = read(raw)
        except Refusal as refusal:
            troubles.append((column, name, refusal))
        else:
            if value is not None:
                values[name] = value
    return values, troubles


def _not_here(plan: Plan, record: Mapping[str, object]) -> Iterator[Trouble]:
    """Yield a warning for each value whose field only the sheets of other records have."""
    for column, name in plan.elsewhere:
        value = record[column]
        if value is None or value is False or str(value).strip() in _EMPTY:
            continue
        message = f"{quote(value)} is given, but the sheet of this record has no `{name}`"
        yield column, name, Refusal("not-on-this-sheet", message, "", Severity.WARNING)


def _key(values: Mapping[str, Value], place: Place, index: int) -> tuple[str, Place]:
    """Return the record's key, and its place with the key in it if the record names itself."""
    named = values.get(RECORD_ID)
    if named is None:
        return str(place.row or index + 1), place
    key = str(named)
    # Spelled out: dataclasses.replace costs as much as three fields of a record.
    return key, Place(place.file, place.line, place.row, place.column, place.field, key)


def _cell(place: Place, column: str, name: str) -> Place:
    """Return the place of a cell of a table, or of a field of any other record."""
    return replace(place, column=column if place.row else "", field=name)


def _is_error(trouble: Trouble) -> bool:
    return trouble[2].severity is Severity.ERROR


def _blanks(fields: Sequence[Field]) -> tuple[tuple[Field, str, dict[str, str]], ...]:
    """Return the choices with blanks, the fields of their texts, and code → text of the options."""
    return tuple(
        (field, other_name(field), blanks)
        for field in fields
        if isinstance(field, ChoiceField)
        and (blanks := {o.code: o.text for o in field.options if o.blank > 0})
    )


def _computer(fields: Sequence[Field]) -> Computer | None:
    """Return what evaluates the computed fields, or None; Jinja is loaded only for them."""
    if not any(isinstance(field, ComputedField) for field in fields):
        return None
    from formgen.data.computed import Computer

    return Computer(fields)


def _check_rename(columns: Columns, planner: Planner, lists: Sequence[ListBinder]) -> None:
    found = Diagnostics()
    for column, target in columns.rename.items():
        try:
            if planner.field_of(column) is None and not any(
                each.rows.field_of(column) for each in lists
            ):
                raise columns.unknown(target)
        except Refusal as refusal:
            found.extend([refusal.at(NOWHERE)])
    UsageError.raise_if(found)
