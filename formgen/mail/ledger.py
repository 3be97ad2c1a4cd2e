"""The ledger of a merge that is sent: a CSV file with a line before and after each message.

A line `sending` is on the disk before the server is told that the message is whole, and a line
with what it said behind that. A message with the first and without the second is `unknown`: the
run was killed, or the connection died, while the server had the word. All others are known, so a
run that goes on sends none twice and leaves none out.

It has no addresses and no texts: messages go by their Message-ID, whose name follows from the
record and a random word of the ledger; whom it went to is a hash. Lines are only ever added.
"""

from __future__ import annotations

import codecs
import contextlib
import csv
import io
import os
import re
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import field
from datetime import datetime
from enum import StrEnum
from hashlib import blake2b
from pathlib import Path

from formgen.batch.locks import hold
from formgen.data.formula import neutralised
from formgen.dataclass import dataclass
from formgen.diagnostics import Place
from formgen.errors import FormgenError, OutputError, UsageError
from formgen.output import explained

COLUMNS = ("time", "state", "key", "row", "message_id", "recipients", "reply")
_BEGUN = "begun"
_NAME = re.compile(r"<([0-9a-f]{32})@[^>]*>")


class State(StrEnum):
    """What is known of a message; `SENDING` is the state of one whose sending did not end."""

    SENDING = "sending"
    SENT = "sent"
    REFUSED = "refused"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Terms:
    """What a ledger is for: a letter, by its hash, and the column by which records go."""

    letter: str
    key: str


@dataclass(slots=True)
class Past:
    """What a ledger says. `word` is "" if there is none; `states` go by the names of messages."""

    word: str = ""
    terms: Terms | None = None
    states: dict[str, tuple[State, str]] = field(default_factory=dict)

    def name(self, identity: str) -> str:
        """Return the name of the message of a record."""
        return _hash(self.word, identity)

    def state(self, name: str) -> State | None:
        """Return what became of a message; None if it was not tried, or refused and not sent."""
        state = self.states.get(name, (None, ""))[0]
        return State.UNKNOWN if state is State.SENDING else state

    def same_recipients(self, name: str, addresses: Iterable[str]) -> bool:
        """Whether a message that was tried went to just these."""
        return self.states[name][1] == self.recipients(addresses)

    def recipients(self, addresses: Iterable[str]) -> str:
        """Return what the ledger writes for those that a message goes to."""
        return _hash(self.word, "\n".join(sorted(addresses)))[:16]


def read_past(path: Path) -> Past:
    """Return what the ledger at `path` says, nothing if there is none; raises OutputError."""
    try:
        with path.open("rb") as file:
            return _past(file, path)
    except FileNotFoundError:
        return Past()
    except OSError as error:
        raise explained(error, path) from error


def require_same(past: Past, terms: Terms, path: Path, *, amended: bool) -> None:
    """Raise UsageError if a ledger is another letter's; `amended` lets a changed letter pass."""
    if past.terms is None or past.terms == terms:
        return
    place, hint = Place(str(path)), "--ledger FILE begins a ledger of its own"
    if past.terms.key != terms.key:
        message = "the ledger tells records apart by another column; some would get two messages"
        raise UsageError.of("changed-since", message, place, hint)
    if not amended:
        message = "the ledger is that of another letter: its text, sender or files were others"
        hint += "; --amended goes on, and who has had the letter gets nothing"
        raise UsageError.of("changed-since", message, place, hint)


