import pytest

from formgen.errors import UsageError
from formgen.mail.server import PASSWORD, USER, Encryption, Server, server_of

LOGIN = {USER: "me", PASSWORD: "secret"}


def test_the_url_says_host_port_and_encryption() -> None:
    assert server_of("smtp://mail.example.com", {}) == Server(
        "mail.example.com", 587, Encryption.STARTTLS
    )
    assert server_of("smtps://mail.example.com/", LOGIN) == Server(
        "mail.example.com", 465, Encryption.TLS, "me", "secret"
    )
    assert server_of("smtp://[::1]:25", {}, plain=True) == Server("::1", 25, Encryption.NONE)
    assert server_of("smtp://a%40b@mail.example.com", LOGIN).user == "a@b"


@pytest.mark.parametrize(
    ("url", "plain", "environment", "code"),
    [
        ("mail.example.com", False, {}, "bad-server"),
        ("http://mail.example.com", False, {}, "bad-server"),
        ("smtp://", False, {}, "bad-server"),
        ("smtp://host:port", False, {}, "bad-server"),
        ("smtp://host/path", False, {}, "bad-server"),
        ("smtp://me:secret@host", False, {}, "password-in-url"),
        ("smtp://me@host", False, {}, "no-password"),
        ("smtps://host", True, {}, "not-applicable"),
        ("smtp://host", True, LOGIN, "not-applicable"),
    ],
)
def test_what_cannot_be_or_would_give_a_password_away_is_refused(
    url: str, plain: bool, environment: dict[str, str], code: str
) -> None:
    with pytest.raises(UsageError) as caught:
        server_of(url, environment, plain=plain)
    assert caught.value.diagnostics[0].code == code
    assert "secret" not in str(caught.value)


def test_a_login_goes_without_encryption_to_this_machine_only() -> None:
    assert server_of("smtp://localhost:25", LOGIN, plain=True).user == "me"
