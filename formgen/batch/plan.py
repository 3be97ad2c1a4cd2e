"""What a run is asked to do: which form, which records, and where what is printed goes."""

from __future__ import annotations

import os
from dataclasses import replace
from hashlib import file_digest, sha256
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from formgen import api
from formgen.batch.files import Folder
from formgen.batch.pattern import pattern_of
from formgen.batch.sheets import SheetMaker
from formgen.batch.workbook import is_workbook
from formgen.dataclass import dataclass
from formgen.diagnostics import Place
from formgen.errors import UsageError
from formgen.writers import KINDS
from formgen.writers.options import WordOptions

if TYPE_CHECKING:
    from formgen.data.gathering import Gathering
    from formgen.data.sources import Records
    from formgen.model.imposition import Imposition
    from formgen.printing import Printer

STDOUT = "-"
MANIFEST, REJECTS, JOURNAL = "manifest.csv", "rejects.csv", ".formgen-run"


@dataclass(frozen=True, slots=True)
class FormSource:
    """What a form is loaded from; see `formgen.load`. `more` are those that follow it."""

    form: str
    options: tuple[tuple[str, str], ...] = ()
    options_file: Path | None = None
    templates: tuple[Path, ...] = ()
    fonts: tuple[Path, ...] = ()
    missing_glyph: Literal["error", "box"] = "error"
    more: tuple[str, ...] = ()

    def load_all(self) -> list[api.LoadedForm]:
        """Return the form and those that follow it; raises what `formgen.load` raises."""
        if not self.more:
            return [self.load()]
        from formgen.together import load_together

        return load_together(
            (self.form, *self.more),
            options=dict(self.options),
            options_file=self.options_file,
            templates=self.templates,
            fonts=self.fonts,
            missing_glyph=self.missing_glyph,
        )

    def load(self) -> api.LoadedForm:
        """Return the form; raises what `formgen.load` raises."""
        return api.load(
            self.form,
            options=dict(self.options),
            options_file=self.options_file,
            templates=self.templates,
            fonts=self.fonts,
            missing_glyph=self.missing_glyph,
        )


@dataclass(frozen=True, slots=True)
class DataSource:
    """Where records come from; see `formgen.data.sources.open_records`."""

    source: str
    kind: str | None = None
    encoding: str | None = None
    sheet: str | None = None
    query: str | None = None
    rename: tuple[tuple[str, str], ...] = ()
    gathering: Gathering | None = None

    def records(self, printer: Printer) -> Records:
        """Return the records one by one; raises DataError or UsageError if they cannot be read.

        Where rows are gathered into lists, `printer` knows the lists of the form.
        """
        from formgen.data.sources import open_records

        records = open_records(
            self.source, kind=self.kind, encoding=self.encoding, sheet=self.sheet, query=self.query
        )
        if self.gathering is None:
            return records
        from formgen.data.gathering import gathered

        return gathered(records, self.gathering, printer.binder(self.place.file))

    @property
    def file(self) -> Path | None:
        """The data file, if it is one."""
        path = Path(self.source)
        return path if self.source != "-" and path.is_file() else None

    @property
    def place(self) -> Place:
        """What diagnostics call the data; an address may have a password in it."""
        return Place(self.source if self.file else "stdin" if self.source == "-" else "")

    def digest(self) -> str:
        """Return the SHA-256 of a data file; what is no file is known by its name alone."""
        if self.file is None:
            return sha256(_without_password(self.source).encode()).hexdigest()
        with self.file.open("rb") as file:
            return file_digest(file, "sha256").hexdigest()


@dataclass(frozen=True, slots=True)
class Choice:
    """Which of the records are printed, and in which order; see `formgen.data.select`."""

    where: str | None = None
    sort: str | None = None
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class Targets:
    """Where what is printed goes: a file for each record in `folder`, one file, or both.

    `merge` is "-" for standard output and empty without a merged file. `name` is the pattern of
    the files in the folder. `imposition` puts pages of the merged file on larger paper.
    """

    kind: str = "pdf"
    folder: Path | None = None
    name: str = ""
    merge: str = ""
    pad_to_even: bool = False
    word: WordOptions = WordOptions()
    manifest_at: Path | None = None
    rejects_at: Path | None = None
    imposition: Imposition | None = None

    @property
    def merged(self) -> Path | None:
        """The merged file, if it is one."""
        return Path(self.merge) if self.merge not in ("", STDOUT) else None

    @property
    def manifest(self) -> Path | None:
        """The manifest: in the folder, else beside the merged file; None beside neither.

        Where a workbook is asked for, it is what that is made of at the end.
        """
        if self.workbook:
            beside = self.workbook.with_name(f"{self.workbook.name}.csv")
            return self._beside(MANIFEST) or beside
        return self.manifest_at or self._beside(MANIFEST)

    @property
    def workbook(self) -> Path | None:
        """The manifest as a workbook, if it is asked for."""
        return self.manifest_at if self.manifest_at and is_workbook(self.manifest_at) else None

    @property
    def rejects(self) -> Path | None:
        """The file of rejected records, where the manifest is by default."""
        return self.rejects_at or self._beside(REJECTS)

    @property
    def journal(self) -> Path | None:
        """The journal of the run: None where nothing is left that a stopped run could go on with.

        There is one for a folder, and one for a merged file without a folder.
        """
        if self.folder:
            return self.folder / JOURNAL
        return self.merged.with_name(f".{self.merged.name[:60]}.run") if self.merged else None

    def _beside(self, name: str) -> Path | None:
        if self.folder:
            return self.folder / name
        return self.merged.with_name(f"{self.merged.name}.{name}") if self.merged else None


