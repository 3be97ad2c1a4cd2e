"""Layout: from the model of a form to absolute boxes, and from values to marks in them."""

from __future__ import annotations

from formgen.layout.boxes import FilledPage, Sheet
from formgen.layout.typesetter import Typesetter
from formgen.model.form import Form
from formgen.model.values import BLANK, Values
from formgen.text.fontbook import FontBook


def typeset(
    form: Form, book: FontBook, values: Values = BLANK
) -> tuple[Sheet, tuple[FilledPage, ...]]:
    """Return the sheet of `form` for one record and the marks in its slots.

    For many records of one form keep a `Typesetter`: it lays the sheet out once.
    """
    return Typesetter(form, book).set(values)


__all__ = ["Typesetter", "typeset"]
