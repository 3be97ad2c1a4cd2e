"""Text as it is set: what is written in a form of data becomes what a face can draw."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

TWO_EM_DASH = "\u2e3a"

_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_SPACES = re.compile("[\u1680\u2000-\u200a\u202f\u205f]")
_NO_BREAK_SPACES = "\u2007\u202f"
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
    "\U000e0000-\U000e0fff]"
)
_ACCENTED = re.compile(
    "[A-Za-z\u00c0-\u024f\u0370-\u04ff\u1e00-\u1fff\u3041-\u30ff][\u0300-\u036f\u3099\u309a]+"
)
_HYPHEN = re.compile("(?<=[0-9A-Za-z])\u2010(?=[0-9A-Za-z])")


def prepare(text: str, has: Callable[[str], bool]) -> str:
    """Return `text` ready to be measured; `has` says whether a face can draw a character.

    "——" becomes the two-em dash where there is one (two em dashes leave a gap); line ends become
    newlines; a letter and its combining accents become one character; a hyphen in a Western word
    becomes the ASCII one, which is not an em wide in Chinese faces; rare spaces that no face has
    become plain ones; a tab stays, which is drawn as a space; characters without a shape (soft
    hyphen, direction marks, variation selectors, joiners) are left out. Nothing that has a shape is
    lost.
    """
    if text.isascii() and text.isprintable():
        return text
    text = _LINE_ENDS.sub("\n", text)
    text = _SPACES.sub(lambda match: _drawable_space(match[0], has), text)
    text = _INVISIBLE.sub("", text)
    text = _ACCENTED.sub(lambda match: unicodedata.normalize("NFC", match[0]), text)
    text = _HYPHEN.sub("-", text)
    if "——" in text and has(TWO_EM_DASH):
        text = text.replace("——", TWO_EM_DASH)
    return text


def _drawable_space(space: str, has: Callable[[str], bool]) -> str:
    if has(space):
        return space
    return "\u00a0" if space in _NO_BREAK_SPACES else " "
