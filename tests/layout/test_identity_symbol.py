"""Identity codes become symbols that a scanner reads, without asking the library for each."""

import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageOps

from formgen.base36 import DIGITS
from formgen.layout.identity_symbol import SIZE, identity_modules, identity_picture

CODES = st.text(DIGITS, min_size=20, max_size=20)


def scanned(rows: tuple[str, ...]) -> zxingcpp.Barcode:
    """Return the symbol that a reader finds in these modules, four pixels wide each."""
    pixels = bytes(0 if module == "1" else 255 for row in rows for module in row)
    symbol = Image.frombytes("L", (SIZE, SIZE), pixels)
    picture = symbol.resize((4 * SIZE, 4 * SIZE), Image.Resampling.NEAREST)
    (found,) = zxingcpp.read_barcodes(ImageOps.expand(picture, 40, 255))
    return found


@given(CODES)
@settings(max_examples=200, deadline=None)
def test_any_code_is_read_back(code):
    found = scanned(identity_modules(code))
    assert found.text == code
    assert found.extra["ECLevel"] == "M"


@pytest.mark.parametrize("code", ["0" * 20, "9" * 20, "Z" * 20, "A7K2QX0000000000001M"])
def test_codes_of_figures_alone_are_read_back_too(code):
    assert scanned(identity_modules(code)).text == code


@given(CODES, st.integers(0, 8), st.integers(0, 8))
@settings(max_examples=60, deadline=None)
def test_a_code_is_read_with_a_stain_on_it(code, row, column):
    rows = [list(line) for line in identity_modules(code)]
    for y in range(9 + row, 11 + row):
        for x in range(9 + column, 11 + column):
            rows[y][x] = "1"
    assert scanned(tuple("".join(line) for line in rows)).text == code


@given(CODES)
@settings(max_examples=60, deadline=None)
def test_the_picture_has_the_rows_each_from_a_byte_on_and_0_for_dark(code):
    picture = identity_picture(code)
    rows = [picture[at : at + 3] for at in range(0, len(picture), 3)]
    turned = (f"{int.from_bytes(row, 'big'):024b}"[:SIZE] for row in rows)
    assert tuple(row.translate({48: "1", 49: "0"}) for row in turned) == identity_modules(code)


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("A" * 19, "has 19 characters; allowed: 20"),
        ("a" * 20, "`aa` cannot be in an identity code; allowed: 0-9 and A-Z"),
        ("A" * 18 + "-A", "`-A` cannot be in an identity code"),
    ],
)
def test_what_is_no_identity_code_is_refused(code, reason):
    with pytest.raises(ValueError, match=reason):
        identity_modules(code)