class Ledger:
    """A ledger that is held: no other run sends by it. `past` is kept true as lines are added."""

    def __init__(self, path: Path, terms: Terms, *, amended: bool) -> None:
        """Hold the ledger at `path`, begun if need be.

        Raises OutputError if another run holds it, or it cannot be read or written; UsageError if
        it is another letter's.
        """
        self.path = path
        self._handle = _held(path)
        try:
            with os.fdopen(os.dup(self._handle), "rb") as file:
                self.past = _past(file, path)
            require_same(self.past, terms, path, amended=amended)
            self._go_on(terms)
        except BaseException:
            self.close()
            raise

    def add(
        self, state: State, name: str, message_id: str, whom: str, *, key: str, row: int, reply: str
    ) -> None:
        """Have a line on the disk that says what is known of a message; raises OutputError."""
        self._write((_now(), state.value, key, str(row or ""), message_id, whom, reply))
        self.past.states[name] = state, whom

    def settle(self, name: str, key: str, row: int) -> None:
        """Take a message that may have been sent as sent; raises OutputError."""
        self.add(
            State.SENT, name, f"<{name}@ledger>", self.past.states[name][1],
            key=key, row=row, reply="taken as sent",
        )  # fmt: skip

    def close(self) -> None:
        """Let go of the ledger."""
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1

    def _go_on(self, terms: Terms) -> None:
        """Remove a line that was cut off, and write the head, or that the letter was changed."""
        self._whole_lines()
        past = self.past
        if not past.word:
            past.word = secrets.token_hex(16)
            os.write(self._handle, codecs.BOM_UTF8)
            self._write(COLUMNS)
        if past.terms != terms:
            word = f"<{past.word}@ledger>"
            self._write((_now(), _BEGUN, "", "", word, terms.letter, f"records by: {terms.key}"))
            past.terms = terms

    def _whole_lines(self) -> None:
        size = os.fstat(self._handle).st_size
        with os.fdopen(os.dup(self._handle), "rb") as file:
            while size:
                start = max(size - 4096, 0)
                file.seek(start)
                end = file.read(size - start).rfind(b"\n")
                size = start + end + 1 if end >= 0 else start
                if end >= 0:
                    break
        if not self.past.word:
            self._require_begun()
            size = 0
        os.ftruncate(self._handle, size)
        os.lseek(self._handle, size, os.SEEK_SET)

    def _require_begun(self) -> None:
        """Raise OutputError if a file without a letter is no ledger that was hardly begun."""
        os.lseek(self._handle, 0, os.SEEK_SET)
        content, head = os.read(self._handle, 1 << 16), _line(COLUMNS, codecs.BOM_UTF8)
        if not (content.startswith(head) or head.startswith(content)):
            raise _damaged(self.path, 1)

    def _write(self, cells: Iterable[str]) -> None:
        left = memoryview(_line(cells))
        try:
            while left:
                left = left[os.write(self._handle, left) :]
            os.fsync(self._handle)
        except OSError as error:
            raise explained(error, self.path) from error


def _line(cells: Iterable[str], mark: bytes = b"") -> bytes:
    line = io.StringIO()
    csv.writer(line).writerow([neutralised(" ".join(cell.split())) for cell in cells])
    return mark + line.getvalue().encode(errors="backslashreplace")


def _held(path: Path) -> int:
    new = not path.exists()
    try:
        handle = hold(path)
    except OutputError as error:
        if error.diagnostics[0].code != "in-use":
            raise
        message = "another run is sending by this ledger"
        raise OutputError.of("in-use", message, Place(str(path)), "wait for it to end") from error
    if new and os.name != "nt":
        _folder_to_disk(path.parent)
    return handle


def _folder_to_disk(folder: Path) -> None:
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _past(file: io.BufferedIOBase | io.BufferedReader, path: Path) -> Past:
    """Return what the whole lines of a ledger say; raises OutputError if one is none."""
    past = Past()
    file.seek(0)
    for number, cells in enumerate(csv.reader(_whole(file)), 1):
        if number == 1 or not any(cells):
            continue
        cells += [""] * (len(COLUMNS) - len(cells))
        _, state, _, _, message_id, whom, reply = cells[: len(COLUMNS)]
        if state == _BEGUN:
            past.word = past.word or message_id.partition("@")[0].removeprefix("<")
            past.terms = Terms(whom, reply.removeprefix("records by:").strip())
            continue
        name = _NAME.fullmatch(message_id)
        if name is None or state not in list(State) or not past.word:
            raise _damaged(path, number)
        past.states[name[1]] = State(state), whom
    return past


def _whole(file: io.BufferedIOBase | io.BufferedReader) -> Iterator[str]:
    for line in file:
        if line.endswith(b"\n"):
            yield line.decode("utf-8-sig", "replace")


def _damaged(path: Path, number: int) -> FormgenError:
    message = f"line {number} of the ledger says nothing that is known; nothing is sent by it"
    hint = "bring the file back as it was; what was sent is known from it alone"
    return OutputError.of("bad-ledger", message, Place(str(path)), hint)


def _hash(word: str, text: str) -> str:
    said = f"{word}\n{text}".encode("utf-8", "backslashreplace")
    return blake2b(said, digest_size=16).hexdigest()


def _now() -> str:
    return datetime.now().astimezone().isoformat(timespec="seconds")
