"""What all messages of a merge share, checked once: sender, texts, files for everyone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field
from typing import TYPE_CHECKING

from formgen.data.refusal import listing, quote
from formgen.dataclass import dataclass
from formgen.diagnostics import Diagnostics, Place, did_you_mean
from formgen.errors import UsageError
from formgen.mail.addresses import Mailbox, mailbox, mailboxes
from formgen.mail.attachments import Attachment, attached
from formgen.mail.refusing import gathered
from formgen.mail.templates import Template

if TYPE_CHECKING:
    from formgen.mail.letter import Letter
    from formgen.mail.records import Columns

_NOBODY = Mailbox("", "")


@dataclass(slots=True)
class Stationery:
    """What a letter says that is the same for all records; `always` are the fixed copies."""

    subject: Template
    body: Template
    sender: Mailbox = _NOBODY
    reply_to: Mailbox | None = None
    always: dict[str, tuple[Mailbox, ...]] = field(default_factory=dict)
    files: tuple[Attachment, ...] = ()


def stationery(letter: Letter, columns: Columns) -> Stationery:
    """Return what is the same in all messages; raises UsageError with all that does not fit."""
    found = Diagnostics()
    _check_columns(letter, columns, found)
    subject = _template(letter.subject, Place("--subject"), columns, found)
    body = _template(letter.body, Place(letter.body_name), columns, found, html=letter.html)
    made = Stationery(subject, body)
    with gathered(found, Place("--from")):
        made.sender = mailbox(letter.sender, "the address")
    if letter.reply_to:
        with gathered(found, Place("--reply-to")):
            made.reply_to = mailbox(letter.reply_to, "the address")
    for option, text in _copies(letter):
        if text not in columns.names and "@" in text:
            with gathered(found, Place(option)):
                made.always[option] = mailboxes(text, "the address")
    for path in letter.attach_files:
        with gathered(found, Place(str(path))):
            made.files += (attached(path),)
    UsageError.raise_if(found)
    return made


def _copies(letter: Letter) -> Iterator[tuple[str, str]]:
    yield from ((o, text) for o, text in (("--cc", letter.cc), ("--bcc", letter.bcc)) if text)


def _check_columns(letter: Letter, columns: Columns, found: Diagnostics) -> None:
    asked = [("--to", letter.to), *_copies(letter)]
    asked += [("--attach-column", column) for column in letter.attach_columns]
    asked += [("--key", letter.key)] if letter.key else []
    for option, name in asked:
        fixed = option in ("--cc", "--bcc") and "@" in name
        if name not in columns.names and not fixed:
            message = f"{quote(name)} is no column of the data"
            hint = did_you_mean(name, columns.names) or f"its columns are {listing(columns.names)}"
            found.error("unknown-column", message, Place(option), hint)
    if letter.attach and not columns.manifest:
        message = "the data is no manifest, whose sheets could be attached"
        hint = "give the manifest.csv of a batch, or name a column of paths: --attach-column"
        found.error("no-manifest", message, Place("--attach"), hint)


def _template(
    text: str, place: Place, columns: Columns, found: Diagnostics, *, html: bool = False
) -> Template:
    try:
        template = Template(text, place, html=html)
    except UsageError as error:
        found.extend(error.diagnostics)
        return Template("", place)
    template.check(columns.names, found)
    return template
