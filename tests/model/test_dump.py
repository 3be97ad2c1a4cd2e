"""The dump: one line a node, without what says nothing."""

from formgen.diagnostics import Place
from formgen.geometry import Rect
from formgen.layout.boxes import Box, Page
from formgen.model.blocks import Cell, Paragraph, Picture, Row, Table, Text
from formgen.model.dump import dump
from formgen.model.style import TextStyle, Track


def test_a_leaf_is_a_line():
    assert (
        dump(Text("甲\n", TextStyle(bold=True))) == "Text text='甲\\n' style=TextStyle(bold=True)\n"
    )


def test_places_and_defaults_are_left_out():
    assert dump(Paragraph((), place=Place("f", 3))) == "Paragraph content=[]\n"


def test_nodes_stand_below_their_parent():
    table = Table((Track("fr", 1),), (Row((Cell((Paragraph((Text("x"),)),)),)),), keep=True)
    assert dump(table) == (
        "Table keep=True\n"
        "  columns:\n"
        "    Track kind='fr' amount=1\n"
        "  Row\n"
        "    Cell\n"
        "      Paragraph\n"
        "        Text text='x'\n"
    )


def test_lengths_have_two_decimals_and_bytes_a_digest():
    assert dump(Picture(b"abc", 1 / 3, None)) == (
        "Picture data=<3 bytes ba7816bf8f01> width=0.33 height=None\n"
    )


def test_sets_are_sorted():
    cell = Cell((), lines=frozenset({"top", "left"}))
    assert dump(cell) == "Cell content=[] lines={'left', 'top'}\n"


def test_any_tree_of_dataclasses_can_be_dumped():
    page = Page(10.0, 20.0, (Box(Rect(0, 0.5, 1, 2), stroke=0.5),))
    assert dump(page) == (
        "Page width=10.00 height=20.00\n"
        "  items:\n"
        "    Box rect=Rect(x=0, y=0.50, w=1, h=2) stroke=0.50\n"
    )
