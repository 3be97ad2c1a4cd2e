"""The sandbox in which layouts expand: a Jinja environment with less in it.

Autoescape is always on and nothing turns a value into markup; no value grows without bound; what
differs from run to run (random texts) is gone, for the same input gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, time
from decimal import Decimal
from functools import cache
from typing import cast

from jinja2 import (
    BaseLoader,
    Environment,
    TemplateNotFound,
    TemplateSyntaxError,
    Undefined,
    nodes,
    pass_context,
)
from jinja2.bccache import Bucket, BytecodeCache
from jinja2.exceptions import SecurityError
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream
from jinja2.meta import find_undeclared_variables
from jinja2.runtime import Context

from formgen.markup.bounded import BoundedEnvironment
from formgen.markup.bounds import bounded_filter, count_work
from formgen.markup.layers import Layers, plain_name
from formgen.markup.linemap import LineMarks, Sources
from formgen.markup.outline import OpeningParser, Outline, outline_of
from formgen.markup.record import Blank
from formgen.markup.undefined import kind_of
from formgen.resources import Library

LONGEST_RANGE = 10_000
_REMOVED_FILTERS = (
    *("attr", "center", "filesizeformat", "format", "indent", "pprint", "random", "urlize"),
    "wordwrap",
)
_PRINTABLE = (str, int, float, Decimal, date, time, Blank, Undefined)
MARKUP_FILTERS = ("safe", "tojson", "xmlattr")


class SourceNotTextError(Exception):
    """A template is not UTF-8 text; `name` says which, `line` where it ceases to be."""

    def __init__(self, name: str, line: int) -> None:
        super().__init__(name)
        self.name = name
        self.line = line


class LibraryLoader(BaseLoader):
    """Loads templates from a library, by names relative to its root (see `layers`)."""

    def __init__(self, library: Library) -> None:
        self.library = library if isinstance(library, Layers) else Layers(library)

    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str | None, Callable[[], bool] | None]:
        """Return the template's text and how its author knows it."""
        content = self.library.read(template)
        if content is None:
            raise TemplateNotFound(plain_name(template))
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = content.count(b"\n", 0, error.start) + 1
            raise SourceNotTextError(template, line) from None
        return text, self.library.describe(template), None


class MemoryBytecode(BytecodeCache):
    """Keeps compiled templates for the runs of one layout."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill `bucket` with what was kept for it; Jinja checks that the source is the same."""
        if bucket.key in self._kept:
            bucket.bytecode_from_string(self._kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled."""
        self._kept[bucket.key] = bucket.bytecode_to_string()


class NoAutoescapeSwitch(Extension):
    """Refuses `{% autoescape %}`, with which a layout could let values become markup."""

    def filter_stream(self, stream: TokenStream) -> Iterable[Token]:
        """Return the tokens as they are, or raise TemplateSyntaxError."""
        return _without_autoescape(stream)


def _without_autoescape(stream: TokenStream) -> Iterator[Token]:
    before = ""
    for token in stream:
        if before == "block_begin" and token.value == "autoescape":
            message = "`autoescape` cannot be switched; a value never becomes markup"
            raise TemplateSyntaxError(message, token.lineno, stream.name, stream.filename)
        before = token.type
        yield token


class LayoutEnvironment(BoundedEnvironment):
    """A sandbox for one run over a library."""

    def __init__(
        self,
        loader: BaseLoader,
        sources: Sources,
        bytecode: BytecodeCache | None = None,
        outlines: dict[str, Outline] | None = None,
    ) -> None:
        super().__init__(
            loader=loader,
            bytecode_cache=bytecode,
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            optimized=False,  # what is folded while compiling has no line to report
            finalize=_printed,
            extensions=(LineMarks, NoAutoescapeSwitch),
        )
        self.sources = sources
        self.outlines = {} if outlines is None else outlines
        kept = self.filters.keys() - {*_REMOVED_FILTERS, *MARKUP_FILTERS}
        self.filters = {n: bounded_filter(self.budget, n, self.filters[n]) for n in kept}
        del self.globals["lipsum"]
        self.globals["range"] = _range

    def join_path(self, template: str, parent: str) -> str:
        """Return the name of the template that `parent` means by `template`."""
        loader = self.loader
        if isinstance(loader, LibraryLoader):
            return loader.library.joined(template, parent)
        return template

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = OpeningParser(self, source, name, filename).parse()
        if name is not None:
            self.outlines[name] = outline_of(tree)
            count_work(tree)
        return tree


def _range(*bounds: int) -> range:
    """Return Python's range, unless it is long."""
    numbers = range(*bounds)
    if len(numbers) > LONGEST_RANGE:
        raise SecurityError(f"a range may hold {LONGEST_RANGE} numbers at most")
    return numbers


@pass_context
def _printed(context: Context, value: object) -> object:
    """Return what a value prints: nothing for None, and the language's words for a bool.

    Raises TypeError for what has no text of its own, like a list.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        cast(LayoutEnvironment, context.environment).budget.text(len(value))
    if isinstance(value, _PRINTABLE):
        return value
    advice = "; write it with `| join`" if isinstance(value, list | tuple) else ""
    raise TypeError(f"{kind_of(value)} cannot be printed{advice}")


@cache
def _expressions() -> LayoutEnvironment:
    return LayoutEnvironment(BaseLoader(), Sources())


def expression_fault(text: str) -> str:
    """Return what is wrong with the syntax of an expression, or "" if nothing is."""
    try:
        _expressions().compile_expression(text)
    except TemplateSyntaxError as error:
        return (error.message or "").replace("'end of template'", "end")
    except (RecursionError, MemoryError):
        return "it is nested too deep"
    return ""


def expression_names(text: str) -> set[str]:
    """Return the names that an expression asks for; none if its syntax is wrong."""
    try:
        tree = _expressions().parse("{{ (" + text + ") }}")
    except TemplateSyntaxError:
        return set()
    return find_undeclared_variables(tree)


def expression_columns(text: str) -> set[tuple[str, str]]:
    """Return the names with an attribute that an expression asks for, like `items.price`."""
    try:
        tree = _expressions().parse("{{ (" + text + ") }}")
    except TemplateSyntaxError:
        return set()
    return {
        (node.node.name, node.attr)
        for node in tree.find_all(nodes.Getattr)
        if isinstance(node.node, nodes.Name)
    }
