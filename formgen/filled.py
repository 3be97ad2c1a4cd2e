"""A sheet with the values of its record, ready to be written; and the date of what is written."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from formgen.diagnostics import Diagnostic
from formgen.errors import UsageError
from formgen.writers import require_kind, write_told
from formgen.writers.options import WordOptions, Written

if TYPE_CHECKING:
    from formgen.layout.boxes import FilledPage, Sheet
    from formgen.text.fontbook import FontBook


@dataclass(frozen=True, slots=True)
class FilledSheet:
    """A sheet laid out in full: `sheet` is what is printed on it, `pages` what a record adds.

    `warnings` are what should be known about it though it can be printed.
    """

    sheet: Sheet
    pages: tuple[FilledPage, ...]
    warnings: tuple[Diagnostic, ...]
    book: FontBook

    def write(self, kind: str = "pdf", word: WordOptions = WordOptions()) -> bytes:  # noqa: B008
        """Return the sheet as a file of `kind`; raises UsageError if there is no such kind."""
        return self.written(kind, word).data

    def written(self, kind: str = "pdf", word: WordOptions = WordOptions()) -> Written:  # noqa: B008
        """Return the sheet as a file of `kind`, and what that kind cannot say.

        `word` says how a Word document is written. Raises UsageError if there is no such kind.
        """
        require_kind(kind)
        return write_told(kind, self.sheet, self.pages, self.book, created(), word)


def created() -> datetime | None:
    """Return the creation date that SOURCE_DATE_EPOCH asks for, or None where it is not set."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not epoch:
        return None
    try:
        return datetime.fromtimestamp(int(epoch), UTC)
    except (ValueError, OverflowError, OSError):
        message = f"SOURCE_DATE_EPOCH is `{epoch}`; it must be seconds since 1970, like 1700000000"
        raise UsageError.of("bad-epoch", message) from None
