"""Rows of a database, through SQLAlchemy: streamed, and in transactions that cannot write."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import closing
from datetime import time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn
from urllib.parse import quote as url_quoted
from uuid import UUID

from formgen.data.cells import clock
from formgen.data.sources.header import Header
from formgen.data.sources.record import RawRecord, Records
from formgen.data.sources.sqlite_guard import MOST_SECONDS, Patience, hold_to_reading
from formgen.diagnostics import Place
from formgen.errors import DataError, FormgenError, UsageError

if TYPE_CHECKING:
    from sqlalchemy import URL, Connection, CursorResult, Engine
    from sqlalchemy.exc import DBAPIError

_NAME = "query"
_PLACE = Place(file=_NAME)
_AT_ONCE = 500
"""How many rows are held at a time."""

_PATIENCE = 15
"""How many seconds a server may take to answer."""

_DRIVERS = {"postgres": "postgresql+psycopg", "postgresql": "postgresql+psycopg",
            "mysql": "mysql+pymysql", "mariadb": "mariadb+pymysql"}  # fmt: skip
_DENIALS = ("not authorized", "authorization denied")
_EXTRAS = {"psycopg": "postgresql", "pymysql": "mysql"}
_EXAMPLE = "sqlite:///customers.db or postgresql://user:password@host/database"


def read_sql(url: str, query: str) -> Records:
    """Return the rows that `query` gives, as records of a table; NULL is no value.

    `url` is one of SQLAlchemy's; its password is never part of a message. The query can only
    read: an SQLite file is opened for reading, elsewhere the transaction is one for reading if
    the database has such, and it is never committed.

    Raises UsageError if the URL is wrong or its driver missing; DataError if the database cannot
    be reached, or refuses the query.
    """
    from sqlalchemy.exc import DBAPIError

    target = _target(url)
    engine = _engine(target)
    try:
        connection = _connected(engine, target)
        patience = Patience()
        if target.get_backend_name() == "sqlite":
            hold_to_reading(connection.connection.driver_connection, patience)
        try:
            result = connection.exec_driver_sql(query)
        except (UnicodeEncodeError, ValueError) as error:
            connection.close()
            raise _no_text(error) from None
        except DBAPIError as error:
            connection.close()
            _refuse("bad-query", "the database refuses the query", error, target)
    except BaseException:
        engine.dispose()
        raise
    return _records(result, connection, target, patience)


def _no_text(error: ValueError) -> FormgenError:
    message = f"the query has a character that no database takes: {error}"
    return DataError.of("bad-query", message, _PLACE)


def _target(url: str) -> URL:
    """Return the URL with the driver that formgen's extras install where it names none."""
    from sqlalchemy import make_url
    from sqlalchemy.exc import ArgumentError

    try:
        target = make_url(url)
    except (ArgumentError, ValueError):
        # What the parser says may have a piece of the password in it.
        message = "the URL of the database cannot be read"
        hint = f"it looks like {_EXAMPLE}; in a password @ : / % are written %40 %3A %2F %25"
        raise UsageError.of("bad-url", message, hint=hint) from None
    target = target.set(drivername=_DRIVERS.get(target.drivername, target.drivername))
    return _read_only_file(target) if target.get_backend_name() == "sqlite" else target


def _read_only_file(target: URL) -> URL:
    """Return the URL of an SQLite file such that it is opened for reading; raises DataError."""
    path = target.database
    if not path or path == ":memory:":
        return target
    if path.startswith("file:"):
        message = "the URL of the database names a URI in its place"
        raise UsageError.of("bad-url", message, hint=f"it looks like {_EXAMPLE}")
    if not Path(path).is_file():
        message = f"there is no database file `{path}`"
        raise DataError.of("no-database", message, _PLACE)
    uri = "file:" + url_quoted(str(Path(path).absolute()))
    return target.set(database=uri, query={**target.query, "mode": "ro", "uri": "true"})


