"""One form, set many times: the blank sheet is laid out once, records are filled into it.

Only a record whose values outgrow their places (`overflow="grow"`) is laid out on its own.
"""

from __future__ import annotations

from formgen.diagnostics import Diagnostics
from formgen.errors import DataError
from formgen.layout.boxes import FilledPage, Sheet, TextSlot
from formgen.layout.fill import fill
from formgen.layout.fit import Fitter
from formgen.layout.setting import shape
from formgen.layout.sheet import Memo, lay_out
from formgen.layout.values import value_text
from formgen.model.form import Form
from formgen.model.values import BLANK, Values
from formgen.text.fontbook import FontBook


class Typesetter:
    """Sets a form for any number of records. Thread-safe: nothing in it changes but its memo."""

    def __init__(self, form: Form, book: FontBook) -> None:
        """Lay out the blank sheet; raises LayoutError with all that is wrong with the layout."""
        self.form = form
        self.book = book
        self._memo: Memo = {}
        self.sheet = lay_out(form, book, memo=self._memo)
        self._growing = tuple(
            item
            for page in self.sheet.pages
            for item in page.items
            if isinstance(item, TextSlot) and item.overflow.policy == "grow"
        )

    def set(self, values: Values = BLANK) -> tuple[Sheet, tuple[FilledPage, ...]]:
        """Return the sheet for a record and the marks in its slots.

        Raises DataError with every value that cannot be set, LayoutError if growing breaks a page.
        """
        sheet = self.sheet
        if self.outgrown(values):
            sheet = lay_out(self.form, self.book, values, self._memo)
        problems = Diagnostics()
        filled = fill(sheet, self.book, values, problems)
        DataError.raise_if(problems)
        return sheet, filled

    def outgrown(self, values: Values) -> bool:
        """Whether a value outgrows its place, so that the record has a sheet of its own."""
        return any(self._too_big(slot, values) for slot in self._growing)

    def _too_big(self, slot: TextSlot, values: Values) -> bool:
        value = values.get(slot.field)
        if value is None:
            return False
        text = value_text(value, slot.part, slot.format)
        fitter = Fitter(self.book, lambda t, font: shape(self.book, t, font, lambda char: None))
        return fitter.fit(text, slot) is None
