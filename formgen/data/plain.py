"""Records of a caller as plain Python values: cells of data frames say what they mean.

In a frame of pandas or polars what is missing may be NaN, NaT or NA, a number a scalar of numpy and
a date a Timestamp. None of these libraries is imported to find that out.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

_SURELY_WHOLE = 10_000_000
_PLAIN = frozenset({str, int, bool, bytes, date, datetime, type(None)})


def plain_record(record: Mapping[str, object]) -> dict[str, object]:
    """Return the values of a record as plain ones, None for those that are missing."""
    return {
        key if type(key) is str else str(key): value if type(value) in _PLAIN else plain(value)
        for key, value in record.items()
    }


def plain(value: object) -> object:
    """Return a value as a plain one: of a list each item, of rows of a list each cell.

    What is of no kind that is known here stays as it is, to be refused where it is bound.
    """
    match value:
        case float():
            return _number(value)
        case Decimal():
            return None if value.is_nan() else value
        case str() | bytes():
            return value
        case Mapping():
            return plain_record(value)
        case list() | tuple():
            return [plain(item) for item in value]
        case _:
            return _foreign(value)


def _number(value: float) -> float | None:
    """Return a number without the point that a frame gives whole ones where others are missing.

    A large one keeps it: as a text (a telephone number) it may have lost digits, and is refused.
    """
    if value != value:
        return None
    return int(value) if value.is_integer() and abs(value) < _SURELY_WHOLE else float(value)


def _foreign(value: Any) -> object:
    """Return what a value of another library is; such values are known by what they can do."""
    if type(value).__name__ in ("NaTType", "NAType"):
        return None
    if hasattr(value, "to_pydatetime"):
        return value.to_pydatetime(warn=False)
    if hasattr(value, "tolist") and hasattr(value, "dtype"):
        if value.dtype.kind == "M":
            return plain(value.astype("datetime64[us]").tolist())
        # 0.1 of 32 bits is 0.10000000149011612 of 64; what it spells is meant.
        is_short = value.dtype.kind == "f" and not getattr(value, "shape", ())
        return plain(float(str(value)) if is_short else value.tolist())
    return value
