"""JSON (an object, or a list of objects) and JSON Lines (an object a line)."""

from __future__ import annotations

import json
import re
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal

from formgen.data.refusal import kind, quote
from formgen.data.sources.encoding import open_text
from formgen.data.sources.record import DataFile, RawRecord, Records
from formgen.diagnostics import Diagnostic, Place
from formgen.errors import DataError

_SPACE = re.compile(r"[ \t\r\n]*")
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
        document = _Document(text.read(), file.place)
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
        for number, line in enumerate(text, 1):
            if line.strip():
                yield _line(line, replace(file.place, line=number))


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

    `_faults` gathers what the JSON decoder itself lets pass; `record` takes them.
    """

    text: str
    whole: Place
    _faults: list[str] = field(default_factory=list)
    _decoder: json.JSONDecoder = field(init=False)
    _counted: tuple[int, int] = (0, 0)

    def __post_init__(self) -> None:
        self._decoder = json.JSONDecoder(
            object_pairs_hook=self._object, parse_constant=self._constant, parse_float=Decimal
        )

    def _object(self, pairs: list[tuple[str, object]]) -> dict[str, object]:
        found = dict(pairs)
        if len(found) < len(pairs):
            keys = [key for key, _ in pairs]
            twice = [key for key in found if keys.count(key) > 1]
            self._faults += [f"the key {quote(key)} stands twice in an object" for key in twice]
        return found

    def _constant(self, name: str) -> None:
        self._faults.append(f"{name} is not a value of JSON; allowed: a number, or null")

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
            value, end = self._decoder.raw_decode(self.text, position)
        except json.JSONDecodeError as error:
            raise self.broken(error.pos, error.msg) from error
        except RecursionError as error:
            raise self.broken(position, "objects and lists are nested too deep") from error
        except ValueError as error:  # an integer of more digits than Python takes
            raise self.broken(position, "a number has too many digits") from error
        return value, end

    def broken(self, position: int, reason: str) -> DataError:
        """Return the error that the text is not JSON at `position`."""
        column = position - (self.text.rfind("\n", 0, position) + 1) + 1
        message = f"the file is not JSON at column {column} of the line: {_said(reason)}"
        return DataError([Diagnostic("bad-json", message, self.place(position))])

    def record(self, value: object, position: int) -> RawRecord:
        """Return the value that begins at `position` as a record, with the faults met in it."""
        place = self.place(position)
        faults, self._faults = self._faults, []
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
