"""The journal of a run: a hidden file that is there while the run goes, and after it was stopped.

It says with what the run was begun, so that one that goes on prints the same: in hashes, for what
was chosen and asked may be private. Who holds it is the only run that writes here. It is removed
when all is done.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Callable, Mapping
from hashlib import sha256
from pathlib import Path

from formgen.batch.locks import hold
from formgen.dataclass import dataclass
from formgen.diagnostics import Place
from formgen.errors import FormgenError, UsageError
from formgen.output import explained

Facts = Mapping[str, str]
"""What decides the result of a run, by what a user calls it: "the data", "the form" …"""


@dataclass(slots=True)
class Journal:
    """A journal that is held. `goes_on` says that it continues a run that was stopped.

    `damaged` says that a run was stopped here, but not how it was begun: it cannot be gone on with.
    """

    path: Path
    goes_on: bool
    damaged: bool
    _handle: int

    def end(self) -> None:
        """Remove the journal: the run is whole."""
        if os.name == "nt":  # where an open file cannot be removed
            self.leave()
        with contextlib.suppress(OSError):
            self.path.unlink()
        self.leave()

    def leave(self) -> None:
        """Let go of the journal and leave it there: the run was stopped."""
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1


def begin(
    path: Path,
    facts: Facts,
    *,
    resume: bool,
    restart: bool,
    clear: Callable[[], None] = lambda: None,
) -> Journal:
    """Hold the journal at `path` and write `facts` to it, or find them there to go on.

    A run that does not go on calls `clear` before its facts are written: what a run before it
    left could be taken for its own, were it stopped just then.

    Raises OutputError if another run holds it or it cannot be written; UsageError if a run was
    stopped here and neither `resume` nor `restart` says what to do, or if it was begun otherwise.
    """
    handle, now = hold(path), {what: _hash(value) for what, value in facts.items()}
    try:
        content = _content(handle, path)
        before = _read(content)
        if before is not None and not restart:
            _require_same(path, before, now, resume)
        else:
            os.ftruncate(handle, 0)
            clear()
            _write(handle, path, now)
    except BaseException:
        os.close(handle)
        raise
    damaged = bool(content) and before is None and not restart
    return Journal(path, before is not None and not restart, damaged, handle)


def _hash(value: str) -> str:
    return sha256(value.encode(errors="surrogatepass")).hexdigest()


def _content(handle: int, path: Path) -> bytes:
    try:
        return os.read(handle, 1 << 20)
    except OSError as error:
        raise explained(error, path) from error


def _read(content: bytes) -> Facts | None:
    """Return the facts in the journal; None if the run was stopped before it had written them."""
    try:
        facts = json.loads(content)
    except (ValueError, RecursionError):
        return None
    return facts if isinstance(facts, dict) else None


def _write(handle: int, path: Path, facts: Facts) -> None:
    try:
        os.lseek(handle, 0, os.SEEK_SET)
        os.write(handle, json.dumps(dict(facts), ensure_ascii=False).encode())
        os.fsync(handle)
    except OSError as error:
        raise explained(error, path) from error


def _require_same(path: Path, before: Facts, now: Facts, resume: bool) -> None:
    place = Place(str(path.parent))
    if not resume:
        message = "a run was stopped here before its end"
        hint = "--resume finishes it; --restart begins it anew"
        raise UsageError.of("unfinished-run", message, place, hint)
    changed = [what for what in now if before.get(what) != now[what]]
    if changed:
        raise changed_since(place, " and ".join(changed))


def changed_since(place: Place, what: str) -> FormgenError:
    """Return the error that `what` is not what the stopped run was begun with."""
    message = f"the run was stopped here and cannot go on: since then {what} changed"
    hint = "--restart begins it anew"
    return UsageError.of("changed-since", message, place, hint)
