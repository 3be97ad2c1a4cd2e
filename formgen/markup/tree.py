"""Markup to a tree of plain nodes that know their place; nothing outside the text is ever read.

No DOCTYPE, no entities beyond XML's five, no processing instructions; size, depth, the number of
elements and of their attributes are bounded. A text that is not well formed ends the parse with
one diagnostic, for what follows would be guesswork.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import field, replace
from typing import NamedTuple
from xml.parsers import expat

from formgen.dataclass import dataclass
from formgen.diagnostics import NOWHERE, Diagnostic, Place
from formgen.markup.linemap import MARK, last_mark, without_marks
from formgen.markup.vocabulary import VOCABULARY

LARGEST = 16_000_000
DEEPEST = 60
MOST_ELEMENTS = 20_000
MOST_ATTRIBUTES = 50
ENTITIES = ("amp", "lt", "gt", "quot", "apos")
_NAMED = {"nbsp": "#160", "mdash": "#8212", "ndash": "#8211", "hellip": "#8230", "copy": "#169"}
_BAD_CHARACTER = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Node:
    """An element: its attributes as written, its children and texts, and where it stands.

    `source` is the name of the template that it stands in.
    """

    name: str
    attributes: dict[str, str]
    children: list[Node | str]
    place: Place = NOWHERE
    source: str = ""


class NotWellFormedError(Exception):
    """The markup is not XML as layouts may use it; carries the diagnostic."""

    def __init__(self, code: str, message: str, place: Place = NOWHERE, hint: str = "") -> None:
        super().__init__(message)
        self.diagnostic = Diagnostic(code, message, place, hint)


@dataclass(slots=True)
class _Builder:
    """Builds the tree from expat's events; `locate` turns a mark into a place and its template."""

    locate: Callable[[str], tuple[Place, str]]
    markup: bytes
    root: Node | None = None
    open: list[Node] = field(default_factory=list)
    count: int = 0
    last: tuple[Place, str] | None = None
    parser: expat.XMLParserType = field(default_factory=lambda: expat.ParserCreate("utf-8"))

    def __post_init__(self) -> None:
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.text
        self.parser.StartDoctypeDeclHandler = self.doctype
        self.parser.ProcessingInstructionHandler = self.instruction

    def start(self, name: str, attributes: dict[str, str]) -> None:
        mark = attributes.pop(MARK, "")
        if mark or self.last is None:
            self.last = self.locate(mark) if mark else self.near()
        place, source = self.last
        node = Node(name, attributes, [], place, source)
        self.count += 1
        self._check_bounds(node)
        if self.open:
            self.open[-1].children.append(node)
        else:
            self.root = node
        self.open.append(node)

    def _check_bounds(self, node: Node) -> None:
        if len(self.open) >= DEEPEST:
            message = f"elements stand more than {DEEPEST} deep in each other"
            raise NotWellFormedError("too-deep", message, node.place)
        if self.count > MOST_ELEMENTS:
            message = f"the layout has more than {MOST_ELEMENTS:,} elements"
            raise NotWellFormedError("too-many-elements", message, node.place)
        if len(node.attributes) > MOST_ATTRIBUTES:
            message = f"<{node.name}> has more than {MOST_ATTRIBUTES} attributes"
            raise NotWellFormedError("too-many-attributes", message, node.place)

    def end(self, name: str) -> None:
        self.open.pop()

    def text(self, data: str) -> None:
        if self.open:
            self.open[-1].children.append(data)

    def doctype(self, *_: object) -> None:
        message = "a DOCTYPE is not allowed in a layout"
        place = replace(self.near()[0], line=0)  # no tag stands before it
        raise NotWellFormedError("doctype", message, place, "take it out")

    def instruction(self, target: str, data: str) -> None:
        message = f"a processing instruction (<?{target}?>) is not allowed in a layout"
        place = self.near(self.parser.CurrentByteIndex)[0]
        raise NotWellFormedError("processing-instruction", message, place, "take it out")

    def near(self, index: int | None = None) -> tuple[Place, str]:
        """Return the place of the last tag before the byte at `index`, or of the first of all."""
        before = self.markup[: index or 0].decode(errors="ignore")
        mark = last_mark(before) or first_mark(self.markup)
        return self.locate(mark) if mark else (NOWHERE, "")


def first_mark(markup: bytes) -> str:
    """Return the first mark in `markup`, or ""."""
    match = re.search(rf' {MARK}="(\d+:\d+)"'.encode(), markup)
    return match[1].decode() if match else ""


def parse(marked: str, locate: Callable[[str], tuple[Place, str]]) -> Node:
    """Return the root of marked markup; raises NotWellFormedError with what is wrong first.

    `locate` gives the place and the template's name for the value of a mark.
    """
    text = marked.strip()
    builder = _Builder(locate, text.encode(errors="surrogatepass"))
    _check_characters(text, builder)
    if len(builder.markup) > LARGEST:
        message = f"the layout is larger than {LARGEST:,} bytes"
        raise NotWellFormedError("layout-too-large", message)
    try:
        builder.parser.Parse(builder.markup, True)
    except expat.ExpatError as error:
        raise _explained(error, builder) from None
    assert builder.root is not None
    return builder.root


