"""What the builders share while they turn one checked tree into a form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Literal

from formgen.dataclass import dataclass
from formgen.diagnostics import Diagnostics
from formgen.markup import attributes as a
from formgen.markup.checked import Checked
from formgen.markup.fields import Fields
from formgen.markup.options import OptionPicture
from formgen.model.style import TextStyle
from formgen.resources import Library
from formgen.units import Pt


@dataclass(frozen=True, slots=True)
class Context:
    """The form's language and size of text, the library of its pictures, and what is gathered.

    `pictures` are those that the user gave for options, by what an `<img>` calls them. Rows repeat
    over a list only where they are not `fixed`: in the body, and not in cells. `part` says whether
    what is built stands in such rows, or closes those of a page.
    """

    library: Library
    lang: str
    font_size: Pt
    diagnostics: Diagnostics
    fields: Fields = field(default_factory=Fields)
    pictures: Mapping[str, OptionPicture] = field(default_factory=dict)
    fixed: bool = False
    part: Literal["", "rows", "pagefoot"] = ""

    @property
    def is_chinese(self) -> bool:
        """Whether the form is in Chinese."""
        return self._language == "zh"

    @property
    def is_western(self) -> bool:
        """Whether quotes and ellipses are those of another language than Chinese and Japanese."""
        return self._language not in ("zh", "ja")

    @property
    def _language(self) -> str:
        return self.lang.lower().split("-")[0]


def text_style(node: Checked) -> TextStyle:
    """Return the look that the element's `size`, `bold` and `color` give, where it has them."""
    values = {n: node.values.get(n) for n in (a.SIZE.name, a.BOLD.name, a.COLOR.name)}
    return TextStyle(**values)  # type: ignore[arg-type]
