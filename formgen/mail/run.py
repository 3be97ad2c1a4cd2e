"""A merge, from its plan to what is written or sent.

plan ─▶ records ─▶ drafts, all checked first ─▶ files, or the server and the ledger
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

from formgen.errors import OutputError
from formgen.mail.checking import Checked, Checker, rejects_of
from formgen.mail.composing import Composer
from formgen.mail.draft import Draft
from formgen.mail.ledger import Ledger, Past, Terms, read_past
from formgen.mail.pace import Pace
from formgen.mail.plan import MailPlan, check_plan
from formgen.mail.sending import Sender, no_international
from formgen.mail.session import Session
from formgen.mail.spool import Ready
from formgen.mail.tally import Tally, Watcher
from formgen.mail.writing import MessageFolder
from formgen.output import make_folder
from formgen.stopping import Stopping


def run_mail(plan: MailPlan, watcher: Watcher, stopping: Stopping) -> Tally:
    """Do what `plan` says and return what came of it; `watcher` is told as it happens.

    Raises UsageError for a plan that cannot be carried out or a letter that does not fit the
    data, DataError for data that cannot be read, OutputError if nothing can be written or sent on.
    Records that are wrong do not raise: they are rejected.
    """
    check_plan(plan)
    tally = Tally()
    past = read_past(plan.ledger) if plan.ledger else Past()
    if plan.folder and not (plan.dry_run or plan.strict):
        make_folder(plan.folder)  # the rejects go there
    checked = _checked(plan, past, watcher, tally)
    with closing(checked.spool):
        if plan.dry_run or (plan.strict and tally.rejected) or checked.composer is None:
            return tally
        if plan.folder:
            _write(plan, checked, watcher, tally)
        elif tally.ready or checked.settled:
            _send(plan, checked, watcher, tally, stopping)
    return tally


def _checked(plan: MailPlan, past: Past, watcher: Watcher, tally: Tally) -> Checked:
    rejects, checker = rejects_of(plan), Checker(plan, past, watcher, tally)
    try:
        checked = checker.run(rejects)
        if rejects:
            rejects.close()
    except BaseException:
        checker.checked.spool.close()
        if rejects:
            rejects.discard()
        raise
    return checked


def _write(plan: MailPlan, checked: Checked, watcher: Watcher, tally: Tally) -> None:
    assert checked.composer is not None
    with closing(MessageFolder(plan, checked.composer.columns)) as folder:
        for ready, draft in _drafts(checked, checked.composer, watcher, tally):
            folder.put(draft, ready)
            tally.done += 1
            watcher.made(draft)
            watcher.moved(tally)
        watcher.told(folder.left())


def _send(
    plan: MailPlan, checked: Checked, watcher: Watcher, tally: Tally, stopping: Stopping
) -> None:
    composer = checked.composer
    assert composer is not None
    assert plan.server is not None
    assert plan.ledger is not None
    terms = Terms(plan.letter.digest(), composer.columns.key)
    with (
        closing(Ledger(plan.ledger, terms, amended=plan.amended)) as ledger,
        closing(Session(plan.server)) as session,
    ):
        for settled in checked.settled:
            ledger.settle(*settled)
        if not tally.ready:
            return
        session.open()
        if plan.strict and checked.international and not session.international:
            raise OutputError([no_international(checked.international)])
        sender = Sender(session, ledger, Pace(plan.interval), stopping)
        for _, draft in _drafts(checked, composer, watcher, tally):
            sender.send(draft, tally, watcher)
            watcher.moved(tally)


def _drafts(
    checked: Checked, composer: Composer, watcher: Watcher, tally: Tally
) -> Iterator[tuple[Ready, Draft]]:
    """Yield the drafts again. What was changed meanwhile, a file that is gone, is told."""
    for ready in checked.spool:
        draft, found = composer.draft(ready.raw, ready.index, ready.identity)
        if draft is None:
            tally.rejected += 1
            watcher.told(found)
        else:
            yield ready, draft
