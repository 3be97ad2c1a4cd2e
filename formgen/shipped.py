"""Where the fonts and templates that travel with formgen lie: in the wheel, or in a source tree."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from formgen.errors import UsageError

_PACKAGE = Path(__file__).resolve().parent


def shipped_folder(name: Literal["fonts", "templates"]) -> Path:
    """Return the folder of shipped fonts or templates.

    An installed wheel carries it in the package, a source tree has it beside the package. Raises
    UsageError (installation-incomplete) if it is in neither.
    """
    for folder in (_PACKAGE / "_shipped" / name, _PACKAGE.parent / name):
        if folder.is_dir():
            return folder
    message = f"the folder `{name}` that belongs to formgen is not there"
    raise UsageError.of("installation-incomplete", message, hint="install formgen again")
