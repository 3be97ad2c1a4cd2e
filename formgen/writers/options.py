"""What can be asked of a file beyond its kind, and what comes of writing it."""

from __future__ import annotations

from formgen.dataclass import dataclass
from formgen.diagnostics import Diagnostic


@dataclass(frozen=True, slots=True)
class WordOptions:
    """How a Word document is written.

    `protect` locks all but the fields. `embed_fonts` puts the faces into the document, with all
    common characters where something can be typed.
    """

    protect: bool = False
    embed_fonts: bool = False


@dataclass(frozen=True, slots=True)
class Written:
    """A file, and warnings of what its kind cannot say."""

    data: bytes
    losses: tuple[Diagnostic, ...] = ()
