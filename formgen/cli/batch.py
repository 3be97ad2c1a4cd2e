"""`formgen batch`: a sheet for each record of a data file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Unpack

import click

from formgen.cli.errors import PROBLEMS
from formgen.cli.files import require_no_terminal
from formgen.cli.options import FormOptions, form_options, found_options_file, once, pairs
from formgen.cli.rows import RowsChoice, chosen_gathering, group_option, rows_options
from formgen.cli.sheets import SheetsChoice, chosen_imposition, sheets_options
from formgen.cli.word import WordChoice, chosen_word, word_options
from formgen.errors import UsageError
from formgen.stopping import exit_code
from formgen.writers import kind_of

if TYPE_CHECKING:
    from formgen.batch.plan import Plan, Targets
    from formgen.data.gathering import Gathering

_EXAMPLES = """\b
Examples:
  formgen batch satisfaction_callback customers.csv -o sheets
  formgen batch satisfaction_callback customers.xlsx --merge all.pdf --pad-to-even
  formgen batch my_form data.csv -o out --name "{{ index }}-{{ customer_name }}.pdf"
  formgen batch my_form data.csv -o out --format docx --protect
  formgen batch my_form data.csv -o out --resume        (finishes a run that was stopped)
  formgen batch callback_summary calls.csv --rows callbacks --group-by 部门 -o out
  formgen batch cover_letter customers.csv --with satisfaction_callback --merge post.pdf
  formgen batch address_labels customers.csv --merge labels.pdf --option start=5
  formgen batch my_form out/rejects.csv --dry-run       (only says what is wrong)
  query | formgen batch my_form - --from jsonl --merge - > all.pdf