def _engine(target: URL) -> Engine:
    from sqlalchemy import create_engine
    from sqlalchemy.exc import ArgumentError, NoSuchModuleError
    from sqlalchemy.pool import NullPool

    try:
        return create_engine(target, poolclass=NullPool, connect_args=_patience(target))
    except NoSuchModuleError:
        message = f"`{target.drivername}` is not a kind of database that is known here"
        raise UsageError.of("unknown-database", message, hint=f"allowed: {_EXAMPLE}") from None
    except ImportError as error:
        module = (error.name or "its driver").partition(".")[0]
        extra = _EXTRAS.get(module)
        package = f'"formgen[{extra}]"' if extra else module
        message = f"the driver for {target.get_backend_name()} is not installed ({module})"
        raise UsageError.of("missing-driver", message, hint=f"pip install {package}") from error
    except (ArgumentError, TypeError):
        message = "the URL of the database has parts that its driver does not know"
        raise UsageError.of("bad-url", message, hint=f"it looks like {_EXAMPLE}") from None


def _patience(target: URL) -> dict[str, int]:
    """Return what makes a driver give up on a server that does not answer."""
    known = target.get_driver_name() in _EXTRAS and "connect_timeout" not in target.query
    return {"connect_timeout": _PATIENCE} if known else {}


def _connected(engine: Engine, target: URL) -> Connection:
    from sqlalchemy.exc import DBAPIError

    backend = target.get_backend_name()
    try:
        connection = engine.connect()
        if backend == "sqlite":
            connection.exec_driver_sql("PRAGMA query_only = ON")
        elif backend in ("mysql", "mariadb"):
            connection.exec_driver_sql("SET SESSION TRANSACTION READ ONLY")
        connection.rollback()
    except DBAPIError as error:
        _refuse("no-connection", "the database cannot be reached", error, target)
    if backend == "postgresql":
        connection = connection.execution_options(postgresql_readonly=True)
    return connection.execution_options(yield_per=_AT_ONCE, no_parameters=True)


def _records(
    result: CursorResult[tuple[object, ...]],
    connection: Connection,
    url: URL,
    patience: Patience,
) -> Records:
    def close() -> None:
        result.close()
        connection.close()

    try:
        if not result.returns_rows:
            message = "the query gives no rows"
            hint = "only a query that reads is allowed: SELECT … or WITH …"
            raise DataError.of("bad-query", message, _PLACE, hint)
        header = Header(list(result.keys()), _PLACE)
    except BaseException:
        close()
        raise
    rows = _rows(header.names, result, connection, url, patience)
    return Records(rows, header.names, close)


def _rows(
    names: Sequence[str],
    result: CursorResult[tuple[object, ...]],
    connection: Connection,
    url: URL,
    patience: Patience,
) -> Generator[RawRecord]:
    from sqlalchemy.exc import DBAPIError

    # The result first: SQLite keeps its lock while a cursor is open.
    with connection, closing(result):
        try:
            for number, row in enumerate(result, 1):
                patience.renew()
                values = dict(zip(names, map(_plain, row), strict=True))
                yield RawRecord(values, Place(_NAME, 0, number))
        except DBAPIError as error:
            _refuse("bad-query", "the database broke the query off", error, url)


def _plain(value: object) -> object:
    """Return a value as the readers of fields take it."""
    match value:
        case memoryview() | bytearray():
            return bytes(value)
        case time() | timedelta():
            return clock(value)
        case UUID():
            return str(value)
        case _:
            return value


def _refuse(code: str, what: str, error: DBAPIError, url: URL) -> NoReturn:
    said = _said(error)
    if url.password:
        said = said.replace(str(url.password), "***")
    raise DataError.of(code, f"{what}: {said}", _PLACE) from None


def _said(error: DBAPIError) -> str:
    """Return the first line of what a driver says; more of it shows the cursor's own statement."""
    arguments = error.orig.args if error.orig else ()
    if str(error.orig) == "interrupted":
        return f"it worked for {MOST_SECONDS:.0f} s without a row"
    if str(error.orig) in _DENIALS:
        return "it does more than read; allowed: SELECT … or WITH …"
    words = [argument for argument in arguments if isinstance(argument, str)] or [str(error.orig)]
    return (words[-1].strip() or "it does not say why").splitlines()[0]
