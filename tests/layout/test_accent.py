"""The accent colour on paper: whatever an office chooses, titles are read and bands are seen."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formgen.layout.accent import LEAST_CONTRAST, accent_ink, accent_tint, luminance

COLORS = st.integers(0, 0xFFFFFF).map("#{:06x}".format)


def contrast(one: str, other: str) -> float:
    """The contrast of two colours (WCAG 2.1)."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@settings(max_examples=100, deadline=None)
@given(COLORS)
def test_every_accent_can_be_read_as_a_title_and_read_upon_as_a_band(accent: str) -> None:
    assert contrast(accent_ink(accent), "#ffffff") >= LEAST_CONTRAST
    assert contrast("#000000", accent_tint(accent)) >= 10
    assert contrast(accent_tint(accent), "#ffffff") >= 1.2


@pytest.mark.parametrize("accent", ["#1f4e9e", "#c8102e", "#0b6e4f", "#000000"])
def test_an_accent_that_is_dark_enough_is_printed_as_it_is(accent: str) -> None:
    assert accent_ink(accent) == accent


def test_a_pale_accent_keeps_its_hue() -> None:
    assert accent_ink("#ffe680") != "#ffe680"
    red, green, blue = (int(accent_ink("#ffe680")[i : i + 2], 16) for i in (1, 3, 5))
    assert red > green > blue
    assert accent_tint("#ffe680") == "#ffe683"


def test_a_usual_tint_is_a_sixth_of_the_accent() -> None:
    assert accent_tint("#1f4e9e") == "#dbe3ef"