"""


class BatchOptions(FormOptions, WordChoice, RowsChoice, SheetsChoice):
    """All that `batch` is given but the data."""

    output: str | None
    kind: str | None
    name: str
    merge: str
    pad_to_even: bool
    where: str | None
    sort: str | None
    limit: int | None
    mapped: tuple[tuple[str, str], ...]
    group_by: str | None
    values: tuple[tuple[str, str], ...]
    source_kind: str | None
    encoding: str | None
    sheet: str | None
    query: str | None
    manifest: Path | None
    rejects: Path | None
    jobs: int | None
    resume: bool
    restart: bool
    strict: bool
    dry_run: bool
    quiet: bool


_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command(epilog=_EXAMPLES)
@form_options
@click.argument("data")
@click.option("-o", "--output", metavar="DIR", help="A folder for a file of each record.")
@click.option("--merge", default="", metavar="FILE", help="One file for all; - is standard output.")
@click.option("--format", "kind", metavar="KIND", help="The kind of output.  [default: pdf]")
@click.option(
    "--name",
    default="",
    metavar="PATTERN",
    help="How files in DIR are called: Jinja over the fields and `index`.",
)
@click.option("--pad-to-even", is_flag=True, help="Begin each record on a new leaf (with --merge).")
@sheets_options
@word_options
@click.option("--where", metavar="EXPR", help="Only the records for which this holds.")
@click.option("--sort", metavar="FIELD", help="In the order of a field; -FIELD turns it.")
@click.option("--limit", type=click.IntRange(min=0), metavar="N", help="At most so many records.")
@click.option(
    "--map",
    "mapped",
    multiple=True,
    callback=pairs,
    metavar="COLUMN=FIELD",
    help="The field of a column that has neither its name nor its label.",
)
@rows_options
@group_option
@click.option(
    "--set",
    "values",
    multiple=True,
    callback=pairs,
    metavar="NAME=VALUE",
    help="With --rows: set a field of the record, by its name or its label.",
)
@click.option("--from", "source_kind", metavar="KIND", help="The kind of data, where no name says.")
@click.option("--encoding", help="The encoding of a text file.  [default: found out]")
@click.option("--sheet", help="The sheet of a workbook, by name or number.")
@click.option("--query", metavar="SQL", help="What to ask the database that DATA is the URL of.")
@click.option(
    "--manifest",
    type=_FILE,
    metavar="FILE",
    help="Where the manifest goes, if not beside; FILE.xlsx is a workbook, for Word or e-mail.",
)
@click.option("--rejects", type=_FILE, metavar="FILE", help="Where rejected records go.")
@click.option(
    "--jobs",
    type=click.IntRange(min=1),
    default=None,
    metavar="N",
    help="Processes for DIR.  [default: all CPUs]",
)
@click.option("--resume", is_flag=True, help="Finish a run that was stopped.")
@click.option("--restart", is_flag=True, help="Begin a run that was stopped anew.")
@click.option("--strict", is_flag=True, help="Write nothing if any record or sheet is wrong.")
@click.option("--dry-run", is_flag=True, help="Only check the records.")
@click.option("-q", "--quiet", is_flag=True, help="Say only what is wrong.")
@click.pass_context
def batch(context: click.Context, data: str, **chosen: Unpack[BatchOptions]) -> None:
    """Print FORM for each record of DATA.

    Each record gets a file of its own in DIR, or all get one file, or both. With --with it is
    printed on several forms, each of which takes the columns that it knows.

    DATA is a CSV, TSV, JSON, JSON Lines, XLSX, XLS or ODS file, a database's URL (with --query),
    or - for standard input (with --from).

    Without --name a file is called by the record's `record_id`, else by its number: 000017.pdf.
    A manifest beside the output says what became of each record; records that are wrong go to a
    file of rejects, to be mended and run again, and the exit code is 1.
    """
    from formgen.batch.run import run_batch
    from formgen.cli.progress import Report

    plan = _plan(data, chosen)
    report = Report(plan, quiet=chosen["quiet"])
    with report:
        try:
            tally = run_batch(plan, report)
        except KeyboardInterrupt as stop:
            report.stopped()
            context.exit(exit_code(stop))
    report.finished(tally)
    if tally.rejected:
        context.exit(PROBLEMS)


def _plan(data: str, chosen: BatchOptions) -> Plan:
    from formgen.batch.plan import Choice, DataSource, FormSource, Plan

    mapped = tuple(once(chosen["mapped"], "--map").items())
    source = DataSource(
        data, chosen["source_kind"], chosen["encoding"], chosen["sheet"], chosen["query"], mapped,
        _gathering(chosen),
    )  # fmt: skip
    form = FormSource(
        chosen["form"],
        tuple(once(chosen["option"], "--option").items()),
        chosen["options_file"] or found_options_file(source.file),
        chosen["templates"],
        chosen["font"],
        chosen["missing_glyph"],
        chosen["with_forms"],
    )
    return Plan(
        form,
        source,
        _targets(chosen),
        Choice(chosen["where"], chosen["sort"], chosen["limit"]),
        jobs=chosen["jobs"] or 0,
        resume=chosen["resume"],
        restart=chosen["restart"],
        strict=chosen["strict"],
        dry_run=chosen["dry_run"],
    )


def _gathering(chosen: BatchOptions) -> Gathering | None:
    values = once(chosen["values"], "--set")
    if values and chosen["rows"] is None:
        hint = "name the list that the rows are: --rows LIST"
        raise UsageError.of("no-rows", "--set goes with --rows", hint=hint)
    return chosen_gathering(chosen, values, chosen["group_by"])


def _targets(chosen: BatchOptions) -> Targets:
    from formgen.batch.plan import STDOUT, Targets

    output, merge = chosen["output"], chosen["merge"]
    if output == STDOUT:
        if merge not in ("", STDOUT):
            message = "-o - is one merged file on standard output"
            raise UsageError.of("given-twice", message, hint="leave out -o - or --merge")
        output, merge = None, STDOUT
    kind = chosen["kind"]
    if kind is None:
        kind = "pdf" if merge in ("", STDOUT) else kind_of(merge)
    if merge == STDOUT:
        require_no_terminal()
    return Targets(
        kind,
        Path(output) if output else None,
        chosen["name"],
        merge,
        chosen["pad_to_even"],
        chosen_word(kind, chosen),
        chosen["manifest"],
        chosen["rejects"],
        chosen_imposition(chosen),
    )
