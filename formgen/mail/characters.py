"""Characters that no header of a message may have: what would end it, and begin another."""

from __future__ import annotations

import re
import unicodedata

from formgen.data.refusal import Refusal

# Line and paragraph separators too: Python's own e-mail package divides lines at them.
_FORBIDDEN = ("Cc", "Cs", "Zl", "Zp")
_ENCODED = re.compile(r"=\?.*\?=")
_IN_BODIES = "\n\t"


def require_one_line(text: str, what: str, hint: str = "") -> str:
    """Return `text` without blanks around it; raises Refusal if a header cannot say it."""
    for character in text:
        if unicodedata.category(character) in _FORBIDDEN:
            message = f"{what} has {_called(character)}, which a header of a message cannot have"
            raise Refusal("control-character", message, hint)
    if _ENCODED.search(text):
        message = f"{what} has =?…?= in it, which mail programs take for another text (RFC 2047)"
        raise Refusal("encoded-word", message)
    return text.strip()


def require_plain(text: str, what: str) -> str:
    """Return `text` with its lines ended by LF; raises Refusal at other control characters."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    for character in set(text):
        if unicodedata.category(character) in ("Cc", "Cs") and character not in _IN_BODIES:
            message = f"{what} has {_called(character)}, which a message cannot have"
            raise Refusal("control-character", message)
    return text


def _called(character: str) -> str:
    names = {"\n": "a line break", "\r": "a line break", "\t": "a tab", "\0": "a NUL"}
    return names.get(character, f"the character U+{ord(character):04X}")
