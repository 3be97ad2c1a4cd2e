"""The records of a merge: what their columns are, and what tells one from all others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from formgen.data.cells import cell_text
from formgen.data.refusal import Refusal
from formgen.dataclass import dataclass
from formgen.mail.refusing import in_column

if TYPE_CHECKING:
    from formgen.data.sources import RawRecord

SHEET, DIGEST = "file", "sha256"
"""The columns of a manifest that name the file of a record, and its SHA-256."""

_MANIFEST = frozenset(("index", "key", SHEET, DIGEST, "state"))
_PRINTED, _RECORD_ID = "printed", "record_id"


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of the data, and the one by which records are told apart ("" for all)."""

    names: tuple[str, ...]
    key: str

    @classmethod
    def of(cls, names: Sequence[str], key: str = "") -> Columns:
        """Return the columns; without `key` a manifest's own counts, or `record_id`."""
        known = _RECORD_ID if _RECORD_ID in names else ""
        return cls(tuple(names), key or ("key" if set(names) >= _MANIFEST else known))

    @property
    def manifest(self) -> bool:
        """Whether the data is the manifest of a batch."""
        return _MANIFEST.issubset(self.names)

    def printed(self, raw: RawRecord) -> bool:
        """Return whether there is something to send: a manifest has rejected records too."""
        return not self.manifest or raw.values.get("state") == _PRINTED

    def key_of(self, raw: RawRecord) -> str:
        """Return what names a record; "" if nothing does."""
        return cell_text(raw.values.get(self.key)).strip() if self.key else ""

    def file_name(self, raw: RawRecord) -> str:
        """Return what a record's message may be called: as its sheet, else by its key."""
        if not self.manifest:
            return self.key_of(raw)
        own = cell_text(raw.values.get(SHEET)) if raw.values.get(DIGEST) else ""
        return Path(own).stem


class Identities:
    """Tells records apart: by the value of their key, else by all that they say.

    Records of a manifest that have the same key are numbered; others are refused, so that nobody
    gets a message twice because a row is there twice.
    """

    def __init__(self, columns: Columns) -> None:
        self._key, self._numbered = columns.key, columns.manifest
        self._seen: Counter[str] = Counter()

    def of(self, raw: RawRecord) -> str:
        """Return what tells a record apart; raises Refusal if nothing does."""
        if not self._key:
            return self._counted(repr([(k, cell_text(v)) for k, v in raw.values.items()]))
        with in_column(self._key):
            said = cell_text(raw.values.get(self._key)).strip()
            if not said:
                raise Refusal("no-key", "the cell is empty, and it is to tell records apart")
            return self._counted(said)

    def _counted(self, said: str) -> str:
        self._seen[said] += 1
        number = self._seen[said]
        if number > 1 and not self._numbered:
            message = "another record before has the same"
            if not self._key:
                message = "the record is there twice; it gets one message"
            hint = "--key COLUMN names the column by which records are told apart"
            raise Refusal("duplicate-record", message, hint)
        return said if number == 1 else f"{said}\x1f{number}"
