"""Symbols hold what they are given: they are read back as a scanner would."""

import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageOps

from formgen.base36 import DIGITS
from formgen.layout.symbols import code128_modules, qr_modules


def scan(rows: tuple[str, ...], height: int = 1) -> str:
    """Return the text of a symbol drawn at four pixels a module with a quiet zone."""
    pixels = bytes(0 if module == "1" else 255 for row in rows for module in row)
    symbol_picture = Image.frombytes("L", (len(rows[0]), len(rows)), pixels)
    size = (4 * len(rows[0]), 4 * height * len(rows))
    picture = ImageOps.expand(symbol_picture.resize(size, Image.Resampling.NEAREST), 40, 255)
    (symbol,) = zxingcpp.read_barcodes(picture)
    return symbol.text


@given(st.text(DIGITS, min_size=20, max_size=20))
@settings(max_examples=100, deadline=None)
def test_twenty_letters_and_digits_are_a_symbol_of_version_1(code):
    rows = qr_modules(code)
    assert len(rows) == 21
    assert {len(row) for row in rows} == {21}
    assert set("".join(rows)) == {"0", "1"}


def test_the_finder_pattern_is_dark_on_the_outside():
    rows = qr_modules("A7K2QX00000000000019")
    assert rows[0].startswith("11111110")
    assert rows[1].startswith("10000010")
    assert rows[-1].startswith("1111111")


@pytest.mark.parametrize("level", ["L", "M", "Q", "H"])
@pytest.mark.parametrize(
    "text",
    [
        "A7K2QX00000000000019",
        "https://example.com/回访?id=1",
        "客户满意度回访表",
        "é",
        "¡",
        "｡",
        "𬭩",
    ],
)
def test_a_qr_code_is_read_back(text, level):
    assert scan(qr_modules(text, level)) == text


@given(st.text(st.characters(categories=["L", "N", "P"]), min_size=1, max_size=40))
@settings(max_examples=60, deadline=None)
def test_any_text_in_a_qr_code_is_read_back(text):
    assert scan(qr_modules(text)) == text


def test_a_better_level_takes_more_modules():
    sizes = [len(qr_modules("客户满意度回访表" * 4, level)) for level in ("L", "M", "Q", "H")]
    assert sizes == sorted(sizes)
    assert sizes[0] < sizes[-1]


@pytest.mark.parametrize("text", ["FW2026-0001", "13912345678", "a b/c+d", "~"])
def test_a_bar_code_is_one_row_and_read_back(text):
    rows = code128_modules(text)
    assert len(rows) == 1
    assert rows[0].startswith("11010")
    assert rows[0].endswith("1100011101011")
    assert scan(rows, height=40) == text


@given(st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=30))
@settings(max_examples=60, deadline=None)
def test_any_printable_ascii_in_a_bar_code_is_read_back(text):
    assert scan(code128_modules(text), height=60) == text


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "a bar code cannot be empty"),
        ("工单1", "Code 128 cannot hold `工`; allowed: letters, digits and signs"),
        ("é", "Code 128 cannot hold `é`; allowed: letters, digits and signs"),
        ("x" * 81, "81 characters are too many for a bar code; allowed: at most 80"),
    ],
)
def test_what_a_bar_code_cannot_hold_is_refused(text, message):
    with pytest.raises(ValueError, match=message):
        code128_modules(text)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "a QR code cannot be empty"),
        ("x" * 3000, "a QR code of level M cannot hold 3000 characters like these"),
    ],
)
def test_what_a_qr_code_cannot_hold_is_refused(text, message):
    with pytest.raises(ValueError, match=message):
        qr_modules(text)
