"""`formgen map`: where every field and box of a form is on its paper."""

from __future__ import annotations

from typing import Unpack

import click

from formgen.cli.files import put
from formgen.cli.options import FormOptions, form_options, load_form

_EXAMPLES = """\b
Example:
  formgen map satisfaction_callback -o satisfaction_callback.json
"""


@click.command("map", epilog=_EXAMPLES)
@click.option("-o", "--output", default="-", metavar="FILE.json", help="Where to write.")
@form_options
def map_fields(output: str, **chosen: Unpack[FormOptions]) -> None:
    """Write where each field and box of FORM is, as JSON.

    For each: its page, its rectangle in mm from the top left of the page, and its kind.
    """
    import json

    text = json.dumps(load_form(chosen).field_map(), ensure_ascii=False, indent=2)
    put(text.encode() + b"\n", output)
