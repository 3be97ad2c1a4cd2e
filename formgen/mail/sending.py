"""Messages to a server, each noted in the ledger before and after."""

from __future__ import annotations

import re
from dataclasses import replace
from email.utils import localtime

from formgen.diagnostics import Diagnostic, Place
from formgen.errors import FormgenError, OutputError
from formgen.mail.checking import unknown_delivery
from formgen.mail.draft import Draft
from formgen.mail.ledger import Ledger, State
from formgen.mail.pace import Pace
from formgen.mail.session import Parcel, Reply, Session
from formgen.mail.tally import Tally, Watcher
from formgen.stopping import Stopping

_PATIENCE = 20
"""So many refusals one after the other that have nothing to do with a recipient end a run."""


class Sender:
    """Sends drafts by a session, as its ledger lets it; a request to stop waits for a reply."""

    def __init__(self, session: Session, ledger: Ledger, pace: Pace, stopping: Stopping) -> None:
        self._session, self._ledger = session, ledger
        self._pace, self._stopping = pace, stopping
        self._refused = 0

    def send(self, draft: Draft, tally: Tally, watcher: Watcher) -> None:
        """Send a message, if no other run has; raises OutputError if the run cannot go on."""
        name = self._ledger.past.name(draft.identity)
        if self._ledger.past.state(name) is State.SENT:
            tally.before += 1
            return
        if draft.international and not self._session.international:
            tally.rejected += 1
            watcher.told([no_international(draft.place)])
            return
        self._pace.wait()
        with self._stopping.held():
            self._count(draft, self._delivered(draft, name), tally, watcher)

    def _delivered(self, draft: Draft, name: str) -> Reply:
        """Hand a message over, and have what came of it in the ledger."""
        bare = replace(draft, recipients=replace(draft.recipients, bcc=()))
        addresses = draft.recipients.addresses
        data = bare.message(name, localtime()).as_bytes()
        parcel = Parcel(draft.sender.address, addresses, data, draft.international)
        reply = self._session.send(parcel, lambda: self._note(State.SENDING, draft, name, ""))
        state = State.SENT if reply.taken else State.REFUSED if reply.known else State.UNKNOWN
        self._note(state, draft, name, _without(str(reply), addresses))
        return reply

    def _note(self, state: State, draft: Draft, name: str, reply: str) -> None:
        whom = self._ledger.past.recipients(draft.recipients.addresses)
        message_id, row = draft.message_id(name), draft.place.row
        self._ledger.add(state, name, message_id, whom, key=draft.key, row=row, reply=reply)

    def _count(self, draft: Draft, reply: Reply, tally: Tally, watcher: Watcher) -> None:
        if reply.taken:
            self._refused = 0
            tally.done += 1
            watcher.made(draft)
            return
        if not reply.known:
            tally.unknown += 1
            watcher.told([unknown_delivery(draft.place)])
            return
        tally.refused += 1
        text = _without(str(reply), draft.recipients.addresses)
        watcher.told([_refusal(draft.place, reply, text)])
        self._refused = 0 if reply.of_recipient else self._refused + 1
        if self._refused >= _PATIENCE:
            raise self._no_more(text)

    def _no_more(self, text: str) -> FormgenError:
        message = f"the server refused {_PATIENCE} messages one after the other: {text}"
        hint = "the same command later goes on with those that it did not take"
        return OutputError.of("server-refuses", message, self._session.server.place, hint)


def no_international(place: Place) -> Diagnostic:
    """Return the diagnostic of an address that a server does not take."""
    message = "the server takes no address that is not ASCII before the @ (SMTPUTF8)"
    return Diagnostic("no-international", message, place, "use another address, or server")


def _refusal(place: Place, reply: Reply, text: str) -> Diagnostic:
    what = "the address" if reply.of_recipient else "the message"
    message = f"the server refused {what}: {text}"
    later = 400 <= reply.code < 500
    hint = "the same command later tries it again" if later else ""
    return Diagnostic("refused", message, place, hint)


def _without(text: str, addresses: tuple[str, ...]) -> str:
    """Return what a server said without the addresses in it."""
    for address in addresses:
        text = re.sub(re.escape(address), "…", text, flags=re.IGNORECASE)
    return text
