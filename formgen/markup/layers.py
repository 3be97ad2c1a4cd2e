"""Layers: a template that extends, imports or includes its own name gets the next one of that name.

So a form of a user's own can extend the shipped form of the same id. Templates of lower layers go
by the same name with a mark behind it, one a layer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field

from formgen.dataclass import dataclass
from formgen.resources import Library, layers

_DEEPER = "\0"  # no file of any library has it in its name


def plain_name(name: str) -> str:
    """Return the name of a template of any layer as its library knows it."""
    return name.rstrip(_DEEPER)


@dataclass(frozen=True, slots=True)
class Layers:
    """A library whose templates are reached in every layer that has them."""

    library: Library
    _all: Sequence[Library] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_all", layers(self.library))

    def read(self, name: str) -> bytes | None:
        """Return the content of a template, or None if its layer has none."""
        library = self._library(name)
        return library.read(plain_name(name)) if library else None

    def describe(self, name: str) -> str:
        """Return how the library of its layer describes a template."""
        library = self._library(name) or self.library
        return library.describe(plain_name(name))

    def names(self) -> list[str]:
        """Return the names of the library."""
        return self.library.names()

    def joined(self, wanted: str, by: str) -> str:
        """Return the name of the template that the template `by` means by `wanted`."""
        deeper = by + _DEEPER
        if wanted != plain_name(by) or self.read(deeper) is None:
            return wanted
        return deeper

    def _library(self, name: str) -> Library | None:
        depth = len(name) - len(plain_name(name))
        if not depth:
            return self.library
        holders = [each for each in self._all if each.read(plain_name(name)) is not None]
        return holders[depth] if depth < len(holders) else None
