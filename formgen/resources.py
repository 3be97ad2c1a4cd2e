"""Where layouts come from: one interface, with folders or memory behind it.

Names are relative, with forward slashes ("satisfaction_callback/form.xml.j2"). A name can never
lead out of its root: no absolute names, no "..", no links that point elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Protocol

from formgen.dataclass import dataclass


class Library(Protocol):
    """A read-only collection of layout sources and the pictures that they use."""

    def read(self, name: str) -> bytes | None:
        """Return the content called `name`, or None if there is none."""
        ...

    def describe(self, name: str) -> str:
        """Return how diagnostics name the file, as a path that its author recognises."""
        ...

    def names(self) -> list[str]:
        """Return all names, sorted (for "did you mean" and for listing the forms)."""
        ...


def is_safe_name(name: str) -> bool:
    """Whether `name` is relative and stays within its root."""
    path = PurePosixPath(name)
    return bool(name) and not path.is_absolute() and ".." not in path.parts and "\\" not in name


@dataclass(frozen=True, slots=True)
class FolderLibrary:
    """Folders looked through in order; the first that has a name wins."""

    roots: tuple[Path, ...]

    @classmethod
    def of(cls, roots: Sequence[Path]) -> FolderLibrary:
        """Return a library over `roots`, links in the roots themselves resolved."""
        return cls(tuple(root.resolve() for root in roots))

    def _find(self, name: str) -> Path | None:
        if not is_safe_name(name):
            return None
        for root in self.roots:
            path = (root / name).resolve()
            if path.is_file() and path.is_relative_to(root):
                return path
        return None

    def read(self, name: str) -> bytes | None:
        """Return the bytes of the file called `name`, or None if no root has it."""
        path = self._find(name)
        return path.read_bytes() if path else None

    def describe(self, name: str) -> str:
        """Return the path of the file, relative to the working folder where it lies below it."""
        path = self._find(name)
        if path is None:
            return name
        here = Path.cwd()
        return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)

    def names(self) -> list[str]:
        """Return the names of the files in the roots and one folder down, sorted, each once.

        No deeper: a root may be any folder of a user's, his home among them.
        """
        found = {
            path.relative_to(root).as_posix()
            for root in self.roots
            for pattern in ("*", "*/*")
            for path in root.glob(pattern)
            if path.is_file() and path.resolve().is_relative_to(root)
        }
        return sorted(found)

    def leads_out(self, name: str) -> bool:
        """Whether the file called `name` is a link to somewhere outside: it is not read."""
        paths = [root / name for root in self.roots] if is_safe_name(name) else []
        return self._find(name) is None and any(path.is_file() for path in paths)


@dataclass(frozen=True, slots=True)
class MemoryLibrary:
    """Layouts held in memory, by name."""

    contents: Mapping[str, bytes | str]

    def read(self, name: str) -> bytes | None:
        """Return the content called `name` as bytes, or None."""
        content = self.contents.get(name)
        return content.encode() if isinstance(content, str) else content

    def describe(self, name: str) -> str:
        """Return the name itself."""
        return name

    def names(self) -> list[str]:
        """Return all names, sorted."""
        return sorted(self.contents)


@dataclass(frozen=True, slots=True)
class AnyFile:
    """Files by any path: for what the user of a command or a call names himself, no layout."""

    def read(self, name: str) -> bytes | None:
        """Return the content of the file at the path `name`, or None if it cannot be read."""
        try:
            return Path(name).read_bytes() if Path(name).is_file() else None
        except (OSError, ValueError):
            return None

    def describe(self, name: str) -> str:
        """Return the path itself."""
        return name

    def names(self) -> list[str]:
        """Return none: there are too many."""
        return []


def layers(library: Library) -> list[Library]:
    """Return the libraries that `library` looks through in order, each folder on its own, once."""
    match library:
        case ChainLibrary():
            parts = [part for each in library.libraries for part in layers(each)]
        case FolderLibrary():
            parts = [FolderLibrary((root,)) for root in library.roots]
        case _:
            parts = [library]
    return [part for i, part in enumerate(parts) if part not in parts[:i]]


def leads_out(library: Library, name: str) -> bool:
    """Whether `name` is a link that leads out of a folder of `library`, so that it is not read."""
    folders = [each for each in layers(library) if isinstance(each, FolderLibrary)]
    return any(folder.leads_out(name) for folder in folders)


@dataclass(frozen=True, slots=True)
class ChainLibrary:
    """Libraries looked through in order; the first that has a name wins."""

    libraries: tuple[Library, ...]

    def _holder(self, name: str) -> Library | None:
        return next((each for each in self.libraries if each.read(name) is not None), None)

    def read(self, name: str) -> bytes | None:
        """Return the content called `name` of the first library that has it, or None."""
        holder = self._holder(name)
        return holder.read(name) if holder else None

    def describe(self, name: str) -> str:
        """Return how the library that has `name` describes it."""
        holder = self._holder(name)
        return holder.describe(name) if holder else name

    def names(self) -> list[str]:
        """Return the names in all libraries, sorted, each once."""
        return sorted({name for each in self.libraries for name in each.names()})
