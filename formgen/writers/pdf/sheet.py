"""What the PDF writers take from a laid-out sheet: its marks in order, and what it is called."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time

from formgen.layout.boxes import FilledPage, Mark, Page, Sheet
from formgen.writers.pdf.syntax import Description


def page_marks(page: Page, filled: FilledPage) -> Iterator[Mark]:
    """Yield the marks of a page in reading order: its own, and in each slot those that fill it."""
    for index, item in enumerate(page.items):
        if isinstance(item, Mark):
            yield item
        else:
            yield from filled.marks.get(index, ())


def description_of(sheet: Sheet, created: datetime | None) -> Description:
    """Return what the file of a sheet says about itself."""
    if created is None and sheet.dated is not None:
        created = datetime.combine(sheet.dated, time(), UTC)
    return Description(sheet.title, sheet.author, sheet.subject, sheet.lang, created)
