"""`formgen fonts`: the faces, and which of them draws what."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from formgen.cli.errors import PROBLEMS, tell
from formgen.cli.options import font_option

if TYPE_CHECKING:
    from formgen.text.coverage import FaceCoverage
    from formgen.text.fontbook import FontBook

_EXAMPLES = """\b
Examples:
  formgen fonts
  formgen fonts --check 张𬭩 --font ~/fonts/simsun.ttc
"""


@click.command(epilog=_EXAMPLES)
@font_option
@click.option("--check", "text", metavar="TEXT", help="Say which face draws each character.")
@click.pass_context
def fonts(context: click.Context, font: tuple[Path, ...], text: str | None) -> None:
    """List the faces, or say which of them draws each character.

    A character is drawn by the first face in the list that has it. With --check the exit code is
    1 if no face has some character.
    """
    from formgen.text.fontbook import load_book

    book = load_book(font)
    tell(book.warnings)
    if text is None:
        _list_faces(book)
    elif not _list_characters(book, text):
        context.exit(PROBLEMS)


def _list_faces(book: FontBook) -> None:
    from formgen.cli.tables import print_table
    from formgen.text.coverage import describe

    print_table(("face", "characters", "covers", "file"), map(_face_row, describe(book)))


def _face_row(face: FaceCoverage) -> tuple[str, ...]:
    largest = sorted(face.blocks, key=lambda block: -block[1])[:4]
    covers = ", ".join(f"{name} {count:,}" for name, count in largest)
    return f"{face.family} {face.style}", f"{face.characters:,}", covers, face.file


def _list_characters(book: FontBook, text: str) -> bool:
    """Print which face draws each character of `text`; return whether each has one."""
    from formgen.cli.tables import print_table
    from formgen.text.coverage import which

    names = {face.key: f"{face.family} {face.style}" for face in book.faces}
    found = which(book, "".join(dict.fromkeys(text)))
    rows = [(char, code, names.get(face, "(no face has it)")) for char, code, face in found]
    print_table(("character", "code point", "face"), rows)
    return all(face for _, _, face in found)
