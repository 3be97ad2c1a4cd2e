"""The form: what one layout source says, with nothing measured yet."""

from __future__ import annotations

from datetime import date
from typing import Literal, TypeAlias

from formgen.dataclass import dataclass
from formgen.geometry import Insets
from formgen.model.blocks import Block
from formgen.model.fields import Field
from formgen.model.imposition import Imposition
from formgen.model.style import Color, TextStyle
from formgen.units import Pt


@dataclass(frozen=True, slots=True)
class PageSetup:
    """The paper: its size as it is read (landscape already turned), margins and marks.

    `binding` is added to the left margin. `folds` are distances from the top edge at which small
    fold marks stand at the left edge. `watermark` is set large, light and slanting.
    """

    width: Pt
    height: Pt
    margins: Insets
    binding: Pt = 0.0
    folds: tuple[Pt, ...] = ()
    watermark: str = ""


@dataclass(frozen=True, slots=True)
class Band:
    """A header or footer and the pages it stands on; the first page's own one wins over `all`."""

    kind: Literal["header", "footer"]
    on: Literal["all", "first", "later"]
    content: tuple[Block, ...]


OptionKind: TypeAlias = Literal["text", "color", "picture"]


@dataclass(frozen=True, slots=True)
class LayoutOption:
    """An option that the layout declares: its value now, its default, what it may be, its help.

    `kind` says what a text must be: any, a colour, or the name of a PNG or JPEG file.
    """

    name: str
    value: str | int | float | bool
    default: str | int | float | bool
    choices: tuple[str, ...] = ()
    help: str = ""
    kind: OptionKind = "text"


@dataclass(frozen=True, slots=True)
class Form:
    """A form. `identity` prints the identity code; `number` and `version` name the form on file.

    `dated` is the day on which this version of the form was issued; it becomes the creation date
    of what is printed, so that the same input gives the same bytes on any day. `imposition` says
    how pages of many records stand on larger paper.
    """

    id: str
    title: str
    lang: str
    number: str
    version: str
    author: str
    page: PageSetup
    style: TextStyle
    accent: Color | None
    identity: bool
    bands: tuple[Band, ...]
    body: tuple[Block, ...]
    fields: tuple[Field, ...]
    options: tuple[LayoutOption, ...] = ()
    dated: date | None = None
    imposition: Imposition | None = None

    def field(self, name: str) -> Field:
        """Return the field called `name`; raises KeyError if the form has none."""
        for field in self.fields:
            if field.name == name:
                return field
        raise KeyError(name)
