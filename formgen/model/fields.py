"""The fields of a form: what data it takes. How a field looks on paper is said in `blocks`."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal, TypeAlias

from formgen.dataclass import dataclass
from formgen.diagnostics import NOWHERE, Place

Scope: TypeAlias = Literal["all", "page", "so-far"]


@dataclass(frozen=True, slots=True)
class BaseField:
    """What all fields have: a unique snake_case name, a label, and whether it must be given."""

    name: str
    label: str
    required: bool = False
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class TextField(BaseField):
    """A text; `pattern` must match all of it, `max_length` counts characters (0: no limit).

    `pattern_help` says in words what matches. `half_width`: full-width letters and digits are
    taken as their ASCII ones, as they are where there is a pattern.
    """

    pattern: str = ""
    max_length: int = 0
    lines: int = 1
    pattern_help: str = ""
    half_width: bool = False


@dataclass(frozen=True, slots=True)
class NumberField(BaseField):
    """A decimal number; `decimals` is the number of digits after the point that may be given."""

    unit: str = ""
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    decimals: int | None = None


@dataclass(frozen=True, slots=True)
class DateField(BaseField):
    """A date, or a date and a time of day (`with_time`); `format` is a strftime pattern.

    An empty format means the date is set in parts between the words 年 月 日 of the sheet.
    """

    format: str = ""
    with_time: bool = False


@dataclass(frozen=True, slots=True)
class Option:
    """One answer of a choice: a code for data, the text on paper, and a blank behind it if any.

    `blank` > 0 is the width in points of the line on which "other" is written out; its value is
    the field `<field>_other`.
    """

    code: str
    text: str
    blank: float = 0.0


@dataclass(frozen=True, slots=True)
class ChoiceField(BaseField):
    """One of several options, or any number of them (`multiple`)."""

    options: tuple[Option, ...] = ()
    multiple: bool = False


@dataclass(frozen=True, slots=True)
class CheckField(BaseField):
    """A single box that is ticked or not."""


@dataclass(frozen=True, slots=True)
class ImageField(BaseField):
    """A picture (PNG or JPEG bytes) that is set into a frame."""


@dataclass(frozen=True, slots=True)
class ComputedField(BaseField):
    """A value computed from other fields of the record; blank while any of them is missing.

    `of` says which rows of a list count: all, those of the page it stands on, or those up to the
    end of that page.
    """

    expression: str = ""
    decimals: int | None = None
    unit: str = ""
    of: Scope = "all"


@dataclass(frozen=True, slots=True)
class ListField(BaseField):
    """A list of rows, each with values for `fields`; `minimum` to `maximum` rows are taken."""

    fields: tuple[ItemField, ...] = ()
    minimum: int = 0
    maximum: int = 5_000


ItemField: TypeAlias = (
    TextField | NumberField | DateField | ChoiceField | CheckField | ImageField | ComputedField
)
"""A field that has one value: of the record, or of each row of a list."""

Field: TypeAlias = ItemField | ListField
