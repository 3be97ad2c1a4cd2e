"""Content controls: where a value is typed or a box is ticked in the document.

Text stands in controls of rich text, a number in one of plain text, which takes no formatting of
its own from what is pasted. The options of a choice stand in a control around their boxes. Each has
a title (the field's label) and a tag (its name, with the option or the part). Source: ISO/IEC
29500-1, 17.5.2; checkboxes: [MS-DOCX] 2.6.1.
"""

from __future__ import annotations

from formgen.dataclass import dataclass
from formgen.model.fields import DateField, Field, NumberField
from formgen.writers.word.markup import Look, escaped, run
from formgen.writers.word.symbols import EMPTY, FAMILY, TICKED

_LONGEST_NAME = 64
"""The most characters that Word takes in a title or a tag."""
_DATE_WORDS = {
    "%Y": "yyyy", "%m": "MM", "%d": "dd", "%H": "HH", "%M": "mm", "%S": "ss", "%y": "yy", "%%": "%",
}  # fmt: skip


PLAIN_TEXT = "<w:text/>"


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


def control(
    field: Field | None, name: str, number: int, part: str = "", lang: str = "zh-CN"
) -> Control:
    """Return the control of a field that is written out: a date, a number, or a text."""
    title = _label(field, name)
    tag = f"{name}.{part}" if part else name
    kind = PLAIN_TEXT if isinstance(field, NumberField) else ""
    if isinstance(field, DateField) and not part:
        kind = _date(field, lang)
    return Control(_short(title), _short(tag), number, kind)


def tick_control(field: Field | None, name: str, option: str, text: str, number: int) -> Control:
    """Return the control of a box to tick."""
    title = _label(field, name)
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


def group_start(field: Field | None, name: str, number: str, *, locked: bool) -> str:
    """Return the start of the control that holds the options of a choice; `number` is its id.

    In a `locked` document it is a group: all in it but its own controls is locked. A control
    cannot keep people from ticking two boxes of one choice, as little as paper can.
    """
    kind = "<w:group/>" if locked else ""
    return (
        f'<w:sdt><w:sdtPr><w:alias w:val="{_short(_label(field, name))}"/>'
        f'<w:tag w:val="{_short(name)}"/><w:id w:val="{number}"/>{kind}</w:sdtPr>'
        "<w:sdtContent>"
    )


GROUP_END = "</w:sdtContent></w:sdt>"


def _label(field: Field | None, name: str) -> str:
    return field.label if field and field.label else name


def _short(text: str) -> str:
    return escaped(" ".join(text.split())[:_LONGEST_NAME])


def _date(field: DateField, lang: str) -> str:
    pattern = field.format or "%Y-%m-%d"
    for code, word in _DATE_WORDS.items():
        pattern = pattern.replace(code, word)
    return (
        f'<w:date><w:dateFormat w:val="{escaped(pattern)}"/><w:lid w:val="{escaped(lang)}"/>'
        '<w:storeMappedDataAs w:val="dateTime"/><w:calendar w:val="gregorian"/></w:date>'
    )
