"""Headers with the names of people, spelled as they go over the wire (RFC 5322, RFC 2047).

Python's own spelling loses blanks in long names that are not ASCII; what is built here goes out
as it is.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable, Iterator
from email.policy import EmailPolicy
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from formgen.mail.addresses import Mailbox

_BYTES = 45
"""of UTF-8 in an encoded word: with what is around them they are at most 75 characters."""

_ATOMS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]{1,60}")
_QUOTABLE = re.compile(r"[ -~]{1,60}")


class Wire(str):
    """The value of a header that is spelled already, lines and all."""

    __slots__ = ()


class WirePolicy(EmailPolicy):
    """A policy that lets a `Wire` pass as it is."""

    def header_store_parse(self, name: str, value: object) -> tuple[str, str]:
        """Return what a message keeps of a header."""
        if isinstance(value, Wire):
            return name, str(value)
        return super().header_store_parse(name, value)


def mailbox_list(boxes: Iterable[Mailbox]) -> Wire:
    """Return mailboxes as a header has them, each on a line of its own."""
    return Wire(",\r\n ".join(map(_spelled, boxes)))


def _spelled(box: Mailbox) -> str:
    return f"{_phrase(box.name)} <{box.address}>" if box.name else box.address


def _phrase(name: str) -> str:
    if _ATOMS.fullmatch(name) and "=?" not in name:
        return name
    if _QUOTABLE.fullmatch(name):
        return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
    words = (b64encode(part.encode()).decode() for part in _parts(name))
    return "\r\n ".join(f"=?utf-8?b?{word}?=" for word in words)


def _parts(text: str) -> Iterator[str]:
    """Yield a text in parts of whole characters that an encoded word holds."""
    part, size = "", 0
    for character in text:
        length = len(character.encode())
        if size + length > _BYTES:
            yield part
            part, size = "", 0
        part, size = part + character, size + length
    yield part
