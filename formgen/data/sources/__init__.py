"""Sources of records. `open_records` opens any of them; the registry is all there is to a kind.

A file, a pipe or standard input is read by the reader of its kind, a database by its query.
"""

from __future__ import annotations

import sys
from collections.abc import Generator, Mapping
from contextlib import closing
from pathlib import Path
from typing import BinaryIO

from formgen.data.refusal import quote
from formgen.data.sources.record import DataFile, RawRecord, Records, SourceReader
from formgen.data.sources.separated import read_csv, read_tsv
from formgen.diagnostics import Place
from formgen.errors import DataError, UsageError

__all__ = [
    "KINDS",
    "RawRecord",
    "Records",
    "open_records",
    "read_records",
    "read_sql",
    "read_stream",
]


# Imported when they are needed: a run that reads CSV starts a tenth sooner.
def _read_json(file: DataFile) -> Records:
    from formgen.data.sources.json_text import read_json

    return read_json(file)


def _read_json_lines(file: DataFile) -> Records:
    from formgen.data.sources.json_text import read_json_lines

    return read_json_lines(file)


def _read_workbook(file: DataFile) -> Records:
    from formgen.data.sources.workbook import read_workbook

    return read_workbook(file)


_WORKBOOKS: Mapping[str, SourceReader] = dict.fromkeys(
    ("xlsx", "xlsm", "xls", "ods"), _read_workbook
)
KINDS: Mapping[str, SourceReader] = {
    "csv": read_csv,
    "tsv": read_tsv,
    "json": _read_json,
    "jsonl": _read_json_lines,
    "ndjson": _read_json_lines,
    **_WORKBOOKS,
}
"""How each kind of data file is read; a kind is called as its file name ends."""

_PIPED = "-"


def open_records(
    source: str | Path,
    *,
    kind: str | None = None,
    encoding: str | None = None,
    sheet: str | int | None = None,
    query: str | None = None,
) -> Records:
    """Return the records of `source`, read as they are taken; close them, or use `with`.

    `source` is a file, of the `kind` that its name says unless it is given; "-", standard input,
    of a kind that must be given; or with `query`, a database's URL. `encoding` is that of a text,
    `sheet` the name or number (from 1) of a workbook's sheet. Of tables the `columns` are known
    at once.

    Raises UsageError where these do not go together; DataError, at once or while records are
    taken, if the source cannot be read.
    """
    if query is not None:
        _refuse_with_query(kind, encoding, sheet)
        _refuse_file_with_query(str(source))
        return read_sql(str(source), query)
    _refuse_url(str(source))
    if str(source) == _PIPED:
        return _from_stdin(kind, encoding, sheet)
    return _from_file(Path(source), kind, encoding, sheet)


def read_sql(url: str, query: str) -> Records:
    """Return the rows that `query` gives; see `formgen.data.sources.sql.read_sql`."""
    from formgen.data.sources import sql

    return sql.read_sql(url, query)


def read_records(path: Path | str, encoding: str | None = None) -> Records:
    """Return the records of the file at `path`; see `open_records`."""
    return _from_file(Path(path), None, encoding, None)


def read_stream(
    stream: BinaryIO,
    kind: str,
    name: str = "-",
    encoding: str | None = None,
    sheet: str | int | None = None,
) -> Records:
    """Return the records of an open stream of a kind named in `KINDS`; see `open_records`.

    The stream is closed at the end. Raises UsageError if the kind is unknown.
    """
    reader = _named_kind(kind)
    _refuse_misplaced(kind, encoding, sheet)
    return _opened(reader, DataFile(stream, name, encoding or "", sheet))


def _from_stdin(kind: str | None, encoding: str | None, sheet: str | int | None) -> Records:
    if kind is None:
        message = "the data on standard input does not say its kind"
        hint = f"name it: --from {'|'.join(_texts())}"
        raise UsageError.of("unknown-kind", message, Place(file=_PIPED), hint)
    return read_stream(sys.stdin.buffer, kind, "stdin", encoding, sheet)


def _from_file(
    path: Path, kind: str | None, encoding: str | None, sheet: str | int | None
) -> Records:
    name = str(path)
    ending = path.suffix.lower().lstrip(".")
    reader = _named_kind(kind) if kind else _kind_of_file(ending, name)
    _refuse_misplaced(kind or ending, encoding, sheet)
    try:
        stream = path.open("rb")
    except OSError as error:
        raise _unreadable(error, name) from error
    return _opened(reader, DataFile(stream, name, encoding or "", sheet))


def _opened(reader: SourceReader, file: DataFile) -> Records:
    try:
        records = reader(file)
    except OSError as error:
        file.stream.close()
        raise _unreadable(error, file.name) from error
    except BaseException:
        file.stream.close()
        raise
    return Records(_guarded(records, file), records.columns, file.stream.close)


def _guarded(records: Records, file: DataFile) -> Generator[RawRecord]:
    # A short file may be at its end, and closed, before its first record is asked for.
    with closing(file.stream):
        try:
            yield from records
        except OSError as error:
            raise _unreadable(error, file.name) from error


def _unreadable(error: OSError, name: str) -> Exception:
    message = f"the file cannot be read: {error.strerror or error}"
    return DataError.of("unreadable-file", message, Place(file=name))


def _texts() -> list[str]:
    return [kind for kind in KINDS if kind not in _WORKBOOKS]


def _named_kind(kind: str) -> SourceReader:
    if kind in KINDS:
        return KINDS[kind]
    message = f"{quote(kind)} is not a kind of data; allowed: {', '.join(KINDS)}"
    raise UsageError.of("unknown-kind", message)


def _kind_of_file(ending: str, name: str) -> SourceReader:
    if ending in KINDS:
        return KINDS[ending]
    endings = ", ".join(f".{known}" for known in KINDS)
    message = f"a file that ends in .{ending} cannot be read as data"
    if not ending:
        message = "the file's name does not say what kind of data it holds"
    raise DataError.of("unknown-kind", f"{message}; allowed: {endings}", Place(file=name))


def _refuse_misplaced(kind: str, encoding: str | None, sheet: str | int | None) -> None:
    """Raise UsageError if a text is asked for a sheet, or a workbook for an encoding."""
    if kind in _WORKBOOKS and encoding:
        message = f"a workbook ({kind}) says its encoding itself; leave out --encoding"
        raise UsageError.of("not-applicable", message)
    if kind not in _WORKBOOKS and sheet is not None:
        raise UsageError.of("not-applicable", f"a {kind} file has no sheets; leave out --sheet")


def _refuse_with_query(kind: str | None, encoding: str | None, sheet: str | int | None) -> None:
    given = {"--from": kind, "--encoding": encoding, "--sheet": sheet}
    for option, value in given.items():
        if value is not None:
            message = f"a database is read with --query alone; leave out {option}"
            raise UsageError.of("not-applicable", message)


def _refuse_file_with_query(source: str) -> None:
    """Raise UsageError for a query to what is no database; a path has no `://` in it."""
    if "://" in source:
        return
    message = "a query asks a database, and the data is none"
    hint = "leave out --query, or give a URL like sqlite:///customers.db"
    raise UsageError.of("not-applicable", message, hint=hint)


def _refuse_url(source: str) -> None:
    scheme, found, _ = source.partition("://")
    if found and scheme.replace("+", "").isalnum():
        message = "a database is read with a query, and there is none"
        hint = "give it with --query, as in --query 'SELECT * FROM customers'"
        raise UsageError.of("missing-query", message, hint=hint)
