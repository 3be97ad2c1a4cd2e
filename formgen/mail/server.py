"""The server that messages are handed to: where it is, how it is spoken to, and by whom."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from urllib.parse import unquote, urlsplit

from formgen.data.refusal import quote
from formgen.dataclass import dataclass
from formgen.diagnostics import Place
from formgen.errors import FormgenError, UsageError

USER, PASSWORD = "FORMGEN_SMTP_USER", "FORMGEN_SMTP_PASSWORD"
"""Where the environment has the login."""

_PORTS = {"smtp": 587, "smtps": 465}
_HERE = ("localhost", "127.0.0.1", "::1")
_HINT = "it is written like smtp://mail.example.com:587 or smtps://mail.example.com"


class Encryption(Enum):
    """How what is said is kept from others: from the start, after STARTTLS, or not at all."""

    TLS = "tls"
    STARTTLS = "starttls"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Server:
    """A server (RFC 6409); without a `user` there is no login."""

    host: str
    port: int
    encryption: Encryption
    user: str = ""
    password: str = ""

    @property
    def place(self) -> Place:
        """What diagnostics call the server."""
        return Place(f"{self.host}:{self.port}")


def server_of(url: str, environment: Mapping[str, str], *, plain: bool = False) -> Server:
    """Return the server that `url` names, with the login that the environment has.

    smtps:// is TLS from the start, smtp:// goes on with STARTTLS or not at all, unless it is to
    be `plain`: then there is no login, but to a server on this machine.

    Raises UsageError if the URL names no server, or what it asks for would give a password away.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise _wrong(f"the address of the server is wrong: {error}") from error
    if parts.scheme not in _PORTS or not host or not host.isprintable() or parts.path.strip("/"):
        raise _wrong("the address of the server is none of SMTP")
    if parts.password is not None:
        message = "a password on the command line is seen by everyone on this machine"
        raise UsageError.of("password-in-url", message, hint=f"put it into {PASSWORD}")
    user = unquote(parts.username or "") or environment.get(USER, "")
    encryption = Encryption.TLS if parts.scheme == "smtps" else Encryption.STARTTLS
    if plain:
        encryption = _plain(parts.scheme, user, host)
    password = environment.get(PASSWORD, "")
    if user and not password:
        raise UsageError.of("no-password", f"there is no password for {quote(user)}", hint=_LOGIN)
    return Server(host, port or _PORTS[parts.scheme], encryption, user, password)


_LOGIN = f"put it into {PASSWORD}, and the name into {USER}"


def _plain(scheme: str, user: str, host: str) -> Encryption:
    if scheme == "smtps":
        raise UsageError.of("not-applicable", "smtps:// is never plain; leave out --plain")
    if user and host not in _HERE:
        message = "a password is sent without encryption to this machine only"
        raise UsageError.of("not-applicable", message, hint="leave out --plain")
    return Encryption.NONE


def _wrong(message: str) -> FormgenError:
    return UsageError.of("bad-server", message, Place("--smtp"), _HINT)
