"""Content controls: where a value is typed or a box is ticked in the document.

Text stands in controls of rich text: LibreOffice sets that of a plain one in the look of its
paragraph, without its line. Each has a title (the field's label) and a tag (its name, with the
option or the part). Source: ISO/IEC 29500-1, 17.5.2; checkboxes: [MS-DOCX] 2.6.1.
"""

from __future__ import annotations

from dataclasses import dataclass

from formgen.model.fields import DateField, Field
from formgen.writers.word.markup import Look, escaped, run
from formgen.writers.word.symbols import EMPTY, FAMILY, TICKED

_LONGEST_NAME = 64
"""The most characters that Word takes in a title or a tag."""
_DATE_WORDS = {
    "%Y": "yyyy", "%m": "MM", "%d": "dd", "%H": "HH", "%M": "mm", "%S": "ss", "%y": "yy", "%%": "%",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Control:
    """What a control says of itself: title, tag, the number of its id and its kind (XML)."""

    title: str
    tag: str
    number: int
    kind: str = ""

    def around(self, content: str, base: int, look: Look | None = None, *, blank: bool) -> str:
        """Return the control around runs; `blank`: they only hold its place."""
        rpr = look.properties() if look else ""
        waiting = "<w:showingPlcHdr/>" if blank else ""
        return (
            f'<w:sdt><w:sdtPr>{rpr}<w:alias w:val="{self.title}"/><w:tag w:val="{self.tag}"/>'
            f'<w:id w:val="{base + self.number}"/><w:lock w:val="sdtLocked"/>{waiting}{self.kind}'
            f"</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"
        )


def control(field: Field | None, name: str, number: int, part: str = "") -> Control:
    """Return the control of a field that is written out: a date as one, others as plain text."""
    title = field.label if field and field.label else name
    tag = f"{name}.{part}" if part else name
    kind = _date(field) if isinstance(field, DateField) and not part else ""
    return Control(_short(title), _short(tag), number, kind)


def tick_control(field: Field | None, name: str, option: str, text: str, number: int) -> Control:
    """Return the control of a box to tick."""
    title = field.label if field and field.label else name
    said = f"{title}：{text}" if text and text != title else title
    return Control(_short(said), _short(f"{name}={option}" if option else name), number)


def checkbox(told: Control, look: Look, chars: tuple[str, str], base: int, *, ticked: bool) -> str:
    """Return a box to tick, its glyphs in the face of `look`."""
    empty, full = (f"{ord(char):04X}" for char in chars)
    kind = (
        f'<w14:checkbox><w14:checked w14:val="{int(ticked)}"/>'
        f'<w14:checkedState w14:val="{full}" w14:font="{FAMILY}"/>'
        f'<w14:uncheckedState w14:val="{empty}" w14:font="{FAMILY}"/></w14:checkbox>'
    )
    shown = run(chars[ticked], look, east_asian=True)
    boxed = Control(told.title, told.tag, told.number, kind)
    return boxed.around(shown, base, look, blank=False)


PLAIN_BOX = (EMPTY, TICKED)


def _short(text: str) -> str:
    return escaped(" ".join(text.split())[:_LONGEST_NAME])


def _date(field: DateField) -> str:
    pattern = field.format or "%Y-%m-%d"
    for code, word in _DATE_WORDS.items():
        pattern = pattern.replace(code, word)
    return (
        f'<w:date><w:dateFormat w:val="{escaped(pattern)}"/><w:lid w:val="zh-CN"/>'
        '<w:storeMappedDataAs w:val="dateTime"/><w:calendar w:val="gregorian"/></w:date>'
    )
