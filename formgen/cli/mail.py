"""`formgen mail`: a message for each record, with its sheet attached; written, or sent."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypedDict, Unpack

import click

from formgen.cli.errors import PROBLEMS, tell
from formgen.cli.progress import MOST_TOLD
from formgen.diagnostics import Diagnostic
from formgen.errors import UsageError
from formgen.stopping import Stopping, exit_code

if TYPE_CHECKING:
    from formgen.mail.draft import Draft
    from formgen.mail.letter import Letter
    from formgen.mail.plan import MailPlan
    from formgen.mail.server import Server
    from formgen.mail.tally import Tally

_EXAMPLES = """\b
Examples:
  formgen mail sheets/manifest.csv --to email --from "Service <service@example.com>" \\
      --subject "Your form, {{ customer_name }}" --body letter.txt.j2 --attach --out drafts
  formgen mail sheets/manifest.csv … --smtp smtp://mail.example.com --rate 30/min
  formgen mail customers.xlsx … --attach-column contract --attach-file terms.pdf --dry-run -v

\b
To send, the login is FORMGEN_SMTP_USER and FORMGEN_SMTP_PASSWORD in the environment. The same
command again goes on with a run that was stopped: a ledger beside DATA knows who has had a message.
"""

_SECONDS = 0.2
_FILE = click.Path(dir_okay=False, path_type=Path)
_THERE = click.Path(exists=True, dir_okay=False, path_type=Path)


class MailOptions(TypedDict):
    """All that `mail` is given but the data."""

    to: str
    sender: str
    subject: str
    body: Path
    reply_to: str
    cc: str
    bcc: str
    attach: bool
    attach_column: tuple[str, ...]
    attach_file: tuple[Path, ...]
    key: str
    out: Path | None
    name: str
    date: datetime | None
    smtp: str | None
    plain: bool
    rate: str
    ledger: Path | None
    unknown: Literal["report", "send", "skip"]
    amended: bool
    where: str | None
    limit: int | None
    kind: str | None
    encoding: str | None
    sheet: str | None
    query: str | None
    rejects: Path | None
    strict: bool
    dry_run: bool
    quiet: bool
    verbose: bool


@click.command(epilog=_EXAMPLES)
@click.argument("data")
@click.option("--to", required=True, metavar="COLUMN", help="The column with the addresses.")
@click.option("--from", "sender", required=True, metavar="ADDRESS", help="Who sends it.")
@click.option(
    "--subject", required=True, metavar="PATTERN", help="Jinja over the columns and `index`."
)
@click.option(
    "--body",
    required=True,
    type=_THERE,
    metavar="FILE.j2",
    help="The text, Jinja too; a FILE.html.j2 is HTML.",
)
@click.option("--reply-to", default="", metavar="ADDRESS", help="Where replies go.")
@click.option("--cc", default="", metavar="COLUMN", help="Copies: a column, or an address.")
@click.option("--bcc", default="", metavar="COLUMN", help="The same, that no one sees.")
@click.option("--attach", is_flag=True, help="Attach the sheet that the manifest names.")
@click.option(
    "--attach-column", multiple=True, metavar="COLUMN", help="Attach the files named in a column."
)
@click.option(
    "--attach-file", multiple=True, type=_THERE, metavar="FILE", help="Attach a file for everyone."
)
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), metavar="DIR",
              help="A folder for .eml files, to be sent from a mail program.")  # fmt: skip
@click.option("--name", default="", metavar="PATTERN", help="How files in DIR are called.")
@click.option(
    "--date",
    type=click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"]),
    help="The date of messages in DIR.  [default: that of DATA]",
)
@click.option("--smtp", metavar="URL", help="Send by this server: smtp:// (STARTTLS) or smtps://.")
@click.option("--plain", is_flag=True, help="Without encryption: a server of your own network.")
@click.option("--rate", default="", metavar="N/min", help="At most so many messages (or N/s, N/h).")
@click.option("--ledger", type=_FILE, metavar="FILE", help="What was sent.  [default: beside DATA]")
@click.option(
    "--key", default="", metavar="COLUMN", help="Tells records apart.  [default: their key, or all]"
)
@click.option(
    "--unknown",
    type=click.Choice(["report", "send", "skip"]),
    default="report",
    help="Messages that may have been sent: say which, send them, or take them as sent.",
)
@click.option("--amended", is_flag=True, help="Go on although letter or rows were changed.")
@click.option("--where", metavar="EXPR", help="Only the records for which this holds.")
@click.option("--limit", type=click.IntRange(min=0), metavar="N", help="At most so many records.")
@click.option("--kind", metavar="KIND", help="The kind of data, where no name says.")
@click.option("--encoding", help="The encoding of a text file.  [default: found out]")
@click.option("--sheet", help="The sheet of a workbook, by name or number.")
@click.option("--query", metavar="SQL", help="What to ask the database that DATA is the URL of.")
@click.option("--rejects", type=_FILE, metavar="FILE", help="Where rejected records go.")
@click.option("--strict", is_flag=True, help="Write or send nothing if any record is wrong.")
@click.option("--dry-run", is_flag=True, help="Only check the records.")
@click.option("-q", "--quiet", is_flag=True, help="Say only what is wrong.")
@click.option("-v", "--verbose", is_flag=True, help="Say to whom each message goes.")
@click.pass_context
def mail(context: click.Context, data: str, **chosen: Unpack[MailOptions]) -> None:
    """Make a message for each record of DATA, its sheet attached.

    DATA is the manifest of a batch (CSV or XLSX), which names the sheets, or any data that
    `batch` reads. Messages become .eml files in a folder (--out), or are sent (--smtp).

    All records are checked first. Those that are wrong go to a file of rejects, to be mended and
    run again, and the exit code is 1; so it is if a message was refused, or may not have arrived.
    """
    from formgen.mail.run import run_mail

    plan = _plan(data, chosen)
    report = Report(plan, quiet=chosen["quiet"], verbose=chosen["verbose"])
    with Stopping() as stopping, report:
        try:
            tally = run_mail(plan, report, stopping)
        except KeyboardInterrupt as stop:
            report.stopped()
            context.exit(exit_code(stop))
    report.finished(tally)
    if tally.failed:
        context.exit(PROBLEMS)


def _plan(data: str, chosen: MailOptions) -> MailPlan:
    from formgen.mail.pace import interval_of
    from formgen.mail.plan import MailPlan
    from formgen.mail.source import Source

    date = chosen["date"]
    return MailPlan(
        Source(data, chosen["kind"], chosen["encoding"], chosen["sheet"], chosen["query"]),
        _letter(chosen),
        folder=chosen["out"],
        server=_server(chosen),
        where=chosen["where"],
        limit=chosen["limit"],
        name=chosen["name"],
        date=date.astimezone() if date else None,
        interval=interval_of(chosen["rate"]) if chosen["rate"] else 0.0,
        ledger_at=chosen["ledger"],
        rejects_at=chosen["rejects"],
        unknown=chosen["unknown"],
        amended=chosen["amended"],
        strict=chosen["strict"],
        dry_run=chosen["dry_run"],
    )


def _letter(chosen: MailOptions) -> Letter:
    from formgen.mail.letter import Letter

    letter = Letter(
        chosen["to"],
        chosen["sender"],
        chosen["subject"],
        "",
        reply_to=chosen["reply_to"],
        cc=chosen["cc"],
        bcc=chosen["bcc"],
        attach=chosen["attach"],
        attach_columns=chosen["attach_column"],
        attach_files=chosen["attach_file"],
        key=chosen["key"],
    )
    return letter.with_body_of(chosen["body"])


def _server(chosen: MailOptions) -> Server | None:
    from formgen.mail.server import server_of

    url = chosen["smtp"]
    if url is None:
        for option, given in (("--plain", chosen["plain"]), ("--rate", chosen["rate"])):
            if given:
                message = f"{option} is for sending; there is no --smtp"
                raise UsageError.of("not-applicable", message)
        return None
    return server_of(url, os.environ, plain=chosen["plain"])


class Report:
    """Tells a person how a merge goes on; addresses are shown only if `verbose`."""

    def __init__(self, plan: MailPlan, *, quiet: bool, verbose: bool) -> None:
        self._plan, self._quiet, self._verbose = plan, quiet, verbose
        self._begun = self._shown = time.monotonic()
        self._watched = not quiet and not verbose and sys.stderr.isatty()
        self._told = 0
        self._tally: Tally | None = None

    def __enter__(self) -> Report:
        return self

    def __exit__(self, *_: object) -> None:
        self._clear()
        more = self._told - MOST_TOLD
        if more > 0:
            rejects = self._plan.rejects
            tail = f"; {rejects} has the rejected" if rejects and rejects.exists() else ""
            click.echo(f"{_counted(more, 'problem')} more{tail}", err=True)

    def told(self, diagnostics: Sequence[Diagnostic]) -> None:
        """Show diagnostics, as long as there are not too many."""
        for diagnostic in diagnostics:
            self._told += 1
            if self._told <= MOST_TOLD:
                self._clear()
                tell([diagnostic])

    def moved(self, tally: Tally) -> None:
        """Show how far the run is, a few times a second at most."""
        self._tally = tally
        if self._watched and time.monotonic() - self._shown >= _SECONDS:
            self._shown = time.monotonic()
            said = f"{tally.done:,} of {tally.ready:,}" if tally.done else f"{tally.read:,} checked"
            click.echo(f"\r\x1b[K{said}", nl=False, err=True)

    def made(self, draft: Draft) -> None:
        """Say to whom a message goes, if that is asked for."""
        if self._verbose:
            from formgen.data.refusal import visible

            line = f"{', '.join(draft.recipients.addresses)}: {draft.subject}"
            click.echo(visible(f"{draft.key}: {line}" if draft.key else line), err=True)

    def stopped(self) -> None:
        """Say that the run was stopped, and how it is finished."""
        self._clear()
        done = f" after {_counted(self._tally.done, 'message')}" if self._tally else ""
        click.echo(f"stopped{done}", err=True)
        if self._plan.server:
            click.echo("the same command goes on with those that were not sent", err=True)

    def finished(self, tally: Tally) -> None:
        """Say in one line what came of the run."""
        self._clear()
        if self._quiet:
            return
        seconds = time.monotonic() - self._begun
        if self._plan.dry_run or (self._plan.strict and tally.rejected):
            line = f"{_counted(tally.ready, 'message')} checked, nothing was "
            line += "sent" if self._plan.server else "written"
        else:
            what = "sent" if self._plan.server else "written"
            line = f"{_counted(tally.done, 'message')} {what} in {seconds:.1f} s"
        counts = {
            "rejected": tally.rejected,
            "sent before": tally.before,
            "without a sheet": tally.unprinted,
            "refused by the server": tally.refused,
            "not known whether sent": tally.unknown,
        }
        parts = [f"{count:,} {what}" for what, count in counts.items() if count]
        click.echo(", ".join([line, *parts]) + self._where(tally), err=True)

    def _where(self, tally: Tally) -> str:
        plan = self._plan
        written = tally.done or tally.refused or tally.unknown
        where = plan.folder or (plan.ledger if written else None)
        said = f"; ledger {where}" if plan.server and where else f" → {where}" if where else ""
        if plan.dry_run or (plan.strict and tally.rejected):
            said = ""
        rejects = tally.rejected and plan.rejects and plan.rejects.exists()
        return f"{said}; rejects in {plan.rejects}" if rejects else said

    def _clear(self) -> None:
        if self._watched:
            click.echo("\r\x1b[K", nl=False, err=True)


def _counted(count: int, what: str) -> str:
    return f"{count:,} {what}" if count == 1 else f"{count:,} {what}s"
