"""The sheet id: an opaque key of a record, printed in the identity code of its sheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import blake2b
from operator import itemgetter

from formgen.base36 import base36
from formgen.data.cells import cell_text

_LENGTH = 11
_BLANKS = 1
"""Ids that no record gets: all zeros is the id of a blank sheet."""

_IDS = 36**_LENGTH - _BLANKS

# Control characters (unit and record separator): no value that is printed has them.
_BETWEEN, _BEHIND = "\x1f", "\x1e"


def sheet_id(form_id: str, key: str, record: Mapping[str, object]) -> str:
    """Return eleven of 0-9 A-Z that follow from the form, the record's key and its raw values.

    Neither the order of the columns matters, nor whether a value came as a number or as its
    digits; the id tells nothing about the record and is never all zeros. It is the same on every
    machine: a hash (BLAKE2b, 64 bits) of the values as CSV spells them.
    """
    return SaidBy(tuple(record)).sheet_id(form_id, key, record)


class SaidBy:
    """What records with one set of columns say, in the order of the names of these."""

    def __init__(self, columns: Sequence[str]) -> None:
        ordered = sorted(columns)
        self._names = _BETWEEN.join(ordered)
        self._values = itemgetter(*ordered) if len(ordered) > 1 else lambda of: tuple(of.values())

    def sheet_id(self, form_id: str, key: str, record: Mapping[str, object]) -> str:
        """Return the sheet id of a record; see the function of that name."""
        values = self._values(record)
        try:
            text = _BETWEEN.join(values)
        except TypeError:
            text = _BETWEEN.join(map(_text, values))
        whole = f"{form_id}{_BEHIND}{key}{_BEHIND}{self._names}{_BEHIND}{text}"
        digest = blake2b(whole.encode("utf-8", "surrogatepass"), digest_size=8).digest()
        return base36(_BLANKS + int.from_bytes(digest, "big") % _IDS, _LENGTH)


def _text(value: object) -> str:
    return blake2b(value).hexdigest() if isinstance(value, bytes) else cell_text(value)
