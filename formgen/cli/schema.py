"""`formgen schema`: the layout language for editors."""

from __future__ import annotations

import click

from formgen.cli.files import put

_EXAMPLES = """\b
Example:
  formgen schema -o formgen.rng
"""


@click.command(epilog=_EXAMPLES)
@click.option("-o", "--output", default="-", metavar="FILE.rng", help="Where to write.")
def schema(output: str) -> None:
    """Write the schema of the layout language, for editors.

    It is RELAX NG. With it an editor completes elements and attributes, and says what they do.
    """
    from formgen.markup.schema import schema_text

    put(schema_text().encode(), output)
