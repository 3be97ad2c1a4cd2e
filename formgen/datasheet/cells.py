"""What stands in a cell of a data sheet for a value: what a person would type there."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TypeAlias

from formgen.datasheet.columns import InputField
from formgen.datasheet.words import Words
from formgen.model.fields import ChoiceField, Option
from formgen.model.values import Value

Cell: TypeAlias = str | Decimal | date | None
BETWEEN = "；"


def cell_of(value: Value | None, field: InputField, words: Words) -> Cell:
    """Return the cell for a value of `field`; None where it is empty or a picture's bytes."""
    match value:
        case bool():
            return words.yes if value else words.no
        case tuple():
            texts = answers(field) if isinstance(field, ChoiceField) else {}
            return BETWEEN.join(texts[code] for code in value)
        case bytes():
            return None
        case _:
            return value


def answers(field: ChoiceField) -> dict[str, str]:
    """Return what a person chooses for each code: the option's text, where it is its own."""
    texts = [option.text for option in field.options]
    return {o.code: _answer(o, texts) for o in field.options}


def _answer(option: Option, texts: list[str]) -> str:
    return option.text if texts.count(option.text) == 1 else option.code
