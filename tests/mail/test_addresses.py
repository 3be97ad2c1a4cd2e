import pytest

from formgen.data.refusal import Refusal
from formgen.mail.addresses import Mailbox, mailbox, mailboxes


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", []),
        ("w@example.com", [("", "w@example.com")]),
        (" w@Example.COM ; 王@example.com", [("", "w@example.com"), ("", "王@example.com")]),
        ("王小明 <w@example.com>，李 <li@例子.公司>",
         [("王小明", "w@example.com"), ("李", "li@xn--fsqu00a.xn--55qx5d")]),
        ('"Wang, A." <w@example.com>, <b@example.com>',
         [("Wang, A.", "w@example.com"), ("", "b@example.com")]),
        ("Dr.  A. Wang <w@example.com>;", [("Dr. A. Wang", "w@example.com")]),
    ],
)  # fmt: skip
def test_cells_hold_addresses_with_or_without_names(
    text: str, found: list[tuple[str, str]]
) -> None:
    assert mailboxes(text, "the cell") == tuple(Mailbox(*each) for each in found)


@pytest.mark.parametrize(
    "text",
    ["w", "w@", "@example.com", "w@example", "w@@example.com", "w @example.com", "w@exa mple.com",
     "<w@example.com", "a <b> <w@example.com>", "w@example.com x", "w@[127.0.0.1]",
     "w@example..com", "w@-example.com", '"a b"@example.com', "w@example.com>", "x" * 9000],
)  # fmt: skip
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(Refusal) as caught:
        mailboxes(text, "the cell")
    assert caught.value.code == "bad-address"


@pytest.mark.parametrize(
    "text", ["w@example.com\nBcc: x@example.com", "w@example.com\r", "w\0@example.com",
             "王\u2028x <w@example.com>", "王\x85 <w@example.com>", "\tw@example.com"],
)  # fmt: skip
def test_a_control_character_is_told(text: str) -> None:
    with pytest.raises(Refusal) as caught:
        mailboxes(text, "the cell")
    assert caught.value.code == "control-character"


def test_a_sender_is_one_address() -> None:
    assert mailbox("客服 <a@example.com>", "it") == Mailbox("客服", "a@example.com")
    for text in ("", "a@example.com; b@example.com"):
        with pytest.raises(Refusal, match="not one address"):
            mailbox(text, "it")
