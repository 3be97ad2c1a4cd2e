"""What a template says about itself before it runs: its parent, its blocks, where tags open."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NoReturn

from jinja2 import nodes
from jinja2.parser import Parser

from formgen.dataclass import dataclass
from formgen.diagnostics import did_you_mean
from formgen.markup.undefined import Report, Spot

_COMMENT = re.compile("<!--.*?-->", re.DOTALL)


class OpeningParser(Parser):
    """Jinja's parser; what is never closed is told with the line where it opens."""

    def parse_statement(self) -> nodes.Node | list[nodes.Node]:
        """Parse a statement and remember its line meanwhile."""
        opened = self.__dict__.setdefault("opened", [])
        opened.append(self.stream.current.lineno)
        try:
            return super().parse_statement()
        finally:
            opened.pop()

    def _fail_ut_eof(
        self, name: str | None, end_token_stack: list[tuple[str, ...]], lineno: int | None
    ) -> NoReturn:
        """Raise TemplateSyntaxError, at the end of a template for the tag that is still open."""
        opened: list[int] = self.__dict__.get("opened", [])
        if name is None and opened:
            lineno = opened[-1]
        super()._fail_ut_eof(name, end_token_stack, lineno)


@dataclass(frozen=True, slots=True)
class Outline:
    """Whether a template extends another, its outermost blocks and its text outside them."""

    extends: bool
    blocks: Mapping[str, int]
    stray: int


def outline_of(tree: nodes.Template) -> Outline:
    """Return the outline of a parsed template; lines count from 1, 0 is none."""
    extends = any(isinstance(node, nodes.Extends) for node in tree.body)
    blocks = {block.name: block.lineno for block in _outermost(tree)}
    return Outline(extends, blocks, _stray(tree) if extends else 0)


def _outermost(node: nodes.Node) -> Iterator[nodes.Block]:
    for child in node.iter_child_nodes():
        if isinstance(child, nodes.Block):
            yield child
        else:
            yield from _outermost(child)


def _stray(tree: nodes.Template) -> int:
    """Return the line of the first text that stands in no block, 0 if there is none."""
    for output in (node for node in tree.body if isinstance(node, nodes.Output)):
        for part in output.nodes:
            if isinstance(part, nodes.TemplateData):
                blank = _COMMENT.sub(lambda match: "\n" * match[0].count("\n"), part.data)
                if text := blank.lstrip():
                    return part.lineno + blank[: -len(text)].count("\n")
    return 0


def report_lost(
    blocks: Mapping[str, list[Callable[..., Any]]],
    outlines: Mapping[str, Outline],
    report: Report,
) -> None:
    """Report the blocks that no parent has, and text outside of blocks: neither is printed.

    `blocks` are the functions of each block of a chain of templates, the child's first.
    """
    owners = {name: _template(functions[-1]) for name, functions in blocks.items()}
    lost: dict[str, Spot] = {}
    for name, owner in owners.items():
        outline = outlines.get(owner)
        if outline and outline.extends and name in outline.blocks:
            lost[name] = owner, outline.blocks[name]
    known = [name for name in blocks if name not in lost]
    has = f"it has {', '.join(f'`{name}`' for name in known)}" if known else "it has none"
    for name, spot in lost.items():
        message = f"the template that is extended has no block `{name}`; {has}"
        report("unknown-block", message, spot, did_you_mean(name, known))
    for owner in dict.fromkeys(_template(f) for each in blocks.values() for f in each):
        outline = outlines.get(owner)
        if outline and outline.stray:
            message = "text outside of blocks is lost in a template that extends another"
            report("lost-text", message, (owner, outline.stray), "put it into a {% block %}")


def _template(function: Callable[..., object]) -> str:
    name = function.__globals__["__jinja_template__"].name
    return name or ""
