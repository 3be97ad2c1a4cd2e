"""What holds an SQLite connection to reading, in bounded time and memory.

A file of a database is as untrusted as any data: its views run whatever their author wrote. So
the connection refuses all but reading, a value may not be larger than a picture is, and a row
that does not come ends the query.
"""

from __future__ import annotations

import sqlite3
from time import monotonic
from typing import Any

LARGEST_VALUE = 32 << 20
MOST_SECONDS = 60.0
"""How long a query may work on without a row."""

_STEPS = 100_000
"""So many instructions of SQLite take about a millisecond."""

_LONGEST_GAP = 0.1
"""A longer one between two questions was spent outside of SQLite."""

_READING = frozenset(
    (
        sqlite3.SQLITE_SELECT,
        sqlite3.SQLITE_READ,
        sqlite3.SQLITE_FUNCTION,
        sqlite3.SQLITE_RECURSIVE,
        sqlite3.SQLITE_TRANSACTION,
    )
)


def hold_to_reading(connection: Any, patience: Patience) -> None:
    """Let a connection of `sqlite3` do nothing but read, as long as `patience` lasts."""
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LARGEST_VALUE)
    connection.set_progress_handler(patience.ended, _STEPS)
    connection.set_authorizer(_allowed)


def _allowed(action: int, *_: object) -> int:
    return sqlite3.SQLITE_OK if action in _READING else sqlite3.SQLITE_DENY


class Patience:
    """Knows how long a query works on without a row; what is done with its rows does not count."""

    def __init__(self) -> None:
        self._spent = 0.0
        self._last = monotonic()

    def renew(self) -> None:
        """Note that a row has come."""
        self._spent = 0.0

    def ended(self) -> bool:
        """Return whether the query is to be given up; is asked some thousand times a second."""
        now = monotonic()
        self._spent += min(now - self._last, _LONGEST_GAP)
        self._last = now
        return self._spent > MOST_SECONDS
