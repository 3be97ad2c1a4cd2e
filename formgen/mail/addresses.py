"""Addresses of e-mail: cells and options as mailboxes that are spelled right."""

from __future__ import annotations

import re

from formgen.data.refusal import Refusal
from formgen.dataclass import dataclass
from formgen.mail.characters import require_one_line

_LONGEST = 8_000
_DIVIDER = re.compile(r'[;；,，](?=(?:[^"]*"[^"]*")*[^"]*$)')
_NAMED = re.compile(r'(?:"(?P<quoted>[^"]*)"|(?P<name>[^"<>]*?))\s*<(?P<address>[^<>]*)>')


@dataclass(frozen=True, slots=True)
class Mailbox:
    """Someone's name, if it is known, and address, whose domain is in ASCII."""

    name: str
    address: str

    @property
    def international(self) -> bool:
        """Whether the address needs a server that takes others than ASCII (RFC 6531)."""
        return not self.address.isascii()


def mailboxes(text: str, what: str) -> tuple[Mailbox, ...]:
    """Return the mailboxes of a cell, divided by commas or semicolons; raises Refusal.

    Each is an address, or a name and an address: `王小明 <wang@example.com>`.
    """
    text = require_one_line(text, what)
    if len(text) > _LONGEST:
        raise Refusal("bad-address", f"{what} has more than {_LONGEST} characters")
    return tuple(_mailbox(part.strip()) for part in _DIVIDER.split(text) if part.strip())


def mailbox(text: str, what: str) -> Mailbox:
    """Return the one mailbox that `text` is; raises Refusal."""
    found = mailboxes(text, what)
    if len(found) != 1:
        raise Refusal("bad-address", f"{what} is not one address", 'like "Name <me@example.com>"')
    return found[0]


def _mailbox(text: str) -> Mailbox:
    named = _NAMED.fullmatch(text)
    if named is None:
        return Mailbox("", _checked(text))
    name = named["quoted"] if named["quoted"] is not None else named["name"]
    return Mailbox(" ".join(name.split()), _checked(named["address"].strip()))


def _checked(text: str) -> str:
    """Return an address as it is sent, its domain in ASCII."""
    from email_validator import EmailNotValidError, validate_email

    try:
        found = validate_email(text, check_deliverability=False)
    except EmailNotValidError as error:
        hint = "several addresses are divided by ;"
        raise Refusal("bad-address", f"this is no e-mail address: {error}", hint) from error
    return f"{found.local_part}@{found.ascii_domain}"
