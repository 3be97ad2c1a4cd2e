"""From a record to its draft: addresses checked, texts worked out, files found."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from formgen.data.cells import cell_text
from formgen.data.refusal import Refusal
from formgen.diagnostics import Diagnostic, Diagnostics
from formgen.mail.addresses import Mailbox, mailboxes
from formgen.mail.attachments import Attachment, attached, relative
from formgen.mail.characters import require_one_line, require_plain
from formgen.mail.draft import Draft, Recipients
from formgen.mail.records import DIGEST, SHEET
from formgen.mail.refusing import InColumn, gathered, in_column
from formgen.mail.stationery import stationery

if TYPE_CHECKING:
    from formgen.data.sources import RawRecord
    from formgen.mail.letter import Letter
    from formgen.mail.records import Columns

_ONE_LINE = 'the pattern can take it out: {{ name | replace("\\n", " ") }}'


class Composer:
    """Makes the draft of each record; `folder` is the one that paths in the data are in.

    Raises UsageError, with all that is wrong with the letter, if it does not fit the columns.
    """

    def __init__(self, letter: Letter, columns: Columns, folder: Path) -> None:
        self._letter, self.columns, self._folder = letter, columns, folder
        self._shared = stationery(letter, columns)

    def recipients(self, raw: RawRecord) -> Recipients:
        """Return whom a record's message goes to; raises Refusal."""
        letter, always = self._letter, self._shared.always
        to = self._mailboxes(raw, letter.to)
        if not to:
            raise InColumn(letter.to, Refusal("no-address", "there is no address"))
        cc = always.get("--cc") or self._mailboxes(raw, letter.cc)
        return Recipients(to, cc, always.get("--bcc") or self._mailboxes(raw, letter.bcc))

    def draft(
        self, raw: RawRecord, index: int, identity: str
    ) -> tuple[Draft | None, tuple[Diagnostic, ...]]:
        """Return the draft of a record, or None and why there is none."""
        found = Diagnostics()
        found.extend(raw.problems)
        recipients, subject, body = Recipients(()), "", ""
        files: tuple[Attachment, ...] = ()
        with gathered(found, raw.place):
            recipients = self.recipients(raw)
        with gathered(found, raw.place):
            subject = self._subject(raw, index)
        with gathered(found, raw.place):
            body = self._body(raw, index)
        with gathered(found, raw.place):
            files = (*self._attachments(raw), *self._shared.files)
        if found.has_errors:
            return None, tuple(found)
        shared, columns = self._shared, self.columns
        draft = Draft(
            raw.place, columns.key_of(raw), identity, columns.file_name(raw), shared.sender,
            recipients, shared.reply_to, subject, body, self._letter.html, files,
        )  # fmt: skip
        return draft, tuple(found)

    def _mailboxes(self, raw: RawRecord, column: str) -> tuple[Mailbox, ...]:
        with in_column(column):
            return mailboxes(cell_text(raw.values.get(column)), "the cell") if column else ()

    def _subject(self, raw: RawRecord, index: int) -> str:
        text = self._shared.subject.rendered(raw, index)
        with in_column(self._culprit(raw)):
            text = require_one_line(text, "the subject", _ONE_LINE)
            if not text:
                raise Refusal("no-subject", "the subject is empty")
        return text

    def _culprit(self, raw: RawRecord) -> str:
        """Return the column that has a control character, if just one of the subject has."""
        names = self._shared.subject.names
        said = raw.values if "record" in names else names & raw.values.keys()
        wrong = [name for name in said if _is_broken(cell_text(raw.values[name]))]
        return wrong[0] if len(wrong) == 1 else ""

    def _body(self, raw: RawRecord, index: int) -> str:
        text = require_plain(self._shared.body.rendered(raw, index), "the body")
        return text if text.endswith("\n") else f"{text}\n"

    def _attachments(self, raw: RawRecord) -> Iterator[Attachment]:
        if self._letter.attach:
            with in_column(SHEET):
                yield self._sheet(raw)
        for column in self._letter.attach_columns:
            with in_column(column):
                for text in cell_text(raw.values.get(column)).split(";"):
                    if text.strip():
                        yield attached(relative(text), self._folder)

    def _sheet(self, raw: RawRecord) -> Attachment:
        """Return the sheet that was printed for a record, and no other file that has its name."""
        if not raw.values.get(DIGEST):
            message = "this file is not the record's alone: the sheets of others are in it"
            hint = "print a file for each record: formgen batch … -o DIR"
            raise Refusal("merged-file", message, hint)
        found = attached(relative(cell_text(raw.values.get(SHEET))), self._folder)
        if found.digest != raw.values[DIGEST]:
            message = "the file is not the one that was printed: it was changed since"
            raise Refusal("changed-file", message, "print it again, or use --attach-column file")
        return found


def _is_broken(text: str) -> bool:
    try:
        require_one_line(text, "")
    except Refusal:
        return True
    return False
