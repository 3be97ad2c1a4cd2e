"""Ratings: questions down, answers across, one box in each cell."""

from __future__ import annotations

from formgen.markup import attributes as a
from formgen.markup.build_choices import distinct
from formgen.markup.build_inline import build_inline, plain_text
from formgen.markup.checked import Checked
from formgen.markup.context import Context
from formgen.model.blocks import Block, Cell, Choice, Paragraph, Row, Table, Text
from formgen.model.fields import ChoiceField, Option
from formgen.model.style import Track


def build_rating(node: Checked, context: Context) -> Table:
    """Return the rating as a table whose head row repeats; declare a choice an item.

    The column of questions is as wide as all answers together unless it says otherwise.
    """
    answers = distinct([Option(t, t) for t in node[a.SCALE]], node.place, context)
    first = node[a.LABEL_WIDTH] or Track("fr", float(len(answers) or 1))
    if not node.elements:
        context.diagnostics.error("missing-element", "a <rating> needs <item>s", node.place)
    items = tuple(
        _item(item, answers, node, f"{number}. " if node[a.NUMBERED] else "", context)
        for number, item in enumerate(node.elements, node[a.START])
    )
    return Table(
        (first, *(Track("fr", 1.0) for _ in answers)),
        (_head(node, answers), *items),
        1,
        row_height=node[a.ROW_HEIGHT],
        before=node[a.BEFORE],
        after=node[a.AFTER],
        place=node.place,
    )


def _head(node: Checked, answers: tuple[Option, ...]) -> Row:
    texts = (node[a.HEAD], *(answer.text for answer in answers))
    cells = tuple(
        Cell(_paragraph(text, node), label=True, align="center", place=node.place) for text in texts
    )
    return Row(cells, keep_next=True, place=node.place)


def _paragraph(text: str, node: Checked) -> tuple[Block, ...]:
    if not text:
        return ()
    return (Paragraph((Text(text, place=node.place),), align="center", place=node.place),)


def _item(
    item: Checked, answers: tuple[Option, ...], rating: Checked, number: str, context: Context
) -> Row:
    name = item[a.NAME]
    label = item[a.LABEL] or plain_text(item) or name
    field = ChoiceField(name, label, item[a.REQUIRED], item.place, answers)
    context.fields.declare(field, bare=False)
    question = build_inline((number, *item.children), item.place, context)
    boxes = (
        Choice(
            name,
            bare=True,
            only=answer.code,
            box_size=rating[a.BOX_SIZE],
            align="center",
            place=item.place,
        )
        for answer in answers
    )
    cells = (
        Cell((Paragraph(question, place=item.place),), place=item.place),
        *(Cell((box,), align="center", place=item.place) for box in boxes),
    )
    return Row(cells, place=item.place)
