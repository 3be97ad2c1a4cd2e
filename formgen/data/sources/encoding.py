"""The character encoding of a data file: said by the user, by a byte order mark, or found out.

What is found out has decoded the whole file once, in blocks: UTF-8, and if it is not that
GB18030, which Excel writes in China and which contains GBK and GB2312. Of a pipe the first
characters decide (`piped`).
"""

from __future__ import annotations

import codecs
import io
from typing import TextIO

from formgen.data.refusal import quote
from formgen.data.sources.piped import candidates_of, piped_text
from formgen.data.sources.record import DataFile
from formgen.errors import DataError, UsageError

_BLOCK = 1 << 16
_HINT = "save it as UTF-8, or name its encoding with --encoding"


def open_text(file: DataFile) -> TextIO:
    """Return the file's text, line ends as they are; closing it closes the file.

    Raises DataError if the bytes are no text in the encoding (of a pipe once they come), UsageError
    if there is no such encoding.
    """
    said = _said(file) if file.encoding else ""
    if not file.stream.seekable():
        return piped_text(file, said)
    encoding = said or _found(file)
    wrong = _first_fault(file, said) if said else ""
    if wrong:
        raise DataError.of("bad-encoding", f"the file is not {file.encoding}: {wrong}", file.place)
    file.stream.seek(0)
    return io.TextIOWrapper(file.stream, encoding=encoding, newline="")


def _said(file: DataFile) -> str:
    try:
        name = codecs.lookup(file.encoding).name
        io.TextIOWrapper(io.BytesIO(), encoding=name).detach()
    except (LookupError, ValueError) as error:
        message = f"{quote(file.encoding)} is not an encoding"
        hint = "use utf-8, gb18030, utf-16 or another that Python knows"
        raise UsageError.of("unknown-encoding", message, file.place, hint) from error
    return "utf-8-sig" if name == "utf-8" else name


def _found(file: DataFile) -> str:
    file.stream.seek(0)
    candidates = candidates_of(file.stream.read(4))
    for name in candidates:
        wrong = _first_fault(file, name)
        if not wrong:
            return name
    message = f"the file is not text in {' or '.join(candidates)}: {wrong}"
    raise DataError.of("bad-encoding", message, file.place, _HINT)


def _first_fault(file: DataFile, encoding: str) -> str:
    """Return what the first bytes are that are no text in `encoding`, or ""; reads all once."""
    decoder = codecs.getincrementaldecoder(encoding)()
    file.stream.seek(0)
    line = 1
    while True:
        block = file.stream.read(_BLOCK)
        try:
            line += decoder.decode(block, final=not block).count("\n")
        except UnicodeDecodeError as error:
            line += error.object[: error.start].count(b"\n")
            return f"byte 0x{error.object[error.start]:02x} in line {line} cannot be read"
        if not block:
            return ""