def _check_characters(text: str, builder: _Builder) -> None:
    bad = _BAD_CHARACTER.search(text)
    if bad:
        index = len(text[: bad.start()].encode(errors="surrogatepass"))
        message = f"the character U+{ord(bad[0]):04X} is not allowed in a layout"
        raise NotWellFormedError("bad-character", message, builder.near(index)[0])


# ---- what expat complains of, in an author's words ------------------------------------------


class _Around(NamedTuple):
    """The markup at a fault: from it on, and from the start of its tag or entity on."""

    rest: str
    whole: str


def _around(markup: bytes, index: int) -> _Around:
    rest = markup[index : index + 400]
    before = markup[max(0, index - 400) : index]
    start = max(before.rfind(b"<"), before.rfind(b"&"))
    if start < 0 or b">" in before[start:]:
        start = len(before)
    return _Around(_shown(rest), _shown(before[start:] + rest))


def _shown(markup: bytes) -> str:
    return without_marks(markup.decode(errors="ignore"))


def _explained(error: expat.ExpatError, builder: _Builder) -> NotWellFormedError:
    index = builder.parser.ErrorByteIndex
    place = builder.near(index)[0]
    explain = _EXPLAIN.get(expat.ErrorString(error.code), _other)
    code, message, hint = explain(_around(builder.markup, index), builder)
    return NotWellFormedError(code, message or expat.ErrorString(error.code), place, hint)


def _mismatch(at: _Around, builder: _Builder) -> tuple[str, str, str]:
    opened = builder.open[-1]
    closing = re.match(r"(?:</)?([^\s>]+)", at.rest)
    name = closing[1] if closing else "?"
    message = f"<{opened.name}>, opened at {opened.place}, is closed by </{name}>"
    if _holds_nothing(name):
        return "mismatched-tag", message, f"write {_alone(name)}: <{name}> holds nothing"
    if _holds_nothing(opened.name):
        return "mismatched-tag", message, f"write {_alone(opened.name, opened)}"
    return "mismatched-tag", message, f"write </{opened.name}> before </{name}>"


def _ended(at: _Around, builder: _Builder) -> tuple[str, str, str]:
    if not builder.open:
        return "not-well-formed", "the layout is empty", "its root is <form title=…>"
    opened = builder.open[-1]
    message = f"<{opened.name}>, opened at {opened.place}, is never closed"
    cure = _alone(opened.name, opened) if _holds_nothing(opened.name) else f"</{opened.name}>"
    return "mismatched-tag", message, f"write {cure}"


def _holds_nothing(name: str) -> bool:
    element = VOCABULARY.get(name)
    return element is not None and not element.children and not element.text


def _alone(name: str, given: Node | None = None) -> str:
    """Return how an element that holds nothing is written; … stands for its attributes."""
    return f"<{name} …/>" if given and given.attributes else f"<{name}/>"


def _entity(at: _Around, builder: _Builder) -> tuple[str, str, str]:
    match = re.match(r"&([^;\s]*);", at.rest)
    name = match[1] if match else "?"
    hint = f"write &{_NAMED[name]};" if name in _NAMED else "write the character itself"
    return "unknown-entity", f"the entity &{name}; is not known", hint


def _token(at: _Around, builder: _Builder) -> tuple[str, str, str]:
    excerpt = at.whole.split("\n")[0][:24]
    hint = "write &amp; for & and &lt; for <, and put attributes into quotes"
    return "not-well-formed", f"this is not XML: `{excerpt}`", hint


def _twice(at: _Around, builder: _Builder) -> tuple[str, str, str]:
    name = at.rest.split("=")[0].strip()
    return "duplicate-attribute", f"the attribute `{name}` is given twice in one tag", ""


def _after_root(at: _Around, builder: _Builder) -> tuple[str, str, str]:
    message = "something stands after the end of the form"
    return "not-well-formed", message, "a layout has one <form>"


def _other(at: _Around, builder: _Builder) -> tuple[str, str, str]:
    return "not-well-formed", "", ""


_EXPLAIN = {
    expat.errors.XML_ERROR_TAG_MISMATCH: _mismatch,
    expat.errors.XML_ERROR_NO_ELEMENTS: _ended,
    expat.errors.XML_ERROR_UNCLOSED_TOKEN: _token,
    expat.errors.XML_ERROR_UNDEFINED_ENTITY: _entity,
    expat.errors.XML_ERROR_INVALID_TOKEN: _token,
    expat.errors.XML_ERROR_SYNTAX: _token,
    expat.errors.XML_ERROR_DUPLICATE_ATTRIBUTE: _twice,
    expat.errors.XML_ERROR_JUNK_AFTER_DOC_ELEMENT: _after_root,
}
