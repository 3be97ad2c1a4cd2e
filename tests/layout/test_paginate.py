"""Page breaks: nothing is lost or doubled, headings and groups hold, header rows repeat."""

from collections.abc import Sequence
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from formgen.layout.paginate import Placement, paginate
from formgen.layout.units import Hold, Unit, gap_between

PAGE = 100.0


def pages_of(units: list[Unit], page: float = PAGE) -> tuple[list[list[Placement]], list[Unit]]:
    too_tall: list[Unit] = []
    return paginate(units, lambda number: page, too_tall.append), too_tall


def line(height: float, hold: Hold = Hold.NONE, **more: object) -> Unit:
    return Unit(height, hold=hold, **more)  # type: ignore[arg-type]


def heights(pages: list[list[Placement]]) -> list[list[float]]:
    return [[placement.unit.height for placement in page] for page in pages]


def test_no_units_make_one_empty_page() -> None:
    assert pages_of([]) == ([[]], [])


def test_units_fill_a_page_exactly_before_a_new_one_starts() -> None:
    pages, _ = pages_of([line(50), line(50), line(1)])
    assert heights(pages) == [[50, 50], [1]]


def test_a_heading_goes_with_what_it_heads() -> None:
    pages, _ = pages_of([line(80), line(15, Hold.HEADING), line(10)])
    assert heights(pages) == [[80], [15, 10]]


def test_a_group_moves_as_a_whole() -> None:
    group = [line(30, Hold.GROUP), line(31, Hold.GROUP), line(32)]
    pages, _ = pages_of([line(20), *group])
    assert heights(pages) == [[20], [30, 31, 32]]


def test_a_group_longer_than_a_page_is_broken_but_not_behind_its_heading() -> None:
    group = [line(60, Hold.GROUP), line(20, Hold.HEADING), line(40, Hold.GROUP), line(50)]
    pages, too_tall = pages_of(group)
    assert heights(pages) == [[60], [20, 40], [50]]
    assert not too_tall


def test_a_group_that_is_broken_is_told_once() -> None:
    told: list[Sequence[Unit]] = []
    group = [line(60, Hold.GROUP), line(60, Hold.GROUP), line(60, Hold.GROUP), line(60)]
    paginate([line(10), *group, line(10)], lambda _: PAGE, lambda _: None, told.append)
    assert [len(units) for units in told] == [4]
    told.clear()
    paginate([line(80), *group[2:], line(10)], lambda _: 120.0, lambda _: None, told.append)
    assert told == []


def test_what_is_too_tall_for_a_cramped_first_page_waits_for_the_next() -> None:
    too_tall: list[Unit] = []
    for units in ([line(70), line(10)], [line(30, Hold.GROUP), line(40), line(10)]):
        pages = paginate(units, lambda page: 100.0 if page else 50.0, too_tall.append)
        assert heights(pages)[0] == []
        placed = [height for page in heights(pages)[1:] for height in page]
        assert placed == [unit.height for unit in units]
    assert not too_tall


def test_a_unit_taller_than_a_page_is_reported_and_stands_alone() -> None:
    pages, too_tall = pages_of([line(10), line(150), line(10)])
    assert heights(pages) == [[10], [150], [10]]
    assert [unit.height for unit in too_tall] == [150]


def test_a_spacer_vanishes_at_the_top_of_a_page() -> None:
    pages, _ = pages_of([line(90), line(20, spacer=True), line(10)])
    assert heights(pages) == [[90], [10]]


def test_the_larger_of_two_spaces_counts_and_none_at_the_top() -> None:
    units = [line(10, before=30, after=5), line(10, before=8)]
    pages, _ = pages_of(units)
    assert [placement.top for placement in pages[0]] == [0, 18]


def test_a_forced_break_turns_the_page_once() -> None:
    pages, _ = pages_of([line(10), line(10, break_before=True)])
    assert heights(pages) == [[10], [10]]
    first, _ = pages_of([line(10, break_before=True)])
    assert heights(first) == [[10]]


UNITS = st.builds(
    Unit,
    height=st.floats(0.5, 130),
    hold=st.sampled_from(Hold),
    before=st.floats(0, 10),
    after=st.floats(0, 10),
    break_before=st.booleans(),
)


@given(st.lists(UNITS, max_size=40))
@settings(max_examples=200, deadline=None)
def test_every_unit_is_placed_once_in_order_and_inside_its_page(units: list[Unit]) -> None:
    pages, too_tall = pages_of(units)
    placed = [placement.unit for page in pages for placement in page]
    assert [id(unit) for unit in placed] == [id(unit) for unit in units]
    for page in pages:
        for above, below in pairwise(page):
            end = above.top + above.unit.height
            assert below.top >= end + gap_between(above.unit, below.unit) - 1e-6
        if page and not any(placement.unit in too_tall for placement in page):
            assert page[-1].top + page[-1].unit.height <= PAGE + 0.02


@given(st.lists(UNITS, min_size=2, max_size=40))
@settings(max_examples=200, deadline=None)
def test_a_heading_ends_a_page_only_if_the_two_do_not_fit_one(units: list[Unit]) -> None:
    pages, _ = pages_of(units)
    for page, following in pairwise(pages):
        last, first = page[-1].unit, following[0].unit
        if last.hold is Hold.HEADING and not first.break_before:
            chain = _headings_before(page)
            together = sum(unit.height for unit in [*chain, first])
            gaps = sum(gap_between(a, b) for a, b in zip(chain, [*chain[1:], first], strict=True))
            assert together + gaps > PAGE


def _headings_before(page: list[Placement]) -> list[Unit]:
    """Return the headings that end a page."""
    chain: list[Unit] = []
    for placement in reversed(page):
        if placement.unit.hold is not Hold.HEADING:
            break
        chain.insert(0, placement.unit)
    return chain
