"""`formgen preview`: the pages of a sheet as pictures."""

from __future__ import annotations

from pathlib import Path
from typing import Unpack

import click

from formgen.cli.errors import tell
from formgen.cli.files import put
from formgen.cli.options import FormOptions, form_options, load_form
from formgen.cli.records import RecordOptions, chosen_record, record_options
from formgen.errors import UsageError

_EXAMPLES = """\b
Examples:
  formgen preview satisfaction_callback -o blank.png
  formgen preview satisfaction_callback --sample 3 --dpi 200 -o sample.png
  formgen preview my_form --page all -o page.png     (page-1.png, page-2.png, ...)
"""


class PreviewOptions(FormOptions, RecordOptions):
    """All that `preview` is given but which pages, how fine, and where to."""


def _page(context: click.Context, parameter: click.Parameter, given: str) -> int | None:
    """Return the number of the page, None for all."""
    if given == "all":
        return None
    if not (given.isascii() and given.isdigit()):
        raise click.BadParameter(f"`{given}` is neither the number of a page nor `all`")
    return int(given)


@click.command(epilog=_EXAMPLES)
@click.option("-o", "--output", required=True, metavar="FILE.png", help="- is standard output.")
@form_options
@record_options
@click.option(
    "--page", callback=_page, default="1", show_default=True, metavar="N|all", help="Which page."
)
@click.option("--dpi", type=int, default=150, show_default=True, help="Dots per inch.")
def preview(output: str, page: int | None, dpi: int, **chosen: Unpack[PreviewOptions]) -> None:
    """Show the pages of FORM as pictures, blank or with one record."""
    from formgen.preview import page_pictures

    _require_png(output, page)
    form = load_form(chosen, chosen["data"])
    sheet = form.fill(chosen_record(form, chosen))
    tell(sheet.warnings)
    pictures = page_pictures(sheet.write("pdf"), page, dpi)
    names = [output] if page else _numbered(output, len(pictures))
    for name, picture in zip(names, pictures, strict=True):
        put(picture, name)


def _require_png(output: str, page: int | None) -> None:
    if output == "-":
        if page is None:
            message = "--page all makes several files; standard output takes one"
            raise UsageError.of("not-one-file", message)
    elif Path(output).suffix.lower() != ".png":
        message = f"`{output}` is not a .png file"
        raise UsageError.of("unknown-kind", message, hint="a preview is a .png; render writes .pdf")


def _numbered(output: str, count: int) -> list[str]:
    path = Path(output)
    width = len(str(count))
    return [
        str(path.with_name(f"{path.stem}-{number:0{width}}{path.suffix}"))
        for number in range(1, count + 1)
    ]
