"""Which field a column of the data belongs to: by name, by label, or as the caller says."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from formgen.data.refusal import Refusal, listing, quote
from formgen.diagnostics import did_you_mean
from formgen.model.fields import ChoiceField, ComputedField, Field, TextField

RECORD_ID = "record_id"
"""The field that names a record; every form takes it, whether or not it is printed."""

_BOTH = re.compile(r"(?P<label>.+?)\s*[(（](?P<name>[a-z][a-z0-9_]*)[)）]", re.DOTALL)


def with_implied(fields: Sequence[Field], *, of_list: bool = False) -> tuple[Field, ...]:
    """Return the fields and those that they imply: `record_id`, and `<choice>_other` of blanks.

    The rows of a list have no `record_id` unless a field of theirs is called so. What is computed
    of a page is left out: no data has it.
    """
    known: dict[str, Field] = {
        f.name: f for f in fields if not isinstance(f, ComputedField) or f.of == "all"
    }
    if not of_list:
        known.setdefault(RECORD_ID, TextField(RECORD_ID, ""))
    for field in fields:
        if isinstance(field, ChoiceField):
            for option in field.options:
                if option.blank > 0:
                    name = other_name(field)
                    label = f"{field.label}（{option.text}）"
                    known.setdefault(name, TextField(name, label, place=field.place))
    return tuple(known.values())


def other_name(field: ChoiceField) -> str:
    """Return the name of the field that takes what is written behind an option with a blank."""
    return f"{field.name}_other"


class Columns:
    """Finds the field of a column; `rename` maps column headers to field names or labels."""

    def __init__(self, fields: Sequence[Field], rename: Mapping[str, str]) -> None:
        self.fields = tuple(fields)
        self.names = frozenset(field.name for field in fields)
        self._labels: dict[str, list[str]] = defaultdict(list)
        for field in fields:
            if _fold(field.label):
                self._labels[_fold(field.label)].append(field.name)
        self.rename = {column.strip(): target for column, target in rename.items()}

    def field_of(self, column: str) -> str | None:
        """Return the name of the field that `column` belongs to, or None if there is none.

        A column may be called by a name, by a label, or by a label and its name in brackets.
        Raises Refusal if several fields share the label.
        """
        word = self.rename.get(column.strip(), column)
        if word.strip() in self.names:
            return word.strip()
        named = self._labels.get(_fold(word), [])
        if len(named) > 1:
            raise Refusal(
                "ambiguous-label",
                f"the label {quote(word.strip())} belongs to several fields",
                f"use one of their names: {listing(named)}",
            )
        return named[0] if named else self._by_both(word)

    def _by_both(self, word: str) -> str | None:
        both = _BOTH.fullmatch(word.strip())
        known = self._labels.get(_fold(both["label"]), []) if both else []
        return both["name"] if both and both["name"] in known else None

    def unknown(self, column: str) -> Refusal:
        """Return the refusal of a column that no field has."""
        known = [word for field in self.fields for word in (field.name, field.label) if word]
        near = did_you_mean(_fold(column), known)
        return Refusal(
            "unknown-field",
            f"{quote(column)} is not a field of this form",
            near or f"its fields are {listing(described(field) for field in self.fields)}",
        )


def described(field: Field) -> str:
    """Return a field's name and, in brackets, its label: `phone (联系电话)`."""
    return f"{field.name} ({field.label})" if field.label else field.name


def twice(columns: Iterable[str], name: str) -> Refusal:
    """Return the refusal of several columns that belong to one field."""
    both = " and ".join(quote(column) for column in columns)
    return Refusal("given-twice", f"{both} belong to the same field `{name}`", "keep one of them")


def _fold(label: str) -> str:
    return label.strip().rstrip(":：").strip()
