"""What a sheet can be written as: the writers, by kind, spelled out."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from formgen.diagnostics import NOWHERE, Place
from formgen.errors import UsageError
from formgen.writers.options import WordOptions, Written

if TYPE_CHECKING:
    from formgen.layout.boxes import FilledPage, Sheet
    from formgen.text.fontbook import FontBook
    from formgen.writers.press import Press

KINDS = ("pdf", "docx")
"""The kinds of output, which are the endings of their files."""


class Writer(Protocol):
    """Turns a laid-out sheet, with the marks of one record, into the bytes of a file."""

    def __call__(
        self,
        sheet: Sheet,
        filled: tuple[FilledPage, ...],
        book: FontBook,
        created: datetime | None = None,
    ) -> bytes:
        """Return the file; `created` is its creation date where it has one."""
        ...


def writer_for(kind: str) -> Writer:
    """Return the writer of `kind` ("pdf" or "docx"); raises UsageError if there is none."""
    require_kind(kind)
    match kind:
        case "pdf":
            from formgen.writers.pdf.document import write_pdf

            return write_pdf
        case "docx":
            from formgen.writers.word.document import write_word

            return write_word
        case _:
            raise AssertionError(f"{kind} is in KINDS and has no writer")


def write_told(
    kind: str,
    sheet: Sheet,
    filled: tuple[FilledPage, ...],
    book: FontBook,
    created: datetime | None = None,
    word: WordOptions = WordOptions(),  # noqa: B008 - a frozen value
) -> Written:
    """Return a sheet as a file of `kind`, with what that kind cannot say; UsageError as above."""
    if kind == "docx":
        from formgen.writers.word.document import build_document, uncommon

        more = uncommon(filled) if word.embed_fonts else ""
        document = build_document(sheet, book, created, word, more)
        losses = tuple(loss.diagnostic() for loss in document.losses)
        return Written(document.write(filled), losses)
    return Written(writer_for(kind)(sheet, filled, book, created))


def press_for(
    kind: str,
    book: FontBook,
    created: datetime | None = None,
    word: WordOptions = WordOptions(),  # noqa: B008 - a frozen value
) -> Press:
    """Return what prints many sheets as `kind` (one of KINDS); raises UsageError if there is none.

    `created` is the creation date of its files, else that of the form; `word` says how Word
    documents are written.
    """
    match kind:
        case "pdf":
            from formgen.writers.pdf.press import PdfPress

            return PdfPress(book, created)
        case "docx":
            from formgen.writers.word.press import WordPress

            return WordPress(book, created, word)
        case _:
            require_kind(kind)
            raise AssertionError(f"{kind} is in KINDS and has no press")


def kind_of(path: str | os.PathLike[str]) -> str:
    """Return the kind of output that the ending of `path` names; raises UsageError if none."""
    kind = Path(path).suffix.lower().removeprefix(".")
    require_kind(kind, Place(os.fspath(path)))
    return kind


def require_kind(kind: str, place: Place = NOWHERE) -> None:
    """Raise UsageError if there is no writer of `kind`."""
    if kind in KINDS:
        return
    known = " or ".join(f".{each}" for each in KINDS)
    if kind:
        hint, message = f"write a {known}", f"unknown kind of output `{kind}`"
    else:
        hint, message = f"end it with {known}", "the file name has no ending"
    raise UsageError.of("unknown-kind", message, place, hint)
