"""What the shared macros say of themselves: the comment over each, and its parameters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_HEAD = re.compile(r"\A\{#(.*?)#\}", re.DOTALL)
_MACRO = re.compile(r"\{#((?:(?!#\}).)*)#\}\n\{% macro (\w+)\(([^)]*)\)", re.DOTALL)

_BLOCK = "{% block"
"""What a sheet to be extended has; its macros are for itself."""


@dataclass(frozen=True, slots=True)
class Macro:
    """A macro with a comment over it, which says what it is for; one without is not for others."""

    signature: str
    about: str


@dataclass(frozen=True, slots=True)
class MacroFile:
    """A file of `_macros/`: its name there, what the comment at its top says, its macros."""

    name: str
    about: str
    macros: tuple[Macro, ...]


def macro_files(folder: Path) -> Iterator[MacroFile]:
    """Yield the files of shared macros, in the order of their names."""
    for path in sorted(folder.glob("*.j2")):
        source = path.read_text(encoding="utf-8")
        head = _HEAD.match(source)
        macros = () if _BLOCK in source else tuple(_macros(source))
        yield MacroFile(path.name, head[1].strip("\n ") if head else "", macros)


def _macros(source: str) -> Iterator[Macro]:
    for about, name, parameters in _MACRO.findall(source):
        yield Macro(f"{name}({parameters})", _running(about))


def _running(comment: str) -> str:
    return " ".join(comment.split())
