"""The shipped form, printed and read back: what was laid out is what stands in the file."""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

import pikepdf
import pytest

import formgen
from formgen.layout.boxes import Box, Mark, Modules, Page, Run
from formgen.writers.pdf.sheet import page_marks

RECORD = {"客户名称": "重庆𬭩化工——有限公司", "填写人": "王𠀀"}


@dataclass
class Printed:
    """A page as it was laid out, and as it is read back from the file."""

    page: Page
    marks: list[Mark]
    operators: list[tuple[str, list]]
    fonts: dict[str, dict[int, str]]

    def texts(self) -> Iterator[str]:
        font: dict[int, str] = {}
        for operator, operands in self.operators:
            if operator == "Tf":
                font = self.fonts[operands[0]]
            elif operator in ("Tj", "TJ"):
                parts = operands if operator == "Tj" else operands[0]
                shown = b"".join(part for part in parts if isinstance(part, bytes))
                codes = (shown[at : at + 2] for at in range(0, len(shown), 2))
                yield "".join(font[int.from_bytes(code, "big")] for code in codes)

    def rectangles(self) -> list[list[float]]:
        return [operands for operator, operands in self.operators if operator == "re"]

    def symbols(self) -> list[bytes]:
        return [operands[0] for name, operands in self.operators if name == "INLINE IMAGE"]


@pytest.fixture(params=[None, RECORD], ids=["blank", "filled"], scope="module")
def pages(request, operators_of) -> list[Printed]:
    filled = formgen.load("satisfaction_callback").fill(request.param)
    with pikepdf.open(io.BytesIO(filled.write())) as pdf:
        return [
            Printed(
                page,
                list(page_marks(page, values)),
                operators_of(sheet),
                {name: characters(font) for name, font in sheet.Resources.Font.items()},
            )
            for page, values, sheet in zip(filled.sheet.pages, filled.pages, pdf.pages, strict=True)
        ]


def characters(font: pikepdf.Dictionary) -> dict[int, str]:
    listed = font.ToUnicode.read_bytes().decode().partition("endcodespacerange")[2]
    pairs = re.findall(r"<([0-9A-F]{4})> <([0-9A-F]+)>\n", listed)
    return {int(code, 16): bytes.fromhex(text).decode("utf-16-be") for code, text in pairs}


def test_every_text_is_read_back_in_order(pages: list[Printed]) -> None:
    for page in pages:
        runs = [mark.text for mark in page.marks if isinstance(mark, Run) and mark.text]
        assert runs
        assert list(page.texts()) == [text.replace("⸺", "——") for text in runs]


def test_every_rectangle_is_read_back_within_a_hundredth_of_a_point(pages: list[Printed]) -> None:
    for page in pages:
        boxes = [
            mark for mark in page.marks if isinstance(mark, Box) and (mark.stroke or mark.fill)
        ]
        found = page.rectangles()
        assert len(found) == len(boxes) > 0
        for box, (x, y, w, h) in zip(boxes, found, strict=True):
            edges = (x, page.page.height - y - h, x + w, page.page.height - y)
            laid_out = (box.rect.x, box.rect.y, box.rect.right, box.rect.bottom)
            assert edges == pytest.approx(laid_out, abs=0.01)


def test_every_symbol_is_read_back_module_by_module(pages: list[Printed]) -> None:
    for page in pages:
        laid_out = [mark.rows for mark in page.marks if isinstance(mark, Modules)]
        found = [modules(picture) for picture in page.symbols()]
        assert found == laid_out != []


def modules(picture: bytes) -> tuple[str, ...]:
    rows = (picture[at : at + 3] for at in range(0, len(picture), 3))
    turned = (f"{int.from_bytes(row, 'big'):024b}"[:21] for row in rows)
    return tuple(row.translate({48: "1", 49: "0"}) for row in turned)
