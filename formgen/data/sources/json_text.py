"""JSON (an object, or a list of objects) and JSON Lines (an object a line)."""

from __future__ import annotations

import json
import re
from collections.abc import Generator, Iterator
from dataclasses import field, replace
from typing import TextIO

from formgen.data.json_value import JsonDecoder
from formgen.data.refusal import kind
from formgen.data.sources.encoding import open_text
from formgen.data.sources.record import DataFile, RawRecord, Records
from formgen.dataclass import dataclass
from formgen.diagnostics import Diagnostic, Place
from formgen.errors import DataError

_SPACE = re.compile(r"[ \t\r\n]*")
_LONGEST_LINE = 16 << 20
_LONGEST_FILE = 256 << 20
_NEEDED = "an object, or a list of objects, is needed"


def read_json(file: DataFile) -> Records:
    """Return the record of a JSON object, or the records of a list of them.

    Numbers keep their spelling: those with a point are Decimal. Raises DataError if the file is
    not JSON, once the records before the fault are read.
    """
    return Records(_json(file))


def read_json_lines(file: DataFile) -> Records:
    """Return the record of each line that is not blank; a line that is not JSON is its problem."""
    return Records(_json_lines(file))


def _json(file: DataFile) -> Generator[RawRecord]:
    with open_text(file) as text:
        document = _Document(_whole(text, file.place), file.place)
    start = document.space(0)
    if document.text[start : start + 1] == "[":
        yield from document.items(start + 1)
    else:
        value, end = document.value(start)
        if not isinstance(value, dict):
            message = f"the file holds {kind(value)}; {_NEEDED}"
            raise DataError.of("bad-json", message, document.place(start))
        document.expect_end(end)
        yield document.record(value, start)


def _json_lines(file: DataFile) -> Generator[RawRecord]:
    with open_text(file) as text:
        number = 0
        while line := text.readline(_LONGEST_LINE):
            number += 1
            place = replace(file.place, line=number)
            if len(line) == _LONGEST_LINE:
                message = f"a line has more than {_LONGEST_LINE} characters"
                raise DataError.of("bad-json", message, place, "write each record on its own line")
            if line.strip():
                yield _line(line, place)


def _whole(text: TextIO, place: Place) -> str:
    content = text.read(_LONGEST_FILE + 1)
    if len(content) > _LONGEST_FILE:
        message = f"the file has more than {_LONGEST_FILE} characters"
        raise DataError.of("too-large", message, place, "write it as JSON Lines, a record a line")
    return content


def _line(line: str, place: Place) -> RawRecord:
    document = _Document(line.rstrip("\r\n"), place)
    try:
        start = document.space(0)
        value, end = document.value(start)
        document.expect_end(end)
        return document.record(value, start)
    except DataError as error:
        return RawRecord({}, place, error.diagnostics, (document.text,))


@dataclass(slots=True)
class _Document:
    """The text of a file, or of a line of one, read value by value.

    What the decoder lets pass are faults of the record that is made next.
    """

    text: str
    whole: Place
    _decoder: JsonDecoder = field(default_factory=JsonDecoder)
    _counted: tuple[int, int] = (0, 0)

    def space(self, position: int) -> int:
        """Return where the white space at `position` ends."""
        match = _SPACE.match(self.text, position)
        return match.end() if match else position

    def place(self, position: int) -> Place:
        """Return the place of `position`; it must not go backwards from call to call."""
        position = min(position, len(self.text))
        before, lines = self._counted
        lines += self.text.count("\n", before, position)
        self._counted = (position, lines)
        return replace(self.whole, line=(self.whole.line or 1) + lines)

    def value(self, position: int) -> tuple[object, int]:
        """Return the JSON value at `position` and its end; raises DataError."""
        try:
            return self._decoder.value(self.text, position)
        except json.JSONDecodeError as error:
            raise self.broken(error.pos, error.msg) from error

    def broken(self, position: int, reason: str) -> DataError:
        """Return the error that the text is not JSON at `position`."""
        column = position - (self.text.rfind("\n", 0, position) + 1) + 1
        message = f"the file is not JSON at column {column} of the line: {_said(reason)}"
        return DataError([Diagnostic("bad-json", message, self.place(position))])

    def record(self, value: object, position: int) -> RawRecord:
        """Return the value that begins at `position` as a record, with the faults met in it."""
        place = self.place(position)
        faults = self._decoder.taken()
        extra: tuple[str, ...] = ()
        if not isinstance(value, dict):
            faults = [*faults, f"the record is {kind(value)}; an object is needed"]
            value, extra = {}, (json.dumps(value, ensure_ascii=False, default=str),)
        problems = tuple(Diagnostic("bad-json", fault, place) for fault in faults)
        return RawRecord(value, place, problems, extra)

    def items(self, position: int) -> Iterator[RawRecord]:
        """Yield the records of the list whose first item begins at `position`."""
        position = self.space(position)
        if self.text[position : position + 1] == "]":
            return self.expect_end(position + 1)
        while True:
            value, end = self.value(position)
            yield self.record(value, position)
            end = self.space(end)
            sign = self.text[end : end + 1]
            if sign == "]":
                return self.expect_end(end + 1)
            if sign != ",":
                raise self.broken(end, "Expecting ',' delimiter")
            position = self.space(end + 1)

    def expect_end(self, position: int) -> None:
        """Raise DataError if anything but white space follows `position`."""
        position = self.space(position)
        if position < len(self.text):
            raise self.broken(position, "Extra data")


def _said(reason: str) -> str:
    return reason[:1].lower() + reason[1:]
