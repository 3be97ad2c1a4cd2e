"""The geometry id and the identity code."""

import re
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formgen.base36 import DIGITS
from formgen.diagnostics import Place
from formgen.geometry import Rect
from formgen.layout.boxes import (
    CodeSlot,
    CombSlot,
    IdentitySlot,
    ImageSlot,
    PenSlot,
    Slot,
    TextSlot,
    TickSlot,
)
from formgen.layout.identity import (
    Identity,
    check_character,
    geometry_id,
    human_text,
    identity_code,
    parse_identity,
    places,
)
from formgen.model.style import Overflow
from formgen.units import mm

TEXT = TextSlot(
    field="phone", rect=Rect(10, 20, 100, 12), size=10, bold=False, color="#000000",
    align="left", valign="middle", overflow=Overflow(), leading=13,
)  # fmt: skip
TICK = TickSlot("speed", "good", Rect(10, 40, 10, 10))
COMB = CombSlot("serial", (Rect(10, 60, 17, 20), Rect(27, 60, 17, 20)), 10, "#000000")
QR = CodeSlot("link", "qr", Rect(10, 90, 40, 40))
PHOTO = ImageSlot("photo", Rect(10, 140, 70, 100))
PEN = PenSlot("customer", "signature", Rect(10, 250, 100, 20))
IDENTITY = IdentitySlot(Rect(500, 45, 41.7, 41.7), text_y=95, text_size=5, leading=6, page=1)
SLOTS: list[Slot] = [TEXT, TICK, COMB, QR, PHOTO, PEN, IDENTITY]


def test_the_geometry_id_is_the_same_on_every_machine():
    assert geometry_id([SLOTS]) == "EL197"


def test_a_sheet_without_slots_has_an_id_too():
    assert re.fullmatch("[0-9A-Z]{5}", geometry_id([[]]))
    assert geometry_id([[]]) != geometry_id([[], []])


def test_the_order_of_slots_on_a_page_does_not_matter():
    assert geometry_id([SLOTS[::-1]]) == geometry_id([SLOTS])


def test_what_is_drawn_but_not_where_does_not_matter():
    restyled = replace(TEXT, size=9, bold=True, place=Place("form.xml.j2", 7))
    assert geometry_id([[restyled, *SLOTS[1:]]]) == geometry_id([SLOTS])


def test_a_shift_below_a_hundredth_of_a_millimetre_does_not_matter():
    place = Rect(mm(10), mm(20), mm(30), mm(4))
    here, there = replace(TICK, rect=place), replace(TICK, rect=place.moved(mm(0.004), 0))
    assert geometry_id([[here]]) == geometry_id([[there]])


CHANGES = [
    (0, replace(TEXT, field="mobile")),
    (0, replace(TEXT, part="year")),
    (0, replace(TEXT, rect=TEXT.rect.moved(mm(0.02), 0))),
    (0, replace(TEXT, rect=Rect(10, 20, 100, 12 + mm(0.02)))),
    (1, replace(TICK, option="bad")),
    (2, replace(COMB, cells=COMB.cells[:1])),
    (3, replace(QR, symbology="code128")),
    (5, replace(PEN, kind="seal")),
    (6, replace(IDENTITY, rect=IDENTITY.rect.moved(0, mm(1)))),
]


@pytest.mark.parametrize(("index", "changed"), CHANGES)
def test_any_other_change_gives_another_id(index, changed):
    slots = [*SLOTS[:index], changed, *SLOTS[index + 1 :]]
    assert geometry_id([slots]) != geometry_id([SLOTS])


def test_the_page_of_a_slot_matters():
    assert len({geometry_id([[TICK], []]), geometry_id([[], [TICK]]), geometry_id([[TICK]])}) == 3


def test_every_slot_has_places():
    assert Counter(p.kind for slot in SLOTS for p in places(slot)) == {
        "text": 1, "tick": 1, "comb": 2, "qr": 1, "image": 1, "signature": 1, "identity": 1,
    }  # fmt: skip


# ---- the code ---------------------------------------------------------------------------------

CODES = st.builds(
    identity_code,
    st.text(DIGITS, min_size=5, max_size=5),
    st.text(DIGITS, min_size=11, max_size=11),
    st.integers(1, 1295),
)


def test_a_code_says_version_geometry_sheet_and_page():
    assert identity_code("7K2QX", "00000000000", 1)[:19] == "A7K2QX0000000000001"
    assert identity_code("7K2QX", "00000000000", 1295)[17:19] == "ZZ"


@given(st.text(DIGITS, min_size=5, max_size=5), st.text(DIGITS, min_size=11, max_size=11),
       st.integers(1, 1295))  # fmt: skip
@settings(max_examples=100, deadline=None)
def test_a_code_is_read_back(geometry, sheet, page):
    code = identity_code(geometry, sheet, page)
    assert re.fullmatch("[0-9A-Z]{20}", code)
    assert parse_identity(code) == Identity(geometry, sheet, page)
    assert parse_identity(human_text(code)) == Identity(geometry, sheet, page)
    assert parse_identity(f" {code[:10].lower()} {code[10:]}\n").page == page


@pytest.mark.parametrize(
    ("geometry", "sheet", "page", "message"),
    [
        ("7K2Q", "0" * 11, 1, "the geometry id `7K2Q` is not 5 of 0-9 A-Z"),
        ("7k2qx", "0" * 11, 1, "the geometry id `7k2qx` is not 5 of 0-9 A-Z"),
        ("7K2QX", "0" * 12, 1, "the sheet id `000000000000` is not 11 of 0-9 A-Z"),
        ("7K2QX", "甲" * 11, 1, f"the sheet id `{'甲' * 11}` is not 11 of 0-9 A-Z"),
        ("7K2QX", "0" * 11, 0, "page 0 cannot be in an identity code; allowed: 1 to 1295"),
        ("7K2QX", "0" * 11, 1296, "page 1296 cannot be in an identity code; allowed: 1 to 1295"),
    ],
)
def test_what_cannot_be_said_is_refused(geometry, sheet, page, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        identity_code(geometry, sheet, page)


@given(CODES, st.integers(0, 19), st.sampled_from(DIGITS))
@settings(max_examples=200, deadline=None)
def test_one_misread_character_is_always_found(code, index, character):
    misread = code[:index] + character + code[index + 1 :]
    if misread != code:
        with pytest.raises(ValueError, match="misread"):
            parse_identity(misread)


@given(st.text(max_size=24))
@settings(max_examples=200, deadline=None)
def test_any_text_is_a_code_or_refused(text):
    with pytest.raises(ValueError, match=r"identity code|misread|version|no page"):
        parse_identity(text)


def test_a_code_of_another_version_is_not_understood():
    body = "B7K2QX0000000000001"
    with pytest.raises(ValueError, match="version B; version A is understood"):
        parse_identity(body + check_character(body))


def test_a_code_without_a_page_is_refused():
    body = "A7K2QX0000000000000"
    with pytest.raises(ValueError, match="names no page"):
        parse_identity(body + check_character(body))


def test_the_check_character_is_that_of_the_standard():
    # The example of the Global Release Identifier, which uses ISO/IEC 7064 MOD 37,36.
    assert check_character("A12425GABC1234002") == "M"


def test_people_read_groups_of_five():
    assert human_text("A7K2QX00000000000019") == "A7K2Q-X0000-00000-00019"
