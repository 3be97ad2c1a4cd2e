"""Records whose messages are ready to go, kept on the disk until they go."""

from __future__ import annotations

import pickle
import tempfile
from collections.abc import Iterator
from typing import IO, TYPE_CHECKING

from formgen.dataclass import dataclass
from formgen.output import unsaved

if TYPE_CHECKING:
    from formgen.data.sources import RawRecord

_IN_MEMORY = 8 << 20


@dataclass(frozen=True, slots=True)
class Ready:
    """A record that was found right: its number among those chosen, and what tells it apart."""

    raw: RawRecord
    index: int
    identity: str


class Spool:
    """Keeps records in their order."""

    def __init__(self) -> None:
        self._file: IO[bytes] = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115

    def keep(self, ready: Ready) -> None:
        """Keep a record; raises OutputError if there is no room."""
        try:
            pickle.dump(ready, self._file, pickle.HIGHEST_PROTOCOL)
        except OSError as error:
            raise unsaved(error, tempfile.gettempdir()) from error

    def __iter__(self) -> Iterator[Ready]:
        self._file.seek(0)
        while True:
            try:
                yield pickle.load(self._file)
            except EOFError:
                return

    def close(self) -> None:
        """Forget the records."""
        self._file.close()
