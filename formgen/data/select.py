"""Which records are printed, and in what order: `--where`, `--sort` and `--limit`.

A condition is a Jinja expression over the checked values of a record, by the names or the labels
of the fields, or over its raw values by column: `bandwidth_mbps > 500 and service_type ==
"互联网专线"`. A comparison never says no for want of a common kind: that is an error.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, TypeVar

from formgen.data.columns import with_implied
from formgen.data.comparison import Chosen, sort_key
from formgen.data.refusal import Refusal, quote
from formgen.diagnostics import Diagnostics, Place, did_you_mean
from formgen.errors import DataError, UsageError
from formgen.model.fields import ChoiceField, Field
from formgen.model.values import Values

if TYPE_CHECKING:
    from formgen.data.condition import Condition
    from formgen.data.sources.record import RawRecord

_Item = TypeVar("_Item")


class Selection:
    """A choice among records; `fields` are those of the form, by which choices know their texts.

    `sort` names fields or columns with commas between them; "-" before one turns its order. Then
    all records are held in memory until the last is read.

    Raises UsageError if the condition is no expression, or the limit or the order is none.
    """

    def __init__(
        self,
        where: str | None = None,
        sort: str | None = None,
        limit: int | None = None,
        fields: Sequence[Field] = (),
    ) -> None:
        if limit is not None and limit < 0:
            raise UsageError.of("bad-limit", f"{limit} is not a number of records")
        self.limit = limit
        self._condition = _condition(where)
        self._order = _order(sort or "")
        self._fields: Mapping[str, Field] = _by_name(fields)

    @property
    def needs_all(self) -> bool:
        """Whether all records are held in memory, to order them."""
        return bool(self._order)

    def check(self, columns: Iterable[str], place: Place | None = None) -> None:
        """Raise UsageError if the condition or the order has names that the data does not.

        `columns` are those of the table; fields of the form count as well.
        """
        known = {*self._fields, *(column.strip() for column in columns)}
        found = Diagnostics()
        names = sorted(self._condition.names) if self._condition else []
        for name in dict.fromkeys([*names, *(name for name, _ in self._order)]):
            if name not in known:
                hint = did_you_mean(name, known)
                message = f"{quote(name)} is neither a field of the form nor a column of the data"
                found.error("unknown-field", message, place or Place(), hint)
        UsageError.raise_if(found)

    def accepts(self, values: Values, raw: RawRecord) -> bool:
        """Return whether a record meets the condition; raises DataError if it cannot be decided.

        A record whose values are not all good should not be asked about: it is to be rejected.
        """
        condition = self._condition
        if condition is None:
            return True
        given = {}
        for name in condition.all_names:
            if name in self._fields or name in raw.values:
                given[name] = self._value(name, values, raw)
        try:
            self._refuse_unknown(given, raw)
            return condition.holds(given)
        except Refusal as refusal:
            raise DataError([refusal.at(raw.place)]) from refusal

    def order(self, records: Iterable[tuple[RawRecord, Values]]) -> list[tuple[RawRecord, Values]]:
        """Return the records in the order that is asked for, at most as many as the limit."""
        return self._ordered(list(records), lambda record: record)[: self.limit]

    def chosen(
        self, items: Iterable[_Item], record: Callable[[_Item], tuple[RawRecord, Values]]
    ) -> Iterator[_Item]:
        """Yield the items whose records meet the condition, in order, up to the limit.

        `record` gives the record of an item. Raises DataError as `accepts` does.
        """

        def accepted(item: _Item) -> bool:
            raw, values = record(item)
            return self.accepts(values, raw)

        kept: Iterable[_Item] = filter(accepted, items)
        if self._order:
            kept = self._ordered(list(kept), record)
        yield from islice(kept, self.limit)

    def _ordered(
        self, items: list[_Item], record: Callable[[_Item], tuple[RawRecord, Values]]
    ) -> list[_Item]:
        """Return the items in order; sorts by the last name first, as sorting is stable."""
        for name, turned in reversed(self._order):
            keyed = [(self._of_item(name, record(item)), item) for item in items]
            present = [(sort_key(value), item) for value, item in keyed if value is not None]
            present.sort(key=lambda pair: pair[0], reverse=turned)
            items = [item for _, item in present]
            items += [item for value, item in keyed if value is None]
        return items

    def _of_item(self, name: str, record: tuple[RawRecord, Values]) -> object:
        raw, values = record
        return self._value(name, values, raw)

    def _value(self, name: str, values: Values, raw: RawRecord) -> object:
        """Return the checked value of a field, or the raw one of a column; None for none."""
        field = self._fields.get(name)
        if field is None:
            checked = values.get(name)
            given = raw.values.get(name) if checked is None else checked
            return None if given == "" else given
        value = values.get(field.name)
        if isinstance(field, ChoiceField) and isinstance(value, tuple):
            return Chosen(field, value)
        return value

    def _refuse_unknown(self, given: Mapping[str, object], raw: RawRecord) -> None:
        for name in sorted(self._condition.names if self._condition else ()):
            if name not in given:
                known = [*self._fields, *raw.values]
                message = f"{quote(name)} is neither a field of the form nor a column of the data"
                raise Refusal("unknown-field", message, did_you_mean(name, known))


def _condition(where: str | None) -> Condition | None:
    """Return the condition, or None for none; Jinja is loaded only for one."""
    if not where or not where.strip():
        return None
    from formgen.data.condition import Condition

    return Condition(where)


def _order(sort: str) -> tuple[tuple[str, bool], ...]:
    """Return the names to sort by, and whether the order of each is turned."""
    if not sort.strip():
        return ()
    names = [name.strip() for name in sort.replace("，", ",").split(",")]
    order = tuple((name.removeprefix("-").strip(), name.startswith("-")) for name in names)
    if not all(name for name, _ in order):
        hint = "it is written like: city,-speed"
        raise UsageError.of("bad-sort", f"{quote(sort)} names no field in one place", hint=hint)
    return order


def _by_name(fields: Sequence[Field]) -> dict[str, Field]:
    """Return the fields by their names, and by those labels that one field alone has."""
    every = with_implied(fields) if fields else ()
    labels = [field.label.strip() for field in every]
    by_label = {
        label: f for label, f in zip(labels, every, strict=True) if labels.count(label) == 1
    }
    return {**by_label, **{field.name: field for field in every}}
