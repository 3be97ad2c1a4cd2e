"""JSON values as RFC 8259 has them: what Python's own decoder lets pass, or trips over, is told."""

from __future__ import annotations

import json
from collections import Counter
from decimal import Decimal, InvalidOperation

from formgen.data.refusal import LISTED, quote

MOST_KEYS = 16_384
"""As many as a table may have columns."""

DEEPEST = 32
"""No record has lists and objects within each other so often; a list of rows has three."""

LONGEST_TEXT = 1 << 20

MOST_DIGITS = 1000
LARGEST_POWER = 400
"""Of ten: numbers beyond have no place on paper, and their digits would fill the memory."""


class JsonDecoder:
    """Decodes values; `faults` gathers, as messages, what is wrong in those that were decoded.

    Numbers keep their spelling: those with a point are Decimal.
    """

    def __init__(self) -> None:
        self.faults: list[str] = []
        self._decoder = json.JSONDecoder(
            object_pairs_hook=self._object,
            parse_constant=self._constant,
            parse_float=self._number,
        )

    def value(self, text: str, position: int = 0) -> tuple[object, int]:
        """Return the value at `position` and its end; raises JSONDecodeError."""
        try:
            value, end = self._decoder.raw_decode(text, position)
        except json.JSONDecodeError:
            raise
        except RecursionError:
            message = "objects and lists are nested too deep"
            raise json.JSONDecodeError(message, text, position) from None
        except ValueError:  # an integer of more digits than Python takes
            raise json.JSONDecodeError("a number has too many digits", text, position) from None
        if _deeper_than(value, DEEPEST):
            self.faults.append(f"more than {DEEPEST} objects and lists are nested")
            return ([] if isinstance(value, list) else {}), end
        return value, end

    def whole(self, text: str) -> object:
        """Return the value that is all of `text`; raises JSONDecodeError."""
        value, end = self.value(text, len(text) - len(text.lstrip(" \t\r\n")))
        if text[end:].strip(" \t\r\n"):
            raise json.JSONDecodeError("Extra data", text, end)
        return value

    def taken(self) -> list[str]:
        """Return the faults met since they were taken last."""
        faults, self.faults = self.faults, []
        return faults

    def _object(self, pairs: list[tuple[str, object]]) -> dict[str, object]:
        found = dict(pairs)
        if len(found) < len(pairs):
            counts = Counter(key for key, _ in pairs)
            twice = [key for key, count in counts.items() if count > 1][:LISTED]
            self.faults += [f"the key {quote(key)} stands twice in an object" for key in twice]
        if len(found) > MOST_KEYS:
            self.faults.append(f"an object has {len(found)} keys; allowed: at most {MOST_KEYS}")
            return {}
        if any(type(value) is str and len(value) > LONGEST_TEXT for value in found.values()):
            long = [key for key, value in found.items() if len(str(value)) > LONGEST_TEXT]
            self.faults += [f"{quote(key)} has more than {LONGEST_TEXT} characters" for key in long]
            return {}
        return found

    def _constant(self, name: str) -> None:
        self.faults.append(f"{name} is not a value of JSON; allowed: a number, or null")

    def _number(self, text: str) -> Decimal | None:
        try:
            number = Decimal(text)
            if len(text) <= MOST_DIGITS and abs(number.adjusted()) <= LARGEST_POWER:
                return number
        except InvalidOperation:
            pass
        self.faults.append(f"the number {quote(text)} is beyond all that is printed")
        return None


def _deeper_than(value: object, most: int) -> bool:
    """Return whether lists and objects stand within each other more than `most` deep."""
    if not isinstance(value, dict | list):
        return False
    parts = value.values() if isinstance(value, dict) else value
    return most == 0 or any(_deeper_than(part, most - 1) for part in parts)
