"""Line marks: every opening tag of a template carries the source and line it was written on.

The mark is an attribute `_at="3:17"` (source 3, line 17). It is written into the template's own
text before Jinja compiles it, so it survives loops, macros, includes and inheritance, and the
parser takes it off again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import field
from typing import cast

from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream

from formgen.dataclass import dataclass

MARK = "_at"
_MARK = re.compile(r' _at="(\d+):(\d+)"')
_XML = re.compile(r"<!--|-->|<!\[CDATA\[|\]\]>|<[A-Za-z_][\w.-]*(?=[\s/>])")


@dataclass(slots=True)
class Sources:
    """The templates that marks point to, by number."""

    names: list[str] = field(default_factory=list)

    def number(self, name: str) -> int:
        """Return the number of the template called `name`, a new one if it was not yet seen."""
        if name not in self.names:
            self.names.append(name)
        return self.names.index(name)

    def at(self, mark: str) -> tuple[str, int] | None:
        """Return the template and line that a mark names, None if an author wrote it himself."""
        match = re.fullmatch(r"(\d{1,6}):(\d{1,9})", mark)
        if match is None or int(match[1]) >= len(self.names):
            return None
        return self.names[int(match[1])], int(match[2])


class LineMarks(Extension):
    """Writes a mark into each opening tag; its environment has a `sources` (see `Sources`)."""

    def filter_stream(self, stream: TokenStream) -> Iterable[Token]:
        """Return the tokens with marks in those that hold the template's own text."""
        if stream.name is None:
            return stream
        sources = cast(Sources, self.environment.sources)  # type: ignore[attr-defined]
        return _marked(stream, _Marker(sources.number(stream.name)))


def _marked(stream: TokenStream, marker: _Marker) -> Iterator[Token]:
    for token in stream:
        if token.type == "data":
            yield Token(token.lineno, "data", marker.mark(token.value, token.lineno))
        else:
            yield token


@dataclass(slots=True)
class _Marker:
    """Marks one template; it remembers a comment that Jinja's blocks cut into pieces."""

    source: int
    closer: str = ""

    def mark(self, text: str, line: int) -> str:
        parts: list[str] = []
        done = 0
        for match in _XML.finditer(text):
            parts.append(text[done : match.end()])
            line += text.count("\n", done, match.end())
            done = match.end()
            if self._is_open_tag(match[0]):
                parts.append(f' {MARK}="{self.source}:{line}"')
        return "".join([*parts, text[done:]])

    def _is_open_tag(self, found: str) -> bool:
        if self.closer:
            if found == self.closer:
                self.closer = ""
            return False
        if found.startswith("<!"):
            self.closer = "-->" if found == "<!--" else "]]>"
            return False
        return found[0] == "<"


def without_marks(markup: str) -> str:
    """Return `markup` with its line marks taken off."""
    return _MARK.sub("", markup)


def last_mark(markup: str) -> str:
    """Return the value of the last mark in `markup`, or "" if it has none."""
    at = markup.rfind(f' {MARK}="')
    match = _MARK.match(markup, at) if at >= 0 else None
    return f"{match[1]}:{match[2]}" if match else ""
