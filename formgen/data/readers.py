"""What reads the raw values of each kind of field."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeAlias, assert_never

from formgen.data.checks import read_check
from formgen.data.choices import choice_reader
from formgen.data.dates import date_reader
from formgen.data.numbers import number_reader
from formgen.data.pictures import image_reader
from formgen.data.refusal import quote
from formgen.data.texts import text_reader
from formgen.diagnostics import Diagnostics
from formgen.errors import LayoutError
from formgen.model.fields import (
    CheckField,
    ChoiceField,
    ComputedField,
    DateField,
    Field,
    ImageField,
    ListField,
    NumberField,
    TextField,
)
from formgen.model.values import Value

Reader: TypeAlias = Callable[[object], Value | None]
"""Returns the checked value of a raw one, None where there is none; raises Refusal."""


def readers_of(fields: Sequence[Field], base: Path | None) -> dict[str, Reader]:
    """Return the reader of each field that takes data; `base` is the folder of pictures.

    Raises LayoutError if a pattern is wrong.
    """
    found = Diagnostics()
    readers: dict[str, Reader] = {}
    for field in fields:
        try:
            if not isinstance(field, ComputedField | ListField):
                readers[field.name] = _reader(field, base)
        except ValueError as error:
            pattern = getattr(field, "pattern", "")
            message = f"the pattern {quote(pattern)} of `{field.name}` is wrong: {error}"
            found.error("bad-pattern", message, field.place)
    LayoutError.raise_if(found)
    return readers


def _reader(
    field: TextField | NumberField | DateField | ChoiceField | CheckField | ImageField,
    base: Path | None,
) -> Reader:
    match field:
        case TextField():
            return text_reader(field)
        case NumberField():
            return number_reader(field)
        case DateField():
            return date_reader(field)
        case ChoiceField():
            return choice_reader(field)
        case CheckField():
            return read_check
        case ImageField():
            return image_reader(base)
        case _:
            assert_never(field)
