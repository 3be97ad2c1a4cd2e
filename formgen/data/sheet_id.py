"""The sheet id: an opaque key of a record, printed in the identity code of its sheet."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
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
    said, values_of = _ordered(tuple(record))
    values = values_of(record)
    try:
        text = _BETWEEN.join(values)  # type: ignore[arg-type]
    except TypeError:
        text = _BETWEEN.join(map(_text, values))
    whole = f"{form_id}{_BEHIND}{key}{_BEHIND}{said}{_BEHIND}{text}"
    digest = blake2b(whole.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    number = int.from_bytes(digest, "big")
    return base36(_BLANKS + number % _IDS, _LENGTH)


@lru_cache(maxsize=256)
def _ordered(
    columns: tuple[str, ...],
) -> tuple[str, Callable[[Mapping[str, object]], tuple[object, ...]]]:
    """Return the columns in the order of their names as a text, and what takes their values."""
    ordered = sorted(columns)
    if len(ordered) > 1:
        return _BETWEEN.join(ordered), itemgetter(*ordered)
    return _BETWEEN.join(ordered), lambda record: tuple(record.values())


def _text(value: object) -> str:
    return blake2b(value).hexdigest() if isinstance(value, bytes) else cell_text(value)