@dataclass(frozen=True, slots=True)
class Plan:
    """All that a run is asked to do."""

    form: FormSource
    data: DataSource
    targets: Targets
    choice: Choice = Choice()
    jobs: int = 0
    resume: bool = False
    restart: bool = False
    strict: bool = False
    dry_run: bool = False

    def printer(self, form: api.LoadedForm, *more: api.LoadedForm) -> Printer:
        """Return what prints the records on `form` and, behind it, on `more`.

        Columns that no field has are passed over.
        """
        rename = dict(self.data.rename)
        return form.printer(self.targets.kind, rename, "ignore", self.targets.word, more)

    def maker(self, printer: Printer) -> SheetMaker:
        """Return what prints each record into a file in the folder."""
        pattern = pattern_of(self.targets.name, printer.binder().fields)
        return SheetMaker(printer, pattern, Folder(self.targets.folder or Path()))

    def fresh_maker(self) -> SheetMaker:
        """Return the same from nothing, for another process."""
        return self.maker(self.printer(*self.form.load_all()))

    def facts(self, printer: Printer) -> dict[str, str]:
        """Return what decides the result, by what a user calls it, for the journal."""
        t = self.targets
        merged = os.path.abspath(t.merge) if t.merged else t.merge
        return {
            "formgen": _version(),
            "the form or its options": printer.digest(),
            "the data": self.data.digest(),
            "how the data is read": repr(replace(self.data, source="")),
            "which records are printed": repr(self.choice),
            "where the output goes": repr(
                (t.kind, t.name, merged, t.pad_to_even, t.word, t.imposition)
            ),
            "SOURCE_DATE_EPOCH": os.environ.get("SOURCE_DATE_EPOCH", ""),
        }


def check_plan(plan: Plan) -> None:
    """Raise UsageError for what the run cannot do, before it begins."""
    targets = plan.targets
    if not (targets.folder or targets.merge or plan.dry_run):
        hint = "-o DIR for a file each, --merge FILE for one file of all, --dry-run to only check"
        raise UsageError.of("no-output", "it is not said where to print to", hint=hint)
    if plan.resume and plan.restart:
        raise UsageError.of("given-twice", "--resume and --restart exclude each other")
    if targets.name and not targets.folder:
        raise UsageError.of("no-folder", "--name names the files in a folder", hint="add -o DIR")
    if targets.pad_to_even and not targets.merge:
        message = "--pad-to-even is for a merged file; a file of its own is on its own paper"
        raise UsageError.of("no-merged-file", message, hint="add --merge FILE")
    if targets.imposition and not targets.merge:
        message = "--nup is for a merged file; in a file of its own a record has its own paper"
        raise UsageError.of("no-merged-file", message, hint="add --merge FILE")
    _require_ending(targets)
    _require_other_files(plan)


def _require_ending(targets: Targets) -> None:
    """Raise UsageError if the ending of the merged file says another kind than it gets."""
    ending = targets.merged.suffix.lower().removeprefix(".") if targets.merged else ""
    if ending in KINDS and ending != targets.kind:
        message = f"the merged file ends in .{ending}, and --format says {targets.kind}"
        raise UsageError.of("two-kinds", message, Place(targets.merge), "leave out --format")


def _require_other_files(plan: Plan) -> None:
    """Raise UsageError if the run would write over its own data, or one file over another."""
    targets = plan.targets
    written = {
        "the manifest": targets.manifest,
        "the workbook of the manifest": targets.workbook,
        "the file of rejects": targets.rejects,
        "the merged file": targets.merged,
    }
    seen = {os.path.realpath(plan.data.file): "the data"} if plan.data.file else {}
    for what, path in written.items():
        if path is None:
            continue
        real = os.path.realpath(path)
        if real in seen:
            message = f"{what} would be written over {seen[real]}"
            raise UsageError.of("same-file", message, Place(str(path)), "name another file")
        seen[real] = what


def _without_password(source: str) -> str:
    """Return a database's URL without its password, which a new one may replace meanwhile."""
    scheme, mark, rest = source.partition("://")
    login, at, place = rest.rpartition("@")
    return f"{scheme}{mark}{login.partition(':')[0]}{at}{place}" if mark and at else source


def _version() -> str:
    import importlib.metadata

    try:
        return importlib.metadata.version("formgen")
    except importlib.metadata.PackageNotFoundError:
        return ""
