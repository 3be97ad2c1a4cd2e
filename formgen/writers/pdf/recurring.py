"""Values of a merged file that come again: drawn once, and called by name ever after.

Most of what a sheet adds is not its own: ticks, dates, the names of staff. A value that has come
a few times becomes a form XObject, so that the next sheets with it cost a dozen bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from decimal import Decimal

from formgen.layout.fill import Filler
from formgen.model.values import Value
from formgen.writers.pdf.images import ImageNames
from formgen.writers.pdf.shower import Operators, Shower
from formgen.writers.pdf.values import ValueField

_MOST_KEPT = 1024
"""Values remembered a field."""
_WORTH_SHARING = 8
"""How often a value comes before it is shared: an object of its own costs as much as a few uses."""


class _Seen:
    """How a value is drawn, and how often it came."""

    __slots__ = ("operators", "uses")

    def __init__(self, operators: Operators) -> None:
        self.operators = operators
        self.uses = 1


class _Field:
    """A field and its values so far: what calls those that are shared, and how others are drawn."""

    __slots__ = ("called", "field", "is_own", "kept")

    def __init__(self, field: ValueField) -> None:
        self.field = field
        self.called: dict[Hashable, str] = {}
        self.kept: dict[Hashable, _Seen] = {}
        self.is_own = False

    def keep(self, key: Hashable, operators: Operators) -> None:
        """Remember a value, unless values of this field hardly ever come again."""
        if len(self.kept) + len(self.called) >= _MOST_KEPT:
            self.is_own = not self.called
            self.kept.clear()
            self.called.clear()
        if not self.is_own:
            self.kept[key] = _Seen(operators)


class RecurringFields:
    """The fields of a page, with the values that they had in this file."""

    def __init__(
        self, fields: Iterable[ValueField], shower: Shower, share: Callable[[Operators], str]
    ) -> None:
        """`share` makes operators an object of the file and returns what calls it."""
        self._fields = {field.name: _Field(field) for field in fields}
        self._called = {name: field.called for name, field in self._fields.items()}
        self._shower = shower
        self._share = share
        self._images = ImageNames()  # pictures are not among these fields

    def add(self, filler: Filler, texts: list[str], others: list[str]) -> None:
        """Append what draws the values that `filler` holds; problems go where it sends them."""
        called = self._called
        for name, value in filler.values.by_name.items():
            known = called.get(name)
            if known is None:
                continue
            # 1.0 and 1 are equal, and printed otherwise.
            key = str(value) if type(value) is Decimal else value
            call = known.get(key)
            if call is not None:
                others.append(call)
                continue
            text, other = self._drawn(self._fields[name], key, value, filler)
            if text:
                texts.append(text)
            if other:
                others.append(other)

    def _drawn(self, field: _Field, key: Hashable, value: Value, filler: Filler) -> Operators:
        seen = field.kept.get(key)
        if seen is not None:
            return self._again(field, key, seen)
        operators = field.field.operators(value, filler, self._shower, self._images)
        if not field.is_own and not len(filler.problems):
            field.keep(key, operators)
        return operators

    def _again(self, field: _Field, key: Hashable, seen: _Seen) -> Operators:
        seen.uses += 1
        if seen.uses < _WORTH_SHARING:
            return seen.operators
        del field.kept[key]
        called = field.called[key] = self._share(seen.operators)
        return "", called
