"""The house look: what a sheet looks like where its author says nothing.

Weights and sizes are chosen for paper that is printed, copied, written on and scanned: nothing
thinner than a copier keeps (0.35 pt), boxes and writing lines that a pen can use.
"""

from __future__ import annotations

from formgen.model.style import Color
from formgen.units import Pt, mm

INK: Color = "#000000"
QUIET_INK: Color = "#4d4d4d"
LABEL_TINT: Color = "#eff1f4"
BAND_TINT: Color = "#dde2e9"
ACCENT_SHARE = 0.16
"""How much of the accent colour is in the tint of a band."""

HEADING_SIZE = {1: 1.9, 2: 1.3, 3: 1.12}
"""Sizes of headings, relative to the form's font size."""
HEADING_BEFORE = {1: 0.0, 2: 9.0, 3: 7.0}
HEADING_AFTER = {1: 4.0, 2: 4.0, 3: 3.0}

PARAGRAPH_LEADING = 1.6
"""Line height of running text, relative to its size (CLREQ recommends 1.5 to 2 for Chinese)."""
CELL_LEADING = 1.35
PARAGRAPH_AFTER: Pt = 4.0

FRAME_WEIGHT: Pt = 1.1
RULE_WEIGHT: Pt = 0.5
WRITING_RULE_WEIGHT: Pt = 0.5
BOX_WEIGHT: Pt = mm(0.25)
TICK_WEIGHT: Pt = 1.35

ROW_HEIGHT: Pt = mm(9)
BAND_HEIGHT: Pt = mm(7.5)
CELL_PADDING_X: Pt = mm(2)
CELL_PADDING_Y: Pt = mm(0.9)
LABEL_PADDING: Pt = mm(0.8)
"""The least padding beside a label that lacks a little width to stand on one line."""
LABEL_GIVES = 0.08
"""How much of its width such a label may lack."""

EM_ASCENT = 0.88
"""The ideographic em box stands 0.88 em above and 0.12 em below the baseline."""
EM_CENTRE = 0.38
"""Height above the baseline of the middle of the em box, in em: the optical middle of a line."""

BOX_SIZE: Pt = mm(3.5)
NUMBERED_BOX_SIZE: Pt = mm(5.4)
BOX_LABEL_GAP: Pt = mm(1.3)
BOX_CLEAR: Pt = mm(1.2)
"""The least distance of a box from any text, so that a scan tells a mark from a letter."""
OPTION_GAP: Pt = mm(5)
OPTION_ROW: Pt = mm(7)
"""The least distance between rows of boxes."""

WRITING_LINE: Pt = mm(8)
WRITING_ROOM: Pt = mm(6)
"""Room above the rule of an inline blank."""
RULE_DROP: Pt = 2.6
"""How far below the baseline of a text its rule stands."""
BLANK_WIDTH: Pt = mm(30)
FLEXIBLE_WIDTH: Pt = mm(18)
"""The least width of a blank in a cell that takes what its line leaves."""
SLIMMEST: Pt = mm(9)
"""How narrow such a blank may be set where its cell is narrow."""
SIGNATURE_WIDTH: Pt = mm(32)
DATE_PART_WIDTHS: dict[str, Pt] = {
    "year": mm(13),
    "month": mm(9),
    "day": mm(9),
    "hour": mm(9),
    "minute": mm(9),
}
DATE_PART_LEAST: dict[str, Pt] = {
    "year": mm(9),
    "month": mm(6),
    "day": mm(6),
    "hour": mm(6),
    "minute": mm(6),
}
"""How narrow the parts of a date may be set where their place is narrow."""
DATE_GAP: Pt = mm(0.8)

COMB_WIDTH: Pt = mm(6)
COMB_HEIGHT: Pt = mm(7)
COMB_NARROWEST: Pt = mm(4)
"""How narrow a box of a comb may be set where its place is narrow."""

FINEST_MODULE: Pt = mm(0.25)
"""The smallest module of a QR code that a phone still reads from office print."""
FINEST_BAR: Pt = mm(0.19)
"""The thinnest bar of Code 128 (ISO/IEC 15417 sets none; 0.19 mm is the usual least)."""

IDENTITY_SIZE: Pt = mm(14.7)
"""21 modules of 0.7 mm (QR version 1); the quiet zone is four modules on each side."""
IDENTITY_QUIET: Pt = mm(2.8)
IDENTITY_TEXT_SIZE: Pt = 5.0
IDENTITY_LEADING: Pt = 5.8
IDENTITY_FROM_EDGE: Pt = mm(15)

BAND_GAP: Pt = mm(2.5)
"""Space between a header or footer and the body."""
CUT_HEIGHT: Pt = mm(9)
