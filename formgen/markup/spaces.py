"""White space as HTML has it, but for Chinese: a line break between two characters is nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from unicodedata import east_asian_width

from formgen.model.blocks import Inline, LineBreak, Text

_SPACE = re.compile(r"[ \t\r\n]+")
_SHARED_MARKS = "“”‘’—…·"
"""Marks of Chinese text that other languages have too."""
_HANGUL = re.compile("[\u1100-\u11ff\u3130-\u318f\uac00-\ud7af]")


def _is_cjk(char: str, marks: str) -> bool:
    """Whether `char` belongs to a script that is written without spaces (Korean has them)."""
    wide = char in marks or east_asian_width(char) in ("W", "F")
    return wide and not _HANGUL.match(char)


def collapse(items: Iterable[Inline], *, western: bool = False) -> tuple[Inline, ...]:
    """Return inline content with white space collapsed, none at the ends or beside a break.

    In `western` text quotes, dashes and ellipses are like letters.
    """
    marks = "" if western else _SHARED_MARKS
    collapsed: list[Inline] = []
    pending = ""
    last = "\n"  # the character before; a line break at first, "" for what is no text
    for item in items:
        if not isinstance(item, Text):
            is_break = isinstance(item, LineBreak)
            _settle(collapsed, pending, last, "\n" if is_break else "", marks)
            collapsed.append(item)
            pending, last = "", "\n" if is_break else ""
            continue
        text, pending, last = _collapse_text(item, collapsed, pending, last, marks)
        if text:
            collapsed.append(replace(item, text=text))
    return tuple(collapsed)


def _collapse_text(
    item: Text, before: list[Inline], pending: str, last: str, marks: str
) -> tuple[str, str, str]:
    """Return the text, the white space it ends with, and its last character.

    White space that an earlier text ended with (`pending`) is set behind that text.
    """
    inherited = bool(pending)
    parts: list[str] = []
    for piece in re.split(r"([ \t\r\n]+)", item.text):
        if not piece:
            continue
        if _SPACE.fullmatch(piece):
            pending += piece
            continue
        space = _space(pending, last, piece[0], marks)
        if space and not parts and inherited:
            _append_space(before, parts)
        elif space:
            parts.append(space)
        parts.append(piece)
        pending, last = "", piece[-1]
    return "".join(parts), pending, last


def _append_space(before: list[Inline], parts: list[str]) -> None:
    """Put a space behind the text before, or, where no text stands, at the start of this one."""
    if before and isinstance(before[-1], Text):
        before[-1] = replace(before[-1], text=before[-1].text + " ")
    else:
        parts.append(" ")


def _settle(collapsed: list[Inline], pending: str, last: str, following: str, marks: str) -> None:
    """Set the white space before something that is no text."""
    if not _space(pending, last, following, marks):
        return
    if collapsed and isinstance(collapsed[-1], Text):
        collapsed[-1] = replace(collapsed[-1], text=collapsed[-1].text + " ")
    else:
        collapsed.append(Text(" "))


def _space(white: str, last: str, following: str, marks: str) -> str:
    """Return what white space between two characters becomes: a space or nothing."""
    if not white or "\n" in (last, following):
        return ""
    between = last and following and _is_cjk(last, marks) and _is_cjk(following, marks)
    return "" if "\n" in white and between else " "
