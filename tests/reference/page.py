"""README.md of templates/: the parts of it that are made from the forms, macros and vocabulary.

A part stands between two comments, `<!-- made: NAME -->` and `<!-- /made -->`; what stands outside
of them is written by hand.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from pathlib import Path

import formgen
from formgen.catalog import form_ids
from formgen.markup.reference import reference_text
from formgen.markup.vocabulary import Element
from formgen.model.form import LayoutOption
from tests.reference.examples import Picture
from tests.reference.forms import FORMS
from tests.reference.macros import MacroFile, macro_files
from tests.reference.pictures import FINENESS, SCREEN_DPI, shown_width

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
README = TEMPLATES / "README.md"
PICTURES = "_reference"
_PREVIEW_WIDTH = 230
MOST_DEFAULTS = 3
"""An option that forms give more defaults than these is told without them."""

Pictures = Mapping[str, Sequence[Picture]]


def with_parts(text: str, pictures: Pictures) -> str:
    """Return `text`, a README, with its made parts made anew."""
    forms = [formgen.load(name) for name in form_ids()]
    parts = {
        "forms": _catalogue(forms),
        "options": _options(forms),
        "macros": _macros(),
        "language": [reference_text(lambda element: _shown(element, pictures)).rstrip("\n")],
    }
    for name, lines in parts.items():
        text = _with_part(text, name, "\n".join(lines))
    return text


def _with_part(text: str, name: str, part: str) -> str:
    opening, closing = f"<!-- made: {name} -->", "<!-- /made -->"
    before, found, after = text.partition(opening)
    if not found or closing not in after:
        raise ValueError(f"README.md has no {opening} with a {closing} behind it")
    return f"{before}{opening}\n\n{part}\n\n{closing}{after.partition(closing)[2]}"


# ---- the catalogue --------------------------------------------------------------------------


def _catalogue(forms: Sequence[formgen.LoadedForm]) -> Iterator[str]:
    ordered = sorted(forms, key=lambda form: list(FORMS).index(form.id))
    yield "| | |"
    yield "|---|---|"
    for form in ordered:
        yield f"| {_preview(form)} | {_about(form)} |"


def _preview(form: formgen.LoadedForm) -> str:
    picture = f"{form.id}/preview.png"
    alt = escape(f"{form.title}, filled in")
    # A small page is shown so small that its picture still has two pixels for each of the screen.
    own = int(form.sheet()[0].pages[0].width * SCREEN_DPI / 72 / FINENESS)
    width = min(_PREVIEW_WIDTH, own)
    return f'<a href="{picture}"><img src="{picture}" width="{width}" alt="{alt}"></a>'


def _about(form: formgen.LoadedForm) -> str:
    told = FORMS[form.id]
    count = len(form.sheet()[0].pages)
    pages = told.pages or ("1" if count == 1 else str(count))
    lines = (
        f"**{form.title}** · {told.name}",
        f"[`{form.id}`]({form.id}/form.xml.j2) · pages: {pages}",
        told.use,
        f"*In its layout:* {told.teaches}",
    )
    return "<br><br>".join(lines)


# ---- options and macros ---------------------------------------------------------------------


def _options(forms: Sequence[formgen.LoadedForm]) -> Iterator[str]:
    yield "| option | takes | if not given | what it does | forms |"
    yield "|---|---|---|---|---|"
    having: dict[tuple[str, str, str], list[tuple[str, LayoutOption]]] = {}
    for form in forms:
        for option in form.options:
            key = (option.name, " / ".join(option.choices) or option.kind, option.help)
            having.setdefault(key, []).append((form.id, option))
    for (name, choices, about), held in sorted(having.items()):
        where = "all" if len(held) == len(forms) else ", ".join(f"`{form}`" for form, _ in held)
        yield f"| `{name}` | {choices} | {_defaults(held)} | {about} | {where} |"


def _defaults(held: Sequence[tuple[str, LayoutOption]]) -> str:
    """Return the defaults of one option, the one of most forms first."""
    defaults = [str(option.default) for _, option in held]
    distinct = sorted(set(defaults), key=lambda d: (-defaults.count(d), d))
    if len(distinct) > MOST_DEFAULTS:
        return "as the form says"
    return " or ".join(default or "nothing" for default in distinct)


def _macros() -> Iterator[str]:
    for file in macro_files(TEMPLATES / "_macros"):
        yield f"**[`_macros/{file.name}`](_macros/{file.name})**"
        yield ""
        yield from _file(file)


def _file(file: MacroFile) -> Iterator[str]:
    yield "```text"
    yield re.sub(r"^ {3}", "", file.about, flags=re.MULTILINE)
    yield "```"
    yield ""
    for macro in file.macros:
        yield f"- `{macro.signature}`: {macro.about}"
    yield ""


# ---- the language ---------------------------------------------------------------------------


def _shown(element: Element, pictures: Pictures) -> Iterator[str]:
    for picture in pictures[element.name]:
        if picture.record:
            yield f"With {_record(picture.record)}:"
            yield ""
        alt = f"{element.name}, {'filled in' if picture.record else 'as printed'}"
        source = f"{PICTURES}/{picture.name}"
        yield f'<img src="{source}" width="{shown_width(picture.png)}" alt="{alt}">'
        yield ""


def _record(record: Mapping[str, object]) -> str:
    """Return a record as a reader writes it into JSON; of a picture, the name of its file."""
    said = {k: v.name if isinstance(v, Path) else v for k, v in record.items()}
    return f"`{json.dumps(said, ensure_ascii=False)}`"
