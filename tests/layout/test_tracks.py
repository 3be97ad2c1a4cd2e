"""Columns: fixed, proportional and content widths always add up."""

from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formgen.layout.tracks import solve_tracks
from formgen.model.style import Track


def solved(
    tracks: str, width: float, *natural: float, least: Sequence[float] = ()
) -> list[float] | None:
    kinds = {"a": Track("auto")}
    parsed = [
        kinds.get(word) or (Track("fr", float(word[:-2])) if "fr" in word else _fixed(word))
        for word in tracks.split()
    ]
    floors = (*least, *([0.0] * len(parsed)))
    return solve_tracks(parsed, width, lambda index: natural[index], lambda index: floors[index])


def _fixed(word: str) -> Track:
    return Track("fixed", float(word))


def test_proportional_columns_share_what_fixed_ones_leave() -> None:
    assert solved("20 1fr 3fr", 100) == [20, 20, 60]


def test_content_columns_take_what_they_ask_for() -> None:
    assert solved("a 1fr", 100, 30, 0) == [30, 70]


def test_content_columns_that_ask_too_much_leave_a_tenth_to_the_others() -> None:
    assert solved("a a 1fr", 100, 300, 100, 0) == pytest.approx([45, 45, 10])


def test_the_longest_content_columns_yield_first() -> None:
    assert solved("a a a", 100, 20, 5, 900) == pytest.approx([20, 5, 75])
    assert solved("a a a", 100, 60, 5, 900) == pytest.approx([47.5, 5, 47.5])


def test_no_content_column_yields_more_than_it_can() -> None:
    assert solved("a a", 100, 90, 900, least=(70, 5)) == pytest.approx([70, 30])
    assert solved("a a", 100, 900, 900, least=(120, 80)) == pytest.approx([60, 40])


def test_content_columns_alone_fill_the_table() -> None:
    assert solved("a a", 100, 10, 30) == pytest.approx([25, 75])


def test_fixed_columns_wider_than_the_table_do_not_fit() -> None:
    assert solved("60 60", 100) is None
    assert solved("100 1fr", 100) is None


@given(
    st.lists(st.sampled_from(["10", "25", "1fr", "2.5fr", "a"]), min_size=1, max_size=8),
    st.floats(210, 900),
    st.lists(st.floats(0, 500), min_size=8, max_size=8),
)
@settings(max_examples=200, deadline=None)
def test_widths_fill_the_table_wherever_a_column_can_give(
    words: list[str], width: float, natural: list[float]
) -> None:
    widths = solved(" ".join(words), width, *natural)
    assert widths is not None
    assert all(w >= 0 for w in widths)
    asks = any(n > 0 for word, n in zip(words, natural, strict=False) if word == "a")
    if any("fr" in word for word in words) or asks:
        assert sum(widths) == pytest.approx(width)
    assert sum(widths) <= width + 1e-6


@given(
    st.lists(st.tuples(st.floats(0, 300), st.floats(0, 300)), min_size=1, max_size=8),
    st.floats(50, 900),
)
@settings(max_examples=200, deadline=None)
def test_content_columns_keep_their_least_and_the_wider_never_gets_less(
    asks: list[tuple[float, float]], width: float
) -> None:
    natural = [max(ask) for ask in asks]
    least = [min(ask) for ask in asks]
    widths = solved("a " * len(asks), width, *natural, least=least)
    assert widths is not None
    assert sum(widths) == pytest.approx(width)
    if sum(least) <= width:
        assert all(w >= floor - 1e-6 for w, floor in zip(widths, least, strict=True))
        ordered = sorted(zip(natural, widths, strict=True))
        if not any(least):
            assert all(b[1] >= a[1] - 1e-6 for a, b in pairwise(ordered))
