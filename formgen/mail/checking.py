"""Checking all records before the first message is written or sent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field
from typing import TYPE_CHECKING

from formgen.batch.files import require_no_link
from formgen.data.refusal import Refusal
from formgen.data.select import Selection
from formgen.dataclass import dataclass
from formgen.diagnostics import Diagnostic, Place, Severity
from formgen.errors import DataError, UsageError
from formgen.mail.composing import Composer
from formgen.mail.ledger import Past, State, Terms, require_same
from formgen.mail.plan import MailPlan
from formgen.mail.records import Columns, Identities
from formgen.mail.refusing import diagnostic
from formgen.mail.spool import Ready, Spool
from formgen.mail.tally import Tally, Watcher
from formgen.model.values import BLANK

if TYPE_CHECKING:
    from formgen.data.rejects import RejectsWriter
    from formgen.data.sources import RawRecord


@dataclass(slots=True)
class Checked:
    """What is ready to go, on the disk until it goes; `international` is the first such place."""

    composer: Composer | None = None
    spool: Spool = field(default_factory=Spool)
    international: Place | None = None
    settled: list[tuple[str, str, int]] = field(default_factory=list)
    """Messages that are taken as sent: their name, key and row."""


class Checker:
    """Checks the records of a plan; `past` is what a ledger says of them."""

    def __init__(self, plan: MailPlan, past: Past, watcher: Watcher, tally: Tally) -> None:
        self._plan, self._past, self._watcher, self._tally = plan, past, watcher, tally
        self._identities: Identities | None = None
        self._met: set[str] = set()
        self._chosen = 0
        self.checked = Checked()

    def run(self, rejects: RejectsWriter | None) -> Checked:
        """Check each record and return what is ready; those that are wrong go to `rejects`.

        Raises DataError if the data cannot be read, UsageError if the letter does not fit it.
        """
        selection = Selection(self._plan.where)
        for raw in self._records(selection):
            composer = self.checked.composer
            assert composer is not None
            self._tally.read += 1
            found = self._check(raw, composer, selection)
            if any(each.severity is Severity.ERROR for each in found):
                self._tally.rejected += 1
                if rejects:
                    rejects.add(raw, found)
            if found:
                self._watcher.told(found)
            self._watcher.moved(self._tally)
        self._require_all_met()
        return self.checked

    def _records(self, selection: Selection) -> Iterator[RawRecord]:
        plan = self._plan
        with plan.data.records() as records:
            for raw in records:
                if self.checked.composer is None:
                    names = records.columns or tuple(raw.values)
                    columns = Columns.of(names, plan.letter.key)
                    selection.check(names, plan.data.place)
                    self._begin(columns)
                yield raw
        if not self._tally.read:
            message, place = "the data holds no records", plan.data.place
            self._watcher.told([Diagnostic("no-records", message, place, "", Severity.WARNING)])

    def _begin(self, columns: Columns) -> None:
        plan = self._plan
        if plan.ledger:
            terms = Terms(plan.letter.digest(), columns.key)
            require_same(self._past, terms, plan.ledger, amended=plan.amended)
        self._identities = Identities(columns)
        self.checked.composer = Composer(plan.letter, columns, plan.base)

    def _check(
        self, raw: RawRecord, composer: Composer, selection: Selection
    ) -> tuple[Diagnostic, ...]:
        """Keep a record if its message is to go; return what is wrong with it."""
        if not composer.columns.printed(raw):
            self._tally.unprinted += 1
            return ()
        identity, refused = self._identity(raw)
        limit = self._plan.limit
        if limit is not None and self._chosen >= limit:
            return ()
        try:
            if not (raw.problems or selection.accepts(BLANK, raw)):
                return ()
        except DataError as error:
            refused = error.diagnostics
        self._chosen += 1
        return raw.problems or refused or self._ready(raw, composer, identity)

    def _identity(self, raw: RawRecord) -> tuple[str, tuple[Diagnostic, ...]]:
        """Return what tells a record apart, or why nothing does; also of one that is not chosen."""
        assert self._identities is not None
        try:
            identity = self._identities.of(raw)
        except Refusal as refusal:
            return "", (diagnostic(refusal, raw.place),)
        if self._past.word:
            self._met.add(self._past.name(identity))
        return identity, ()

    def _ready(self, raw: RawRecord, composer: Composer, identity: str) -> tuple[Diagnostic, ...]:
        state = self._past.state(self._past.name(identity)) if self._past.word else None
        if state in (State.SENT, State.UNKNOWN):
            try:
                known = self._known(raw, composer, identity, state)
            except Refusal as refusal:
                return (diagnostic(refusal, raw.place),)
            if known:
                return ()
        draft, found = composer.draft(raw, self._chosen, identity)
        if draft:
            self._tally.ready += 1
            if draft.international and not self.checked.international:
                self.checked.international = raw.place
            self.checked.spool.keep(Ready(raw, self._chosen, identity))
            if self._plan.dry_run:
                self._watcher.made(draft)
        return found

    def _known(self, raw: RawRecord, composer: Composer, identity: str, state: State) -> bool:
        """Return whether what is known of a message is enough; raises Refusal if it went astray."""
        name, unknown = self._past.name(identity), self._plan.unknown
        addresses = composer.recipients(raw).addresses
        if not self._past.same_recipients(name, addresses):
            message = "the record's message went to another address than it has now"
            hint = "--ledger FILE begins a ledger of its own, by which it is sent again"
            raise Refusal("recipient-changed", message, hint)
        if state is State.SENT:
            self._tally.before += 1
            return True
        if unknown == "skip":
            self._tally.before += 1
            self.checked.settled.append((name, composer.columns.key_of(raw), raw.place.row))
        if unknown == "report":
            self._tally.unknown += 1
            self._watcher.told([unknown_delivery(raw.place)])
        return unknown != "send"

    def _require_all_met(self) -> None:
        """Raise UsageError if rows went that had a message, where nothing else tells them apart."""
        composer = self.checked.composer
        if composer is None or composer.columns.key or self._plan.amended:
            return
        sent = (State.SENT, State.SENDING, State.UNKNOWN)
        gone = sum(
            state in sent and name not in self._met
            for name, (state, _) in self._past.states.items()
        )
        if gone:
            message = f"rows that have had their message are no longer there: {gone}"
            hint = (
                "a row that was changed would get a second one: --amended goes on nevertheless,"
                " --key COLUMN with a new --ledger tells records apart by a column"
            )
            raise UsageError.of("changed-since", message, self._plan.data.place, hint)


def unknown_delivery(place: Place) -> Diagnostic:
    """Return the diagnostic of a message that may have been sent."""
    message = "it is not known whether this message was sent: the line broke before the reply"
    hint = (
        "the ledger has its Message-ID: look for it where sent mail is kept, or in the server's"
        " log; then --unknown skip takes it as sent, --unknown send sends it (again)"
    )
    return Diagnostic("unknown-delivery", message, place, hint)


def rejects_of(plan: MailPlan) -> RejectsWriter | None:
    """Return what takes the rejected records of a plan, if they go anywhere."""
    if plan.rejects is None or ((plan.dry_run or plan.strict) and not plan.rejects_at):
        return None
    from formgen.data.rejects import RejectsWriter

    require_no_link(plan.rejects)
    return RejectsWriter(plan.rejects)
