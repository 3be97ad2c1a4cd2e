"""Where a form is found: by its id among the user's templates and the shipped ones, or by a path.

A form is a folder with a `form.xml.j2` in it; the folder's name is the form's id. Folders whose
names begin with `_` hold what forms share.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TypeAlias

from formgen.dataclass import dataclass
from formgen.diagnostics import Place, did_you_mean
from formgen.errors import UsageError
from formgen.resources import ChainLibrary, FolderLibrary, Library

SOURCE = "form.xml.j2"
SAMPLES = ("sample.csv", "sample.jsonl", "sample.json")
"""The data files beside a layout that may hold its samples; the first that is there does."""

Templates: TypeAlias = Sequence[str | os.PathLike[str]] | Library
"""Where forms of the user's own are: folders, or a library."""


@dataclass(frozen=True, slots=True)
class Found:
    """A form that was found: the library it is in, its name there, and its id."""

    library: Library
    name: str
    id: str

    @property
    def samples(self) -> str:
        """The name of the data file beside the layout that holds its sample records."""
        folder = self.name.rpartition("/")[0]
        names = [f"{folder}/{name}".lstrip("/") for name in SAMPLES]
        return next((name for name in names if self.library.read(name) is not None), names[0])


def form_ids(templates: Templates = ()) -> list[str]:
    """Return the ids of all forms in `templates` and among the shipped ones, sorted."""
    return _ids(_library(templates))


def find_form(form: str | os.PathLike[str], templates: Templates = ()) -> Found:
    """Return where `form` is: an id, a layout file, or a folder with a `form.xml.j2`.

    An id is looked for in `templates` first, then among the shipped forms; what is no id is a
    path (`./name` names a folder here even if there is a form of that id). Raises UsageError if
    there is no such form.
    """
    library = _library(templates)
    named = os.fspath(form)
    if _is_plain(named) and library.read(f"{named}/{SOURCE}") is not None:
        return Found(library, f"{named}/{SOURCE}", named)
    path = Path(named)
    source = path / SOURCE if path.is_dir() else path
    if source.is_file():
        return _at_path(source, library)
    raise _not_found(named, library)


def _is_plain(name: str) -> bool:
    return name not in ("", ".", "..") and not {"/", "\\"} & set(name)


def _at_path(source: Path, library: Library) -> Found:
    folder = source.resolve().parent
    beside = FolderLibrary.of([folder, folder.parent])
    of_its_own = source.name.removesuffix(".j2").removesuffix(".xml")
    form_id = folder.name if source.name == SOURCE else of_its_own
    return Found(ChainLibrary((beside, library)), _name_in(beside, folder, source), form_id)


def _name_in(beside: Library, folder: Path, source: Path) -> str:
    """Return the name of a form by path: the one by which it can extend the form of its id."""
    name = f"{folder.name}/{source.name}"
    same = beside.describe(name) == beside.describe(source.name)
    return name if same and folder.name and source.name == SOURCE else source.name


def _library(templates: Templates) -> Library:
    from formgen.shipped import shipped_folder

    shipped = FolderLibrary.of([shipped_folder("templates")])
    if not isinstance(templates, Sequence):
        return ChainLibrary((templates, shipped))
    folders = [Path(folder) for folder in templates]
    for folder in folders:
        if not folder.is_dir():
            place = Place(str(folder))
            raise UsageError.of("no-such-folder", "there is no such folder of templates", place)
    return FolderLibrary.of([*folders, *shipped.roots])


def _ids(library: Library) -> list[str]:
    parts = (name.split("/") for name in library.names())
    return [p[0] for p in parts if len(p) == 2 and p[1] == SOURCE and not p[0].startswith("_")]


def _not_found(named: str, library: Library) -> Exception:
    if Path(named).is_dir():
        return UsageError.of("no-layout", f"the folder `{named}` has no {SOURCE} in it")
    if not _is_plain(named):
        return UsageError.of("no-such-file", f"there is no file `{named}`")
    near = did_you_mean(named, _ids(library))
    hint = near or "`formgen list` shows the forms; a path names a layout of your own"
    return UsageError.of("unknown-form", f"there is no form `{named}`", hint=hint)
