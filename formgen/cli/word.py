"""The options that say how Word documents are written."""

from __future__ import annotations

from typing import TypedDict

import click

from formgen.cli.options import Command
from formgen.errors import UsageError
from formgen.writers.options import WordOptions


class WordChoice(TypedDict):
    """What is chosen of a Word document."""

    protect: bool
    embed_fonts: bool


def word_options(command: Command) -> Command:
    """Give `command` the options of Word documents."""
    for decorate in (
        click.option("--embed-fonts", is_flag=True, help="Word: put the faces into the document."),
        click.option("--protect", is_flag=True, help="Word: lock all but the fields."),
    ):
        command = decorate(command)
    return command


def chosen_word(kind: str, chosen: WordChoice) -> WordOptions:
    """Return how a Word document is written; raises UsageError if `kind` is another."""
    given = {"--protect": chosen["protect"], "--embed-fonts": chosen["embed_fonts"]}
    wrong = [name for name, is_set in given.items() if is_set]
    if kind != "docx" and wrong:
        verb = "is" if len(wrong) == 1 else "are"
        message = f"{' and '.join(wrong)} {verb} for Word documents, and this is a .{kind}"
        raise UsageError.of("only-for-word", message, hint="write a .docx, or leave it out")
    return WordOptions(chosen["protect"], chosen["embed_fonts"])
