"""The text of an HTML letter, for those who read no HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_UNSEEN = {"head", "script", "style", "title", "template"}
_BLOCKS = {
    "address", "article", "blockquote", "body", "dd", "div", "dl", "dt", "footer", "h1", "h2",
    "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "ol", "p", "pre", "section", "table",
    "tr", "ul",
}  # fmt: skip
_APART = {"blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "ol", "p", "pre", "table", "ul"}
_ROWS = {"dd", "dt", "li", "tr"}
_SPACE = re.compile(r"[ \t\r\n\f]+")


def text_of(html: str) -> str:
    """Return what an HTML text says: blocks on lines of their own, links with their addresses."""
    from lxml.etree import ParserError
    from lxml.html import HTMLParser, document_fromstring

    try:
        tree = document_fromstring(html.encode(), parser=HTMLParser(encoding="utf-8"))
    except ParserError:  # there is nothing in it
        return "\n"
    text = "".join(_said(tree))
    lines = (re.sub(" *\n *", "\n", line).strip(" ") for line in text.split("\n"))
    return re.sub("\n{3,}", "\n\n", "\n".join(lines)).strip("\n") + "\n"


def _said(element: HtmlElement) -> Iterator[str]:
    tag = element.tag if isinstance(element.tag, str) else ""
    if tag and tag not in _UNSEEN:
        around = "\n\n" if tag in _APART else "\n" if tag in _BLOCKS else ""
        yield around
        yield {"br": "\n", "li": "- ", "hr": "---", "td": " ", "th": " "}.get(tag, "")
        yield _SPACE.sub(" ", element.text or "")
        for child in element:
            yield from _said(child)
        yield _link(element) if tag == "a" else element.get("alt", "") if tag == "img" else ""
        yield "" if tag in _ROWS else around
    yield _SPACE.sub(" ", element.tail or "")


def _link(element: HtmlElement) -> str:
    target = str(element.get("href", ""))
    shown = element.text_content().strip()
    return "" if not target or target.startswith("#") or target == shown else f" <{target}>"
