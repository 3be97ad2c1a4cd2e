"""A post office: an SMTP server on this machine that keeps what it is handed."""

import hashlib
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import SMTPUTF8
from pathlib import Path

import pytest
import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from formgen.diagnostics import Diagnostic
from formgen.mail.draft import Draft
from formgen.mail.letter import Letter
from formgen.mail.plan import MailPlan
from formgen.mail.run import run_mail
from formgen.mail.server import Encryption, Server
from formgen.mail.source import Source
from formgen.mail.tally import Tally
from formgen.stopping import Stopping

USER, PASSWORD = "formgen", "geheim=密"
Script = Callable[[Envelope], str]


class OnAnyPort(Controller):
    """Listens on a port that is free."""

    def _trigger_server(self) -> None:
        assert self.server is not None
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


class PostOffice:
    """Takes messages, or says of one what its `replies` want; keeps envelopes in order."""

    def __init__(self, **options: object) -> None:
        self.envelopes: list[Envelope] = []
        self.connections = 0
        self.delay = 0.0
        self.refuse: dict[str, str] = {}
        self.reply: Script = lambda _: "250 taken"
        self._lock = threading.Lock()
        self.controller = OnAnyPort(self, hostname="127.0.0.1", port=0, **options)  # type: ignore[arg-type]

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, _: list[str]
    ) -> str:
        if address in self.refuse:
            return self.refuse[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        import asyncio

        reply = self.reply(envelope)
        if reply.startswith("250"):
            with self._lock:
                self.envelopes.append(envelope)
        await asyncio.sleep(self.delay)
        if reply == "hang up":
            assert server.transport is not None
            server.transport.abort()
        return reply

    @property
    def messages(self) -> list[EmailMessage]:
        return [parsed(envelope.original_content or b"") for envelope in self.envelopes]

    @property
    def port(self) -> int:
        return int(self.controller.port)

    def server(self, encryption: Encryption = Encryption.NONE, **login: str) -> Server:
        return Server("127.0.0.1", self.port, encryption, **login)


def parsed(data: bytes) -> EmailMessage:
    message = BytesParser(policy=SMTPUTF8).parsebytes(data)
    assert isinstance(message, EmailMessage)
    assert [part.defects for part in message.walk() if part.defects] == []
    return message


@pytest.fixture
def open_office() -> Iterator[Callable[..., PostOffice]]:
    opened: list[PostOffice] = []

    def start(**options: object) -> PostOffice:
        office = PostOffice(**options)
        office.controller.start()
        opened.append(office)
        return office

    yield start
    for office in opened:
        office.controller.stop()


@pytest.fixture
def office(open_office: Callable[..., PostOffice]) -> PostOffice:
    return open_office(enable_SMTPUTF8=True)


@pytest.fixture
def authority(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> trustme.CA:
    """A certificate authority that this process, and those it starts, trust."""
    ca = trustme.CA()
    ca.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    return ca


def certified(authority: trustme.CA, name: str = "127.0.0.1") -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(name).configure_cert(context)
    return context


def login(_: object, __: object, ___: object, mechanism: str, data: LoginPassword) -> AuthResult:
    known = (data.login.decode(), data.password.decode()) == (USER, PASSWORD)
    return AuthResult(success=known, handled=known)


class Listener:
    """Keeps what it is told."""

    def __init__(self, after: int = 0, do: Callable[[], None] = lambda: None) -> None:
        self.diagnostics: list[Diagnostic] = []
        self.drafts: list[Draft] = []
        self._after, self._do = after, do

    def told(self, diagnostics: Sequence[Diagnostic]) -> None:
        self.diagnostics += diagnostics

    def moved(self, tally: Tally) -> None:
        pass

    def made(self, draft: Draft) -> None:
        self.drafts.append(draft)
        if len(self.drafts) == self._after:
            self._do()

    @property
    def said(self) -> list[tuple[str, int, str]]:
        return [(d.code, d.place.row, d.place.column) for d in self.diagnostics]


LETTER = Letter(
    "email", "客服 <office@example.com>", "回访单 {{ name }}", "您好 {{ name }}：\n\n见附件。"
)


def run(plan: MailPlan, listener: Listener | None = None) -> tuple[Tally, Listener]:
    listener = listener or Listener()
    return run_mail(plan, listener, Stopping()), listener


def write_manifest(folder: Path, count: int, name: str = "manifest.csv") -> Path:
    """Write a manifest as a batch writes it, and the sheets that it names, which are no PDF."""
    from formgen.batch.manifest import Entry, Manifest

    folder.mkdir(exist_ok=True)
    manifest = Manifest(folder / name)
    manifest.begin(["record_id", "name", "email"])
    for index in range(1, count + 1):
        data = f"%PDF sheet {index}".encode()
        (folder / f"回访单 {index}.pdf").write_bytes(data)
        digest = hashlib.sha256(data).hexdigest()
        entry = Entry(index, f"R-{index}", "S", f"回访单 {index}.pdf", 1, digest)
        record = {"record_id": f"R-{index}", "name": f"王{index}", "email": f"w{index}@example.com"}
        manifest.add(entry, record)
    manifest.finish()
    manifest.close()
    return folder / name


@pytest.fixture
def plan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> MailPlan:
    """A plan without a place to go, for a manifest of five sheets in `sheets`."""
    monkeypatch.chdir(tmp_path)
    write_manifest(Path("sheets"), 5)
    from dataclasses import replace

    return MailPlan(Source("sheets/manifest.csv"), replace(LETTER, attach=True))


def appears(condition: Callable[[], bool]) -> None:
    until = time.monotonic() + 20
    while not condition() and time.monotonic() < until:
        time.sleep(0.005)
    assert condition()
