"""The pattern of file names: what a record's file shall be called, before it is made safe."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Protocol

from formgen.data.refusal import listing, quote
from formgen.diagnostics import did_you_mean
from formgen.errors import UsageError
from formgen.model.fields import ChoiceField, Field

if TYPE_CHECKING:
    from formgen.data.sources import RawRecord
    from formgen.model.values import Value, Values

SPECIAL = ("index", "key", "sheet_id", "record")
"""Names in a pattern that are no fields: the number of the record from 1, what names it, the key
in its identity code, and its columns as the data has them (`record["客户 名称"]`)."""


_FAULTS = (
    ArithmeticError, LookupError, TypeError, ValueError, RecursionError, MemoryError,
)  # fmt: skip


class Pattern(Protocol):
    """Says what the file of a record shall be called."""

    def wanted(self, raw: RawRecord, values: Values, index: int) -> str:
        """Return the name that is wanted, as it comes."""
        ...

    def check(self, columns: Iterable[str]) -> None:
        """Raise UsageError if the pattern names what neither the form nor the data has."""
        ...


def pattern_of(text: str, fields: Iterable[Field]) -> Pattern:
    """Return the pattern of `text`, or without one: the record_id, else the number of six digits.

    Raises UsageError if it is no Jinja template.
    """
    return JinjaPattern(text, fields) if text else _DefaultPattern()


class _DefaultPattern:
    """The record's own id where it has one, else its number: `000017`."""

    def wanted(self, raw: RawRecord, values: Values, index: int) -> str:
        """Return the record's id, or its number."""
        return values.place.record or numbered(index)

    def check(self, columns: Iterable[str]) -> None:
        """Do nothing: the default fits all data."""


class JinjaPattern:
    """A Jinja template over `index`, `key`, `sheet_id`, the fields, and the columns of the data."""

    def __init__(self, text: str, fields: Iterable[Field]) -> None:
        from jinja2 import TemplateError
        from jinja2.meta import find_undeclared_variables

        from formgen.markup.bounded import PhraseEnvironment

        environment = PhraseEnvironment()
        try:
            self._names = sorted(find_undeclared_variables(environment.parse(text)))
            self._template = environment.from_string(text)
        except TemplateError as error:
            raise _wrong(f"--name is no pattern: {error.message}") from error
        except (RecursionError, ValueError):  # an integer of more digits than Python takes
            raise _wrong("--name is no pattern: it is too deep or a number too long") from None
        self._environment = environment
        self._fields = {field.name: field for field in fields}
        self._broken = TemplateError

    def check(self, columns: Iterable[str]) -> None:
        """Raise UsageError if the pattern names what neither the form nor the data has."""
        known = [*SPECIAL, *self._fields, *columns]
        for name in self._names:
            if name not in known:
                near = did_you_mean(name, known)
                hint = near or f"it knows {listing(known)}"
                raise _wrong(f"--name asks for {quote(name)}, which no record has", hint)

    def wanted(self, raw: RawRecord, values: Values, index: int) -> str:
        """Return what the pattern says; raises UsageError if it cannot be worked out."""
        special = dict(zip(SPECIAL, (index, values.key, values.sheet_id, raw.values), strict=True))
        known = {name: special.get(name, self._said(name, raw, values)) for name in self._names}
        try:
            self._environment.renew()
            return self._template.render(known)
        except (*_FAULTS, self._broken) as error:
            message = f"--name cannot be worked out for record {values.key}: {error}"
            raise _wrong(message) from error

    def _said(self, name: str, raw: RawRecord, values: Values) -> object:
        value = values.get(name)
        if value is None:
            found = raw.values.get(name)
            return "" if found is None else found
        return _spoken(self._fields.get(name), value)


def numbered(index: int) -> str:
    """Return the number of a record as it stands in a file name."""
    return f"{index:06d}"


def _spoken(field: Field | None, value: Value) -> object:
    """Return a value as a name shows it: options by their text, days as 2026-11-22."""
    if isinstance(field, ChoiceField) and isinstance(value, tuple):
        return "、".join(_texts(field, value))
    return value.isoformat() if isinstance(value, date) else value


def _texts(field: ChoiceField, codes: tuple[str, ...]) -> Iterator[str]:
    texts = {option.code: option.text for option in field.options}
    return (texts.get(code, code) for code in codes)


def _wrong(message: str, hint: str = "") -> UsageError:
    error = UsageError.of("bad-pattern", message, hint=hint)
    assert isinstance(error, UsageError)
    return error
