"""Blocks: paragraphs, lists, rules, kept groups, and what stands in cells."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import groupby
from types import MappingProxyType

from formgen.markup import attributes as a
from formgen.markup.build_entries import build_entry
from formgen.markup.build_inline import build_inline
from formgen.markup.build_rating import build_rating
from formgen.markup.build_table import build_table
from formgen.markup.checked import Checked
from formgen.markup.context import Context, text_style
from formgen.markup.vocabulary import ENTRIES, INLINE
from formgen.model.blocks import (
    Block,
    CutLine,
    Foot,
    HorizontalRule,
    Inline,
    Keep,
    PageBreak,
    Paragraph,
    Spacer,
)
from formgen.model.style import Align

DEEPEST_LIST = 3
LIST_INDENT = 1.5  # em a level: the width in which layout sets a marker
BULLET = "•"


def build_blocks(nodes: Iterable[Checked], context: Context) -> tuple[Block, ...]:
    """Return the blocks that `nodes` make, in order."""
    return tuple(block for node in nodes for block in _blocks(node, context))


def _blocks(node: Checked, context: Context) -> Iterator[Block]:
    if node.name in ENTRIES.members:
        entry = build_entry(node, context)
        if entry is not None:
            yield entry
    elif node.name in ("ul", "ol"):
        yield from _spaced(node, list(_list(node, 1, context)))
    else:
        yield _BUILDERS[node.name](node, context)


# ---- one block an element -------------------------------------------------------------------


def _paragraph(node: Checked, context: Context) -> Paragraph:
    return Paragraph(
        build_inline(node.children, node.place, context),
        int(node.name[1]) if node.name != "p" else 0,
        node[a.ALIGN],
        node[a.INDENT],
        node[a.FIRST_INDENT],
        node[a.BEFORE],
        node[a.AFTER],
        node[a.LINE_HEIGHT],
        "",
        text_style(node),
        node[a.KEEP_NEXT],
        node.place,
    )


def _table(node: Checked, context: Context) -> Block:
    return build_table(node, context, cell_content)


def _spacer(node: Checked, context: Context) -> Spacer:
    return Spacer(node[a.GAP_HEIGHT])


def _rule(node: Checked, context: Context) -> HorizontalRule:
    return HorizontalRule(node[a.WEIGHT], node[a.COLOR])


def _page_break(node: Checked, context: Context) -> PageBreak:
    return PageBreak()


def _cut(node: Checked, context: Context) -> CutLine:
    return CutLine(node[a.CUT_LABEL])


def _keep(node: Checked, context: Context) -> Keep:
    return Keep(build_blocks(node.elements, context), node.place)


def _receipt(node: Checked, context: Context) -> Foot:
    return Foot(build_blocks(node.elements, context), node.place)


_BUILDERS: Mapping[str, Callable[[Checked, Context], Block]] = MappingProxyType(
    {
        "h1": _paragraph,
        "h2": _paragraph,
        "h3": _paragraph,
        "p": _paragraph,
        "table": _table,
        "rating": build_rating,
        "spacer": _spacer,
        "hr": _rule,
        "pagebreak": _page_break,
        "cut": _cut,
        "keep": _keep,
        "receipt": _receipt,
    }
)

# ---- lists ----------------------------------------------------------------------------------


def _spaced(node: Checked, items: list[Paragraph]) -> list[Paragraph]:
    """Return the paragraphs of a list with the space before and after it, where it says any."""
    if items and node[a.BEFORE] is not None:
        items[0] = replace(items[0], before=node[a.BEFORE])
    if items and node[a.AFTER] is not None:
        items[-1] = replace(items[-1], after=node[a.AFTER])
    return items


def _list(node: Checked, depth: int, context: Context) -> Iterator[Paragraph]:
    if depth > DEEPEST_LIST:
        message = f"lists stand more than {DEEPEST_LIST} deep in each other"
        context.diagnostics.error("too-deep", message, node.place)
        return
    number = node[a.START] if node.name == "ol" else 0
    for item in node.elements:
        marker = f"{number}." if node.name == "ol" else BULLET
        yield from _item(item, marker, depth, context)
        number += 1


def _item(node: Checked, marker: str, depth: int, context: Context) -> Iterator[Paragraph]:
    """Yield an item's paragraph; only its first text has the marker, lists in it follow."""
    indent = (depth - 1) * LIST_INDENT * context.font_size
    for is_list, group in groupby(node.children, key=_is_list):
        members = list(group)
        if is_list:
            for child in members:
                if isinstance(child, Checked):
                    yield from _spaced(child, list(_list(child, depth + 1, context)))
        elif content := build_inline(members, node.place, context):
            yield Paragraph(content, indent=indent, marker=marker, place=node.place)
            marker = "\u3000"


def _is_list(child: Checked | str) -> bool:
    return isinstance(child, Checked) and child.name in ("ul", "ol")


# ---- cells ----------------------------------------------------------------------------------


def cell_content(node: Checked, context: Context) -> tuple[Block, ...]:
    """Return a cell's content: blocks as they are, text and what runs in it as paragraphs.

    An entry alone, or alone between blocks, is the block itself: it takes the cell's width.
    """
    context = replace(context, fixed=True)
    blocks: list[Block] = []
    for is_running, group in groupby(node.children, key=_is_running):
        members = list(group)
        if is_running:
            blocks += _run(members, node, context)
        else:
            blocks += build_blocks((m for m in members if isinstance(m, Checked)), context)
    return tuple(blocks)


def _is_running(child: Checked | str) -> bool:
    return isinstance(child, str) or child.name in INLINE.members + ENTRIES.members


def _run(members: list[Checked | str], cell: Checked, context: Context) -> Iterator[Block]:
    solid = [m for m in members if isinstance(m, Checked) or m.strip()]
    if len(solid) == 1 and isinstance(solid[0], Checked) and solid[0].name in ENTRIES.members:
        yield from build_blocks((solid[0],), context)
        return
    content: tuple[Inline, ...] = build_inline(members, cell.place, context)
    align: Align | None = cell[a.ALIGN]
    if content:
        yield Paragraph(content, align=align, place=cell.place)
