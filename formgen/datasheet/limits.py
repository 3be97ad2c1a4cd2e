"""What the cells of a column are held to, as a spreadsheet says it, and how they are shown."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import TypeAlias, assert_never

from formgen.datasheet.cells import answers
from formgen.datasheet.columns import InputField
from formgen.datasheet.words import Words, rules
from formgen.model.fields import (
    CheckField,
    ChoiceField,
    DateField,
    ImageField,
    NumberField,
    TextField,
)

Limits: TypeAlias = dict[str, object]
"""The options of a data validation, as XlsxWriter names them."""
Offer: TypeAlias = Callable[[tuple[str, ...]], str]
"""Returns where the list stands that offers some texts."""

_FIRST_DAY, _LAST_DAY = date(1900, 3, 1), date(9999, 12, 31)
"""Before the first a spreadsheet counts a day that never was (29 February 1900)."""
_FAR = 10**15
"""From here on a spreadsheet keeps no more than the first digits of a number."""
_MOST_IN_MESSAGE = 255


def limits_of(field: InputField, words: Words, offer: Offer) -> Limits:
    """Return the limits of a column's cells; none where a spreadsheet cannot say them."""
    said = words.sentence_end.join(rules(field, words))[:_MOST_IN_MESSAGE]
    told: Limits = {"error_title": words.wrong, "error_message": said, "ignore_blank": True}
    match field:
        case TextField():
            return _of_text(field, said, told)
        case NumberField():
            return told | _of_number(field)
        case DateField():
            days = {"minimum": _FIRST_DAY, "maximum": _LAST_DAY}
            return {**told, "validate": "date", "criteria": "between", **days}
        case ChoiceField():
            source = offer(tuple(answers(field).values()))
            # A list takes one of its items alone: several of them are typed.
            several = {"show_error": False, "input_message": said} if field.multiple else {}
            return {**told, "validate": "list", "source": source, **several}
        case CheckField():
            return {**told, "validate": "list", "source": offer((words.yes, words.no))}
        case ImageField():
            return {}
        case _:
            assert_never(field)


def shown_as(field: InputField) -> str:
    """Return the number format of a column: @ keeps what is typed as text."""
    match field:
        case DateField():
            return "yyyy-mm-dd hh:mm" if field.with_time else "yyyy-mm-dd"
        case NumberField(decimals=None):
            return "General"
        case NumberField(decimals=decimals):
            return "0." + "0" * decimals if decimals else "0"
        case TextField() | ChoiceField() | CheckField() | ImageField():
            return "@"
        case _:
            assert_never(field)


def _of_text(field: TextField, said: str, told: Limits) -> Limits:
    """Return the longest a text may be; a pattern no spreadsheet checks, so it is shown."""
    hint: Limits = {"input_message": said} if field.pattern else {}
    if field.max_length:
        return {**told, **hint, "validate": "length", "criteria": "<=", "value": field.max_length}
    return {**hint, "validate": "any"} if hint else {}


def _of_number(field: NumberField) -> Limits:
    least = -_FAR if field.minimum is None else field.minimum
    most = _FAR if field.maximum is None else field.maximum
    return {
        "validate": "integer" if field.decimals == 0 else "decimal",
        "criteria": "between",
        "minimum": _number(least),
        "maximum": _number(most),
    }


def _number(value: Decimal | int) -> int | float:
    return int(value) if value == int(value) else float(value)
