import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import closing

import pytest
import trustme

from formgen.errors import OutputError
from formgen.mail.server import Encryption, Server
from formgen.mail.session import Parcel, Session
from tests.mail.conftest import PASSWORD, USER, PostOffice, certified, login

PARCEL = Parcel("a@example.com", ("b@example.com",), b"Subject: x\r\n\r\n.\r\n..dots\r\nlast\r\n")
ME = {"user": USER, "password": PASSWORD}


def send(server: Server, parcel: Parcel = PARCEL) -> str:
    with closing(Session(server)) as session:
        return str(session.send(parcel, lambda: None))


def code_of(server: Server) -> str:
    with pytest.raises(OutputError) as caught:
        send(server)
    return caught.value.diagnostics[0].code


def with_starttls(
    open_office: Callable[..., PostOffice], authority: trustme.CA, name: str = "127.0.0.1"
) -> PostOffice:
    context = certified(authority, name)
    return open_office(
        tls_context=context, require_starttls=True, authenticator=login, auth_required=True
    )


def test_a_message_arrives_as_it_is_also_with_lines_of_dots(office: PostOffice) -> None:
    assert send(office.server()) == "250 taken"
    assert office.envelopes[0].original_content == PARCEL.data


def test_it_is_sent_by_starttls_and_login(
    open_office: Callable[..., PostOffice], authority: trustme.CA
) -> None:
    office = with_starttls(open_office, authority)
    assert send(office.server(Encryption.STARTTLS, **ME)) == "250 taken"


def test_it_is_sent_by_tls_and_login(
    open_office: Callable[..., PostOffice], authority: trustme.CA
) -> None:
    office = open_office(
        ssl_context=certified(authority), authenticator=login, auth_require_tls=False
    )
    assert send(office.server(Encryption.TLS, **ME)) == "250 taken"


def test_a_wrong_password_is_an_error(
    open_office: Callable[..., PostOffice], authority: trustme.CA
) -> None:
    office = with_starttls(open_office, authority)
    server = office.server(Encryption.STARTTLS, user=USER, password="wrong")
    assert code_of(server) == "login-refused"


def test_a_certificate_of_another_name_or_of_nobody_known_is_refused(
    open_office: Callable[..., PostOffice], authority: trustme.CA
) -> None:
    other = with_starttls(open_office, authority, "mail.example.com")
    assert code_of(other.server(Encryption.STARTTLS, **ME)) == "bad-certificate"
    unknown = with_starttls(open_office, trustme.CA())
    assert code_of(unknown.server(Encryption.STARTTLS, **ME)) == "bad-certificate"
    assert other.envelopes == unknown.envelopes == []


def test_a_server_without_encryption_or_login_gets_nothing(office: PostOffice) -> None:
    assert code_of(office.server(Encryption.STARTTLS)) == "no-encryption"
    assert code_of(office.server(Encryption.TLS)) == "no-encryption"
    assert code_of(office.server(**ME)) == "no-login"
    assert office.envelopes == []


def test_a_server_that_is_not_there_is_one_error() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert code_of(Server("127.0.0.1", port, Encryption.NONE)) == "no-connection"
    assert code_of(Server("nowhere.invalid", 25, Encryption.NONE)) == "no-connection"


def test_nothing_is_sent_if_it_cannot_be_noted_before(office: PostOffice) -> None:
    def full() -> None:
        raise OutputError.of("disk-full", "the disk is full")

    with closing(Session(office.server())) as session:
        with pytest.raises(OutputError, match="disk-full"):
            session.send(PARCEL, full)
        assert office.envelopes == []
        assert session.send(PARCEL, lambda: None).taken
    assert len(office.envelopes) == 1


def test_all_recipients_are_taken_or_none_gets_it(office: PostOffice) -> None:
    office.refuse = {"c@example.com": "550 no such user"}
    parcel = Parcel("a@example.com", ("b@example.com", "c@example.com"), PARCEL.data)
    with closing(Session(office.server())) as session:
        reply = session.send(parcel, lambda: None)
        assert (reply.of_recipient, str(reply)) == (True, "550 no such user")
        assert session.send(PARCEL, lambda: None).taken
    assert [e.rcpt_tos for e in office.envelopes] == [["b@example.com"]]


def test_a_message_that_is_larger_than_the_server_takes_is_refused(
    open_office: Callable[..., PostOffice],
) -> None:
    office = open_office(data_size_limit=100)
    parcel = Parcel("a@example.com", ("b@example.com",), b"x" * 98 + b"\r\n" + b"y" * 98 + b"\r\n")
    assert send(office.server(), parcel).startswith("552 ")


@pytest.mark.parametrize("data", [b"a\n.\nb\r\n", b"a\r.\rb\r\n", b"a\r\n.\rb\r\n"])
def test_lines_that_end_otherwise_are_never_sent(office: PostOffice, data: bytes) -> None:
    with closing(Session(office.server())) as session, pytest.raises(ValueError, match="CR LF"):
        session.send(Parcel("a@example.com", ("b@example.com",), data), lambda: None)


@pytest.fixture
def closing_server() -> Iterator[tuple[Server, list[bytes]]]:
    """A server that says 421 to every MAIL, and remembers what it was told."""
    heard: list[bytes] = []
    listening = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                peer, _ = listening.accept()
            except OSError:
                return
            with peer, peer.makefile("rwb") as line:
                line.write(b"220 here\r\n")
                line.flush()
                for said in line:
                    heard.append(said.strip())
                    closing = said.upper().startswith(b"MAIL")
                    line.write(b"421 too busy\r\n" if closing else b"250 OK\r\n")
                    line.flush()
                    if closing:
                        break

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield Server("127.0.0.1", listening.getsockname()[1], Encryption.NONE), heard
    listening.shutdown(socket.SHUT_RDWR)
    listening.close()
    thread.join(5)


def test_a_server_that_hangs_up_is_asked_twice(closing_server: tuple[Server, list[bytes]]) -> None:
    server, heard = closing_server
    assert code_of(server) == "connection-lost"
    assert [line[:4] for line in heard].count(b"mail") == 2
