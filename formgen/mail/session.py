"""A session with a server: one message after the other, and what it says to each (RFC 5321).

Where a message stops being ours is one moment: its last dot. Before that a lost connection means
that nothing was sent, and it is tried again; behind that, until the reply, nobody can know.
"""

from __future__ import annotations

import contextlib
import re
import smtplib
import ssl
from base64 import b64encode
from collections.abc import Callable

from formgen.data.refusal import visible
from formgen.dataclass import dataclass
from formgen.diagnostics import Diagnostic
from formgen.errors import OutputError
from formgen.mail.server import Encryption, Server

_CONNECT, _COMMAND, _END = 60, 300, 600
"""seconds: until a server answers, takes a command, and has taken a message (section 4.5.3.2)."""

_SHOWN = 200
_DOT = re.compile(rb"^\.", re.MULTILINE)
_CLOSING = 421
_UNENDED = re.compile(rb"\r(?!\n)|(?<!\r)\n")


@dataclass(frozen=True, slots=True)
class Parcel:
    """A message on its way: the envelope and the bytes, with lines that end in CR LF."""

    sender: str
    recipients: tuple[str, ...]
    data: bytes
    international: bool = False


@dataclass(frozen=True, slots=True)
class Reply:
    """What a server said last to a message: a code of three digits, and a text.

    `known` is false where the connection died while the server had the word.
    """

    code: int
    text: str
    known: bool = True
    of_recipient: bool = False

    @property
    def taken(self) -> bool:
        """Whether the server has taken the message."""
        return self.known and 200 <= self.code < 300

    def __str__(self) -> str:
        return f"{self.code} {self.text}".strip() if self.code else self.text


class Session:
    """Speaks with a server, and connects again where it hangs up."""

    def __init__(self, server: Server, context: ssl.SSLContext | None = None) -> None:
        """Make ready; there is no connection before `open`."""
        self.server = server
        self._context = context
        self._smtp: smtplib.SMTP | None = None

    def open(self) -> None:
        """Connect and log in; raises OutputError if the server cannot be used."""
        if self._smtp is None:
            self._smtp = self._connected()

    @property
    def international(self) -> bool:
        """Whether the server takes addresses that are not ASCII (RFC 6531)."""
        return self._smtp is not None and self._smtp.has_extn("smtputf8")

    def send(self, parcel: Parcel, commit: Callable[[], None]) -> Reply:
        """Hand a message over and return what the server said; `commit` is called before the dot.

        If `commit` raises, nothing is sent. Raises OutputError if the server is lost before that,
        twice.
        """
        refused = self._offered(parcel)
        if refused:
            return refused
        assert self._smtp is not None
        try:
            commit()
        except BaseException:
            self.drop()
            raise
        return self._ended(self._smtp)

    def drop(self) -> None:
        """Hang up at once: a message without its dot is void."""
        if self._smtp is not None:
            self._smtp.close()
            self._smtp = None

    def close(self) -> None:
        """Say good-bye."""
        if self._smtp is not None:
            with contextlib.suppress(smtplib.SMTPException, OSError):
                self._smtp.quit()
        self.drop()

    def _offered(self, parcel: Parcel) -> Reply | None:
        """Say all of a message but its dot; return the reply if the server will not have it."""
        lost = ""
        for _ in range(2):
            self.open()
            assert self._smtp is not None
            try:
                reply = _offer(self._smtp, parcel)
            except (smtplib.SMTPException, OSError) as error:
                lost = _said(error)
                self.drop()
                continue
            except BaseException:  # in the midst of a message there is no good-bye
                self.drop()
                raise
            if reply is None or reply.code != _CLOSING:
                return reply
            lost = str(reply)
            self.drop()
        message = f"the server hung up: {lost}"
        hint = "the same command later goes on with the message that is next"
        raise OutputError.of("connection-lost", message, self.server.place, hint)

    def _ended(self, smtp: smtplib.SMTP) -> Reply:
        try:
            _patient(smtp, _END)
            smtp.send(b".\r\n")
            code, text = smtp.getreply()
            _patient(smtp, _COMMAND)
        except (smtplib.SMTPException, OSError) as error:
            self.drop()
            return Reply(0, _said(error), known=False)
        except BaseException:
            self.drop()
            raise
        if not 200 <= code < 600:
            self.drop()
            return Reply(code, _text(text), known=False)
        return Reply(code, _text(text))

    def _connected(self) -> smtplib.SMTP:
        server = self.server
        smtp: smtplib.SMTP | None = None
        try:
            if server.encryption is Encryption.TLS:
                context = self._context or ssl.create_default_context()
                smtp = smtplib.SMTP_SSL(server.host, server.port, timeout=_CONNECT, context=context)
            else:
                smtp = smtplib.SMTP(server.host, server.port, timeout=_CONNECT)
            self._greet(smtp)
        except BaseException as error:
            if smtp is not None:
                smtp.close()
            if isinstance(error, (smtplib.SMTPException, OSError)):
                raise self._unusable(error) from error
            raise
        _patient(smtp, _COMMAND)
        return smtp

    def _greet(self, smtp: smtplib.SMTP) -> None:
        smtp.ehlo_or_helo_if_needed()
        if self.server.encryption is Encryption.STARTTLS:
            if not smtp.has_extn("starttls"):
                message = "the server offers no encryption (STARTTLS)"
                hint = "smtps:// where it has a port of its own for TLS; --plain does without"
                raise OutputError.of("no-encryption", message, self.server.place, hint)
            smtp.starttls(context=self._context or ssl.create_default_context())
            smtp.ehlo()
        if self.server.user:
            _log_in(smtp, self.server.user, self.server.password)

    def _unusable(self, error: Exception) -> OutputError:
        place = self.server.place
        match error:
            case ssl.SSLCertVerificationError():
                message = f"the certificate of the server is not trusted: {error.verify_message}"
                hint = "the name must be the certificate's; SSL_CERT_FILE names authorities"
                found = Diagnostic("bad-certificate", message, place, hint)
            case ssl.SSLError():
                message = f"there is no encryption with the server: {error.reason or error}"
                hint = "smtp:// begins with STARTTLS, smtps:// with TLS"
                found = Diagnostic("no-encryption", message, place, hint)
            case smtplib.SMTPAuthenticationError():
                message = f"the server refused the login: {error.smtp_code}"
                hint = "many need a password for programs, made in the settings of the account"
                found = Diagnostic("login-refused", message, place, hint)
            case smtplib.SMTPNotSupportedError():
                found = Diagnostic("no-login", f"the server takes no login: {error}", place)
            case _:
                message = f"the server cannot be spoken with: {_said(error)}"
                found = Diagnostic("no-connection", message, place)
        return OutputError([found])


