"""Messages for a program of its own: records in, messages out."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from email.message import EmailMessage
from email.utils import localtime
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from formgen.data.refusal import Refusal
from formgen.dataclass import dataclass
from formgen.diagnostics import Diagnostic
from formgen.mail.refusing import diagnostic

if TYPE_CHECKING:
    from formgen.data.sources import RawRecord
    from formgen.mail.letter import Letter


@dataclass(frozen=True, slots=True)
class Mail:
    """What came of a record: its message, or None and the diagnostics that say why."""

    index: int
    key: str
    message: EmailMessage | None
    diagnostics: tuple[Diagnostic, ...]


def compose(
    letter: Letter,
    records: Iterable[Mapping[str, object] | RawRecord],
    folder: str | os.PathLike[str] = ".",
    date: datetime | None = None,
) -> Iterator[Mail]:
    """Yield the message of each record, lazily; they are plain `email.message.EmailMessage`.

    The columns are those of the first record. Files that records name are in `folder`. `date` is
    that of the messages, now by default; apart from it the same record gives the same bytes.

    Raises UsageError if the letter does not fit the first record.
    """
    from formgen.mail.composing import Composer
    from formgen.mail.records import Columns, Identities

    raws = map(_raw, records)
    first = next(raws, None)
    if first is None:
        return
    columns = Columns.of(tuple(first.values), letter.key)
    composer, identities = Composer(letter, columns, Path(folder)), Identities(columns)
    for index, raw in enumerate(chain([first], raws), 1):
        key = columns.key_of(raw)
        try:
            draft, found = composer.draft(raw, index, identities.of(raw))
        except Refusal as refusal:
            yield Mail(index, key, None, (diagnostic(refusal, raw.place),))
            continue
        message = draft.message(draft.digest(), date or localtime()) if draft else None
        yield Mail(index, key, message, found)


def _raw(record: Mapping[str, object] | RawRecord) -> RawRecord:
    from formgen.data.sources import RawRecord

    return record if isinstance(record, RawRecord) else RawRecord(dict(record))
