"""Pictures of the layout, and codes for machines."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Literal

from formgen.diagnostics import Place, did_you_mean
from formgen.markup import attributes as a
from formgen.markup.checked import Checked
from formgen.markup.context import Context
from formgen.markup.options import is_picture
from formgen.model.blocks import Code, Picture
from formgen.model.fields import TextField
from formgen.model.style import TextStyle
from formgen.resources import leads_out


def build_picture(node: Checked, context: Context, style: TextStyle) -> Picture | None:
    """Return a picture with its bytes, or None (reported) if there is none of that name."""
    source = node[a.SRC]
    if not source:
        return None
    given = context.pictures.get(source)
    if given:
        return _picture(node, given.data, given.place if given.place.file else node.place)
    data = _read(source, node.source, context)
    if data is None:
        _report_missing(source, node, context)
        return None
    if not is_picture(data):
        message = f"`{source}` is neither a PNG nor a JPEG picture"
        context.diagnostics.error("bad-picture", message, node.place)
        return None
    return _picture(node, data, node.place)


def _picture(node: Checked, data: bytes, place: Place) -> Picture:
    width, height, widest = node[a.PICTURE_WIDTH], node[a.PICTURE_HEIGHT], node[a.PICTURE_MAX_WIDTH]
    return Picture(data, width, height, node[a.ALT], place, widest)


def _read(source: str, template: str, context: Context) -> bytes | None:
    """Return the file beside the template, or from the library's root."""
    beside = str(PurePosixPath(template).parent / source)
    data = context.library.read(beside)
    return context.library.read(source) if data is None else data


def _report_missing(source: str, node: Checked, context: Context) -> None:
    folder = str(PurePosixPath(node.source).parent)
    names = context.library.names()
    beside = [n.removeprefix(f"{folder}/") for n in names if n.startswith(f"{folder}/")]
    message = f"there is no picture `{source}` beside the layout or in the library"
    if any(leads_out(context.library, name) for name in (f"{folder}/{source}", source)):
        message = f"the picture `{source}` is a link that leads out of its folder"
        hint = "links must stay below the folder; put the picture itself there"
    else:
        hint = did_you_mean(source, [*beside, *names])
    context.diagnostics.error("missing-picture", message, node.place, hint)


def build_qr(node: Checked, context: Context, style: TextStyle) -> Code:
    """Return a QR code of a field's value or of a fixed text."""
    size = node[a.QR_SIZE]
    return _code(node, context, "qr", (size, size), True)


def build_barcode(node: Checked, context: Context, style: TextStyle) -> Code:
    """Return a Code 128 bar code of a field's value or of a fixed text."""
    size = node[a.BAR_WIDTH], node[a.BAR_HEIGHT]
    return _code(node, context, "code128", size, node[a.BAR_TEXT])


def _code(
    node: Checked,
    context: Context,
    symbology: Literal["qr", "code128"],
    size: tuple[float, float],
    text: bool,
) -> Code:
    name, value = node[a.CODED_NAME] or "", node[a.CODED_VALUE]
    if ("name" in node.given) == ("value" in node.given):
        message = f"<{node.name}> takes `name` (of a field) or `value` (a fixed text), one of them"
        context.diagnostics.error("missing-attribute", message, node.place)
    _declare(name, node, context)
    return Code(symbology, name, value, *size, text, node.place)


def _declare(name: str, node: Checked, context: Context) -> None:
    """Declare the field of a code: whatever it is elsewhere, or a text with rules of its own."""
    rules = sorted(node.given & {"pattern", "pattern-help", "max-length"})
    field = TextField(
        name,
        node[a.LABEL] or name,
        place=node.place,
        pattern=node[a.PATTERN],
        max_length=node[a.MAX_LENGTH],
        pattern_help=node[a.PATTERN_HELP],
    )
    if name and rules:
        context.fields.declare(field, bare=False)
    elif name:
        context.fields.show(field)
    elif rules:
        message = f"`{rules[0]}` of <{node.name}> is for the value of a field"
        context.diagnostics.error("bad-attribute", message, node.place, "give it a `name`")
