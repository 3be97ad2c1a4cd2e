"""A set of keys that takes few bytes for each: a run may have hundreds of thousands."""

from __future__ import annotations

from array import array


class KeySet:
    """Remembers keys by 64 bits of their hash, in a table that is never more than half full."""

    def __init__(self) -> None:
        self._table = array("q", bytes(512 << 10))
        self._count = 0

    def add(self, key: str) -> bool:
        """Remember `key`; return whether it was not there before."""
        digest = hash(key) or 1
        place = self._place(digest)
        if self._table[place] == digest:
            return False
        self._table[place] = digest
        self._count += 1
        if self._count * 2 > len(self._table):
            self._grow()
        return True

    def _place(self, digest: int) -> int:
        """Return where `digest` is, or the free place where it goes."""
        table, mask = self._table, len(self._table) - 1
        place = digest & mask
        while table[place] and table[place] != digest:
            place = (place + 1) & mask
        return place

    def _grow(self) -> None:
        before = self._table
        self._table = array("q", bytes(16 * len(before)))
        for digest in before:
            if digest:
                self._table[self._place(digest)] = digest
