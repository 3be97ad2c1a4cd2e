"""The letter of a merge: whom it goes to, what it says, and what is attached."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from formgen.dataclass import dataclass
from formgen.diagnostics import Place
from formgen.errors import UsageError

_HTML = (".html", ".htm")
_TEMPLATE = (".j2", ".jinja", ".jinja2")


@dataclass(frozen=True, slots=True)
class Letter:
    """What each record's message is made of.

    `to`, `cc` and `bcc` name columns with addresses; the last two may be an address themselves.
    `subject` and `body` are Jinja over the columns, `index` (the number of the record, from 1)
    and `record` (`record["客户 名称"]`). With `html` the body is HTML and values are escaped.

    `attach` attaches the sheet that a batch's manifest names; `attach_columns` have paths of
    files, divided by ";"; `attach_files` go to everyone. `key` names the column by which records
    are told apart. `body_name` is what diagnostics call the body.
    """

    to: str
    sender: str
    subject: str
    body: str
    html: bool = False
    reply_to: str = ""
    cc: str = ""
    bcc: str = ""
    attach: bool = False
    attach_columns: tuple[str, ...] = ()
    attach_files: tuple[Path, ...] = ()
    key: str = ""
    body_name: str = "the body"

    def with_body_of(self, path: Path) -> Letter:
        """Return the letter with the body in the file `path`: HTML if its name ends so.

        Raises UsageError if it cannot be read.
        """
        place = Place(str(path))
        try:
            body = path.read_text(encoding="utf-8-sig")
        except UnicodeDecodeError as error:
            message = f"the body is not UTF-8: byte {error.start} cannot be read"
            raise UsageError.of("bad-encoding", message, place) from error
        except OSError as error:
            message = f"the body cannot be read: {error.strerror or error}"
            raise UsageError.of("unreadable-file", message, place) from error
        return replace(self, body=body, html=_is_html(path), body_name=str(path))

    def digest(self) -> str:
        """Return a hash of all that decides what the messages say, but for the data."""
        said = replace(self, body_name="", key="")
        return sha256(repr(said).encode("utf-8", "backslashreplace")).hexdigest()[:32]


def _is_html(path: Path) -> bool:
    name = path.name.lower()
    for ending in _TEMPLATE:
        name = name.removesuffix(ending)
    return name.endswith(_HTML)
