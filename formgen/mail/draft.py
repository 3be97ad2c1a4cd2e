"""A draft: all that one message says, checked; and the message that it becomes."""

from __future__ import annotations

from datetime import datetime
from email.message import EmailMessage
from hashlib import blake2b

from formgen.dataclass import dataclass
from formgen.diagnostics import Place
from formgen.mail.addresses import Mailbox
from formgen.mail.attachments import Attachment
from formgen.mail.headers import WirePolicy, mailbox_list
from formgen.mail.plaintext import text_of

# Bodies of seven bits: not every server on the way takes eight.
_ASCII = WirePolicy(linesep="\r\n", cte_type="7bit", refold_source="none")
_INTERNATIONAL = _ASCII.clone(utf8=True)


@dataclass(frozen=True, slots=True)
class Recipients:
    """Whom a message goes to; nobody sees those in `bcc`."""

    to: tuple[Mailbox, ...]
    cc: tuple[Mailbox, ...] = ()
    bcc: tuple[Mailbox, ...] = ()

    @property
    def addresses(self) -> tuple[str, ...]:
        """The addresses, each once."""
        every = (*self.to, *self.cc, *self.bcc)
        return tuple(dict.fromkeys(mailbox.address for mailbox in every))


@dataclass(frozen=True, slots=True)
class Draft:
    """One message: where its record stands, what names it, and what it says.

    `identity` is what tells the record apart from all others, `name` what its file may be called.
    """

    place: Place
    key: str
    identity: str
    name: str
    sender: Mailbox
    recipients: Recipients
    reply_to: Mailbox | None
    subject: str
    body: str
    html: bool
    attachments: tuple[Attachment, ...]

    @property
    def international(self) -> bool:
        """Whether a server must take addresses that are not ASCII."""
        sender = self.sender.address
        return not all(map(str.isascii, (sender, *self.recipients.addresses)))

    def digest(self) -> str:
        """Return what names this very message: another text, another digest."""
        files = [(file.name, file.digest) for file in self.attachments]
        r = self.recipients
        who = (self.sender, r.to, r.cc, r.bcc, self.reply_to)
        said = repr((self.identity, who, self.subject, self.body, files))
        return blake2b(said.encode("utf-8", "backslashreplace"), digest_size=16).hexdigest()

    def message_id(self, name: str) -> str:
        """Return the Message-ID of the message that `name` names."""
        return f"<{name}@{self.sender.address.rpartition('@')[2]}>"

    def message(self, name: str, date: datetime) -> EmailMessage:
        """Return the message, all of it decided by what is given: `name` names it."""
        message = EmailMessage(policy=_INTERNATIONAL if self.international else _ASCII)
        message["From"] = mailbox_list([self.sender])
        for header, boxes in zip(("To", "Cc", "Bcc"), self._boxes(), strict=True):
            if boxes:
                message[header] = mailbox_list(boxes)
        if self.reply_to:
            message["Reply-To"] = mailbox_list([self.reply_to])
        message["Subject"] = self.subject
        message["Date"] = date
        message["Message-ID"] = self.message_id(name)
        self._say(message, name)
        return message

    def _boxes(self) -> tuple[tuple[Mailbox, ...], ...]:
        return self.recipients.to, self.recipients.cc, self.recipients.bcc

    def _say(self, message: EmailMessage, name: str) -> None:
        """Put the text and the files into a message."""
        message.set_content(text_of(self.body) if self.html else self.body)
        # Neither base64 nor quoted-printable text can have "=_" in it (RFC 2045, section 6.7).
        if self.html:
            message.make_alternative(boundary=f"=_text_{name}")
            message.add_alternative(self.body, subtype="html")
        if self.attachments:
            message.make_mixed(boundary=f"=_{name}")
        for file in self.attachments:
            main, _, sub = file.kind.partition("/")
            message.add_attachment(file.data, main, sub, filename=file.name)