def _log_in(smtp: smtplib.SMTP, user: str, password: str) -> None:
    """Log in by what the server offers; raises SMTPException."""
    if user.isascii() and password.isascii():
        smtp.login(user, password)
        return
    # The library knows ASCII alone; PLAIN is defined for UTF-8 (RFC 4616).
    if "PLAIN" not in smtp.esmtp_features.get("auth", "").upper().split():
        raise smtplib.SMTPNotSupportedError("it has no PLAIN, for a login that is not ASCII")
    login = b64encode(f"\0{user}\0{password}".encode()).decode()
    code, text = smtp.docmd("AUTH", f"PLAIN {login}")
    if code != 235:
        raise smtplib.SMTPAuthenticationError(code, text)


def _offer(smtp: smtplib.SMTP, parcel: Parcel) -> Reply | None:
    """Say all of a message but its dot; return the reply by which the server refused it."""
    wire = _wire(parcel.data)
    options = [f"size={len(parcel.data)}"] if smtp.has_extn("size") else []
    if parcel.international:
        options.append("SMTPUTF8")
    code, text = smtp.mail(parcel.sender, options)
    if code != 250:
        return _refused(smtp, code, text)
    for address in parcel.recipients:
        code, text = smtp.rcpt(address)
        if code not in (250, 251):
            return _refused(smtp, code, text, of_recipient=True)
    code, text = smtp.docmd("DATA")
    if code != 354:
        return _refused(smtp, code, text)
    smtp.send(wire)
    return None


def _wire(data: bytes) -> bytes:
    """Return a message as it is said, without its dot (section 4.5.2)."""
    if _UNENDED.search(data):
        # Servers differ on lines that end otherwise; one in between could end the message.
        raise ValueError("a message has a line that does not end in CR LF")
    return _DOT.sub(b"..", data if data.endswith(b"\r\n") else data + b"\r\n")


def _refused(smtp: smtplib.SMTP, code: int, text: bytes, *, of_recipient: bool = False) -> Reply:
    if code != _CLOSING:
        smtp.rset()
    return Reply(code, _text(text), of_recipient=of_recipient)


def _patient(smtp: smtplib.SMTP, seconds: int) -> None:
    if smtp.sock is not None:
        smtp.sock.settimeout(seconds)


def _text(text: bytes) -> str:
    return visible(" ".join(text.decode("utf-8", "replace").split()))[:_SHOWN]


def _said(error: BaseException) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        raw = error.smtp_error
        return f"{error.smtp_code} {_text(raw if isinstance(raw, bytes) else raw.encode())}"
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return visible(str(error))[:_SHOWN] or type(error).__name__
