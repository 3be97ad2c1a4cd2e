"""The bar of the Word writer: what LibreOffice prints stands where our PDF has it."""

from __future__ import annotations

import io
import math
from pathlib import Path

import docx
import pytest

from tests.writers.word import office
from tests.writers.word.measuring import Printed, rule_offsets, text_offsets
from tests.writers.word.sheets import FORMS, sheet, word

pytestmark = pytest.mark.skipif(office.SOFFICE is None, reason=office.WHY_NOT)

CASES = [(name, filled) for name in FORMS for filled in (False, True)]
IDS = [f"{Path(n).name.partition('.')[0]}-{'filled' if f else 'blank'}" for n, f in CASES]


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Printed]:
    documents = {
        key: word(name, filled=filled) for key, (name, filled) in zip(IDS, CASES, strict=True)
    }
    folder = tmp_path_factory.mktemp("office")
    return {key: Printed(data) for key, data in office.converted(folder, documents).items()}


@pytest.fixture(params=list(zip(IDS, CASES, strict=True)), ids=IDS)
def pair(request: pytest.FixtureRequest, printed: dict[str, Printed]):
    key, (name, filled) = request.param
    return sheet(name, filled=filled), printed[key]


def percentile(numbers: list[float], share: float) -> float:
    return sorted(numbers)[math.ceil(share * len(numbers)) - 1]


def test_word_has_as_many_pages_as_the_pdf(pair) -> None:
    laid, read = pair
    assert read.page_count == len(laid.sheet.pages)


def test_every_label_and_value_starts_where_the_pdf_has_it(pair) -> None:
    laid, read = pair
    offsets = [
        off
        for number, page in enumerate(laid.sheet.pages)
        for off in text_offsets(page, laid.pages[number], read.glyphs(number))
    ]
    assert offsets
    assert [off for off in offsets if abs(off.dx) > 1.0 or abs(off.dy) > 0.8] == []
    assert percentile([abs(off.dx) for off in offsets], 0.95) <= 0.5
    assert percentile([abs(off.dy) for off in offsets], 0.95) <= 0.5


def test_every_rule_of_a_table_stands_where_the_pdf_has_it(pair) -> None:
    laid, read = pair
    offsets = [
        off
        for number, page in enumerate(laid.sheet.pages)
        for off in rule_offsets(page, read.strokes(number))
    ]
    assert [off for off in offsets if max(off.dx, off.dy) > 0.4] == []


@pytest.mark.parametrize("name", FORMS)
def test_what_libreoffice_saves_has_its_text_and_ticks(name: str, tmp_path: Path) -> None:
    ours = word(name, filled=True)
    saved = office.converted(tmp_path, {"sheet": ours}, "docx")["sheet"]
    assert ticks(saved) == ticks(ours)
    assert text(saved) == text(ours)


def test_some_sheets_have_ticks_to_lose() -> None:
    assert sum(any(ticks(word(name, filled=True))) for name in FORMS) > 5


def test_embedded_faces_print_where_no_font_is_installed(tmp_path: Path) -> None:
    data = word("satisfaction_callback", filled=True, embed=True)
    read = Printed(office.converted(tmp_path, {"sheet": data}, fonts=False)["sheet"])
    laid = sheet("satisfaction_callback", filled=True)
    offsets = text_offsets(laid.sheet.pages[0], laid.pages[0], read.glyphs(0))
    assert [off for off in offsets if abs(off.dx) > 1.0 or abs(off.dy) > 0.8] == []


W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def ticks(data: bytes) -> list[bool]:
    """Return which boxes of a document are ticked, in their order."""
    body = docx.Document(io.BytesIO(data)).element
    return [each.get(f"{W14}val") in ("1", "true") for each in body.iter(f"{W14}checked")]


def text(data: bytes) -> str:
    """Return the text of a document without its spaces; that of drawings is left out."""
    body = docx.Document(io.BytesIO(data)).element
    found = [
        each.text or ""
        for each in body.iter(f"{W}t")
        if not any(str(up.tag).endswith("txbxContent") for up in each.iterancestors())
    ]
    return "".join("".join(found).split())
