"""Faces and small sheets for the tests of the PDF writer."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import TypeAlias

import pikepdf
import pytest

from formgen.layout.boxes import FilledPage, Mark, Page, Sheet, Slot
from formgen.text.face import Face
from formgen.writers.pdf.document import write_pdf

FONTS = Path(__file__).parents[3] / "fonts"
Operand: TypeAlias = "float | str | bytes | list[Operand]"
Operators: TypeAlias = list[tuple[str, list[Operand]]]
Print: TypeAlias = Callable[..., bytes]


class Faces:
    """The shipped faces by their key, all that the writer asks of a font book."""

    def __init__(self) -> None:
        self._faces = {
            face.key: face for path in FONTS.glob("*.ttf") for face in Face.open_all(path)
        }

    def face(self, key: str) -> Face:
        return self._faces[key]


@pytest.fixture(scope="session")
def book() -> Faces:
    return Faces()


@pytest.fixture(scope="session")
def printed(book: Faces) -> Print:
    """Return a function that prints items on a page of A4 and returns the file."""

    def printed(
        *items: Mark | Slot,
        filled: dict[int, tuple[Mark, ...]] | None = None,
        title: str = "回访表",
        lang: str = "zh-CN",
        dated: date | None = date(2026, 11, 22),
        created: datetime | None = None,
    ) -> bytes:
        page = Page(595.276, 841.89, items)
        sheet = Sheet((page,), "AAAAA", title, "某公司", lang, "主题", dated)
        return write_pdf(sheet, (FilledPage(filled or {}),), book, created)  # type: ignore[arg-type]

    return printed


@pytest.fixture(scope="session")
def operators_of() -> Callable[[pikepdf.Page], Operators]:
    """Return a function from a page to its operators: name and operands, as plain values."""

    def operators_of(page: pikepdf.Page) -> Operators:
        found = pikepdf.parse_content_stream(page)
        return [(str(name), [_plain(operand) for operand in operands]) for operands, name in found]

    return operators_of


def _plain(operand: object) -> Operand:
    """Return an operand that outlives the file; names start with a slash."""
    match operand:
        case pikepdf.Array():
            return [_plain(item) for item in operand]
        case pikepdf.String():
            return bytes(operand)
        case pikepdf.Name():
            return str(operand)
        case pikepdf.PdfInlineImage():
            return bytes.fromhex(operand.read_raw_bytes().decode().partition(">")[0])
        case _:
            return float(operand)  # type: ignore[arg-type]
