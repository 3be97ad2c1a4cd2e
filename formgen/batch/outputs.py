"""All that a run writes: files, the merged file, the manifest and the rejects, in step."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from formgen.batch.files import Folder, require_no_link, staged_name, to_disk
from formgen.batch.journal import Journal, begin, changed_since
from formgen.batch.keys import KeySet
from formgen.batch.manifest import Entry, Manifest, entries
from formgen.batch.merging import MergedFile
from formgen.batch.names import Names, safe_name
from formgen.batch.pattern import numbered
from formgen.batch.plan import Plan
from formgen.batch.reading import Reader
from formgen.batch.sheets import Outcome, Task
from formgen.batch.tally import Watcher
from formgen.batch.workbook import write_workbook
from formgen.data.formula import neutralised
from formgen.data.refusal import listing, quote
from formgen.diagnostics import Diagnostic, Place, Severity
from formgen.errors import OutputError
from formgen.output import explained, make_folder
from formgen.printing import Printer

if TYPE_CHECKING:
    from formgen.data.rejects import RejectsWriter


class Outputs:
    """What a run writes. As a context it ends whole, or so that another run can go on with it."""

    def __init__(self, plan: Plan, printer: Printer, reader: Reader, watcher: Watcher) -> None:
        """Make ready; nothing is written before the context is entered."""
        self._plan, self._targets = plan, plan.targets
        self._printer, self._reader, self._watcher = printer, reader, watcher
        self._tally = reader.tally
        self._folder = Folder(self._targets.folder) if self._targets.folder else None
        self._merged = MergedFile(printer, self._targets) if self._targets.merge else None
        self._names = Names(self._reserved())
        self._journal: Journal | None = None
        self._manifest: Manifest | None = None
        self._rejects: RejectsWriter | None = None
        self._begun = self._made = False
        self._columns: frozenset[str] = frozenset()
        self._own_files = self._from_manifest(self._targets.folder)
        self._merged_file = self._from_manifest(self._targets.merged)
        self._earlier: set[str] = set()
        self._keys = KeySet()
        self._warned: set[str] = set()
        self._lost: set[Diagnostic] = set()

    def __enter__(self) -> Outputs:
        """Raise OutputError or UsageError if the run cannot write here."""
        try:
            self._open()
        except BaseException:
            self._stop()
            self._close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        try:
            self._finish() if error is None else self._stop()
        finally:
            self._close()

    def before(self, task: Task) -> Entry | None:
        """Return what the stopped run said of a record, if anything; ask in order."""
        return self._manifest.before(task.index) if self._manifest and self.goes_on else None

    @property
    def goes_on(self) -> bool:
        """Whether the run continues one that was stopped."""
        return self._journal is not None and self._journal.goes_on

    def take(self, task: Task, made: Outcome | None) -> None:
        """Write what came of a record; `made` is what came of its own file, if it gets one."""
        outcome, first = made, 0
        if self._merged and (made is None or made.pages):
            outcome, first = self._merge(self._merged, task, made)
        assert outcome is not None
        self._require_unchanged(task.before, outcome)
        name = self._settle(task, outcome) if made and outcome.pages else ""
        self._note(task, outcome, name, first)
        self._count(task, outcome, name)

    def _open(self) -> None:
        targets = self._targets
        if targets.folder:
            self._made = not targets.folder.exists()
            make_folder(targets.folder)
        if targets.merged and not targets.merged.parent.is_dir():
            raise explained(FileNotFoundError(), targets.merged)
        if targets.workbook and not targets.workbook.parent.is_dir():
            raise explained(FileNotFoundError(), targets.workbook)
        if targets.journal:
            # Without a folder a stopped run has left nothing to go on with.
            restart = self._plan.restart or not self._folder
            facts = self._plan.facts(self._printer) if self._folder else {}
            self._journal = begin(
                targets.journal,
                facts,
                resume=self._plan.resume,
                restart=restart,
                clear=self._clear,
            )
            self._warn_if_damaged(self._journal)
        if self._folder:
            self._folder.clean()
        if targets.manifest:
            self._manifest = Manifest(self._growing(targets.manifest), goes_on=self.goes_on)

    def _growing(self, manifest: Path) -> Path:
        """Return where the manifest grows: in its place if a run can go on with it, else beside."""
        if self._folder:
            return manifest
        if manifest.is_dir():
            raise explained(IsADirectoryError(), manifest)
        return manifest.with_name(staged_name(manifest.name))

    def _warn_if_damaged(self, journal: Journal) -> None:
        if journal.damaged:
            message = "what a stopped run has left here cannot be read; all is printed anew"
            place = Place(str(journal.path))
            self._warn("journal", Diagnostic("bad-journal", message, place, "", Severity.WARNING))

    def _clear(self) -> None:
        """Remove the manifest of the run before; what it printed is remembered.

        Without a folder it stays until that of this run takes its place.
        """
        for path in (self._targets.manifest, self._targets.rejects, self._targets.workbook):
            if path:
                require_no_link(path)
        if not self._folder:
            return
        if self._targets.workbook:
            with contextlib.suppress(OSError):
                self._targets.workbook.unlink()
        path = self._targets.manifest
        if path and path.exists():
            self._earlier = {entry.name for entry in entries(path)}
            with contextlib.suppress(OSError):
                path.unlink()

    def _merge(self, merged: MergedFile, task: Task, made: Outcome | None) -> tuple[Outcome, int]:
        """Append a record to the merged file; return what came of it, and its first page there."""
        bound = task.bound or self._printer.bound(task.raw, task.position)
        values, first = bound.values, merged.next
        pages = merged.add(bound)
        found = tuple(bound.diagnostics) if len(bound.diagnostics) else ()
        if not pages:
            if made and made.staged and self._folder:
                self._folder.drop(made.staged)
            return Outcome(values.key, "", found), 0
        return made or Outcome(values.key, values.sheet_id, found, pages), first

    def _require_unchanged(self, before: Entry | None, now: Outcome) -> None:
        if before is None:
            return
        if (before.key, before.sheet_id) != (
            neutralised(now.key),
            now.sheet_id if now.pages else "",
        ):
            raise changed_since(Place(str(self._targets.folder)), "the data")

    def _settle(self, task: Task, outcome: Outcome) -> str:
        """Give the file of a record its name, and return it."""
        assert self._folder is not None
        ending = self._targets.kind
        name = self._names.take(safe_name(outcome.wanted, ending, numbered(task.index)))
        if outcome.staged:
            self._folder.settle(outcome.staged, name)
        elif task.before is None or task.before.name != name:
            raise changed_since(Place(str(self._folder.path)), "the manifest")
        self._earlier.discard(name)
        return name

    def _note(self, task: Task, outcome: Outcome, name: str, first: int) -> None:
        """Write a record's row of the manifest, and its reject if it is one."""
        if not outcome.pages:
            self._reject(task, outcome)
        if self._manifest is None:
            return
        if not self._begun:
            self._begun = True
            self._columns = frozenset(self._reader.columns)
            self._manifest.begin(self._reader.columns)
        file = self._where(name) if outcome.pages else ""
        entry = Entry(
            index=task.index,
            key=outcome.key,
            sheet_id=outcome.sheet_id if outcome.pages else "",
            file=file,
            pages=outcome.pages,
            sha256=outcome.sha256,
            merged_page=first,
            note=self._remark(outcome, name),
        )
        self._manifest.add(entry, task.raw.values)
        if not self._columns.issuperset(task.raw.values):
            self._warn_of_columns(task)

    def _where(self, name: str) -> str:
        """Return where the manifest says that a record is: in its own file, else the merged one."""
        if not name:
            return self._merged_file
        return name if self._own_files == "." else f"{self._own_files}/{name}"

    def _remark(self, outcome: Outcome, name: str) -> str:
        if not outcome.pages:
            errors = (d for d in outcome.diagnostics if d.severity is Severity.ERROR)
            return "; ".join(f"{error.code}: {error.message}" for error in errors)
        if not name or name == f"{outcome.wanted}.{self._targets.kind}":
            return ""
        wanted = safe_name(outcome.wanted, self._targets.kind, name)
        return "" if wanted == name else f"the name {wanted} was taken"

    def _from_manifest(self, path: Path | None) -> str:
        """Return where `path` is as the manifest says it: relative to itself, with slashes."""
        if path is None or self._targets.manifest is None:
            return ""
        return Path(os.path.relpath(path, self._targets.manifest.parent)).as_posix()

    def _reject(self, task: Task, outcome: Outcome) -> None:
        from formgen.data.rejects import RejectsWriter

        if self._rejects is None and self._targets.rejects:
            require_no_link(self._targets.rejects)
            self._rejects = RejectsWriter(self._targets.rejects)
            self._earlier.discard(self._targets.rejects.name)
        if self._rejects:
            self._rejects.add(task.raw, outcome.diagnostics)

    def _count(self, task: Task, outcome: Outcome, name: str) -> None:
        tally = self._tally
        tally.sheets += bool(outcome.pages)
        tally.rejected += not outcome.pages
        tally.pages += outcome.pages
        tally.files += bool(name)
        tally.kept += bool(name) and not outcome.staged
        tally.merged_pages = self._merged.pages if self._merged else 0
        if outcome.diagnostics:
            self._tell(outcome.diagnostics)
        losses = outcome.losses or self._printer.lost()
        if losses:
            self._tell_losses(losses)
        self._look_at_key(task, outcome.key)
        self._watcher.moved(tally)

    def _tell(self, found: Sequence[Diagnostic]) -> None:
        """Tell what was found; warnings were told already where all records were checked first."""
        if self._plan.strict:
            found = [each for each in found if each.severity is Severity.ERROR]
        self._watcher.told(found)

    def _tell_losses(self, losses: Sequence[Diagnostic]) -> None:
        """Tell what the kind of file cannot say, once, whichever process met it first."""
        new = [each for each in losses if each not in self._lost]
        if new:
            self._lost.update(new)
            self._watcher.told(new)

    def _look_at_key(self, task: Task, key: str) -> None:
        """Warn once if a key names several records."""
        if "key" in self._warned:
            return
        if not self._keys.add(key):
            message = f"{quote(key)} names several records"
            hint = "the manifest tells them apart by their sheet_id; are rows given twice?"
            place = Place(task.raw.place.file, row=task.raw.place.row)
            self._warn("key", Diagnostic("duplicate-key", message, place, hint, Severity.WARNING))

    def _warn_of_columns(self, task: Task) -> None:
        if "columns" not in self._warned:
            more = listing(sorted(task.raw.values.keys() - self._columns))
            message = f"the first record has no {more}; the manifest leaves it out"
            found = Diagnostic("uneven-records", message, task.raw.place, "", Severity.WARNING)
            self._warn("columns", found)

    def _warn(self, what: str, found: Diagnostic) -> None:
        self._warned.add(what)
        self._watcher.told([found])

    def _finish(self) -> None:
        if self._merged:
            self._merged.finish()
        if self._rejects:
            self._rejects.close()
        if self._manifest:
            if not self._begun:
                self._manifest.begin(self._reader.columns)
            assert self._targets.manifest is not None
            self._manifest.finish(self._targets.manifest)
            self._write_workbook()
        if self._folder:
            to_disk(self._folder.path)
        if self._journal:
            self._journal.end()
        self._warn_of_earlier()

    def _write_workbook(self) -> None:
        if self._targets.workbook and self._targets.manifest:
            found = write_workbook(self._targets.manifest, self._targets.workbook)
            self._watcher.told(found)

    def _stop(self) -> None:
        """Leave what another run can go on with; nothing if there is nothing of that kind."""
        if self._rejects:
            self._rejects.discard()
        nothing = not (self._folder and self._begun)
        with contextlib.suppress(OutputError):
            if self._manifest and not nothing:
                self._manifest.flush()
        if nothing and self._journal and not self._journal.goes_on:
            with contextlib.suppress(OSError):
                if self._manifest:
                    self._manifest.path.unlink()
            self._journal.end()

    def _close(self) -> None:
        for each in (self._merged, self._rejects, self._manifest):
            if each:
                with contextlib.suppress(OSError, OutputError):
                    each.close()
        if self._journal:
            if self._folder:
                self._folder.clean()
            self._journal.leave()
        if self._made and self._folder and not self._begun:
            with contextlib.suppress(OSError):  # it has something in it
                self._folder.path.rmdir()

    def _warn_of_earlier(self) -> None:
        folder = self._targets.folder
        left = sorted(n for n in self._earlier if n and folder and (folder / n).is_file())
        if left:
            message = f"files of an earlier run are still there: {listing(left)}"
            hint = "remove them, or print each run into a folder of its own"
            place = Place(str(folder))
            found = Diagnostic("earlier-files", message, place, hint, Severity.WARNING)
            self._watcher.told([found])

    def _reserved(self) -> tuple[str, ...]:
        """Return the names in the folder that no record's file may have."""
        folder, targets = self._targets.folder, self._targets
        paths = (targets.manifest, targets.workbook, targets.rejects, targets.merged)
        if folder is None:
            return ()
        here = os.path.realpath(folder)
        return tuple(p.name for p in paths if p and os.path.realpath(p.parent) == here)
