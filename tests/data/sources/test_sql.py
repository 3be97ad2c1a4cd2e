"""Rows of databases are records; nothing is ever written."""

import os
import sqlite3
import tracemalloc
from contextlib import closing
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from formgen.data.bind import Binder
from formgen.data.sources import open_records, read_sql
from formgen.diagnostics import Place
from formgen.errors import DataError, FormgenError, UsageError
from formgen.model.fields import DateField, NumberField, TextField

POSTGRESQL = os.environ.get("FORMGEN_TEST_POSTGRESQL", "")
postgresql = pytest.mark.skipif(
    not POSTGRESQL, reason="FORMGEN_TEST_POSTGRESQL does not name a server to test with"
)
ROWS = [("甲", 13912345678, 0.5, "2026-11-22"), ("乙", None, 100, None)]


@pytest.fixture
def url(tmp_path: Path) -> str:
    path = tmp_path / "客户 100%.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE c (姓名 TEXT, 电话 INTEGER, 速率 REAL, 日期 DATE)")
        connection.executemany("INSERT INTO c VALUES (?, ?, ?, ?)", ROWS)
        connection.commit()
    return f"sqlite:///{path}"


def error(url: str, query: str) -> str:
    with pytest.raises(FormgenError) as raised:
        list(read_sql(url, query))
    return str(raised.value)


def test_a_row_is_a_record_with_its_number(url):
    with open_records(url, query="SELECT * FROM c ORDER BY 姓名 DESC") as records:
        assert records.columns == ("姓名", "电话", "速率", "日期")
        found = list(records)
    assert [r.place for r in found] == [Place("query", row=1), Place("query", row=2)]
    assert str(found[1].place) == "query, row 2"
    assert [tuple(r.values.values()) for r in found] == ROWS


def test_rows_are_bound(url):
    fields = (TextField("name", "姓名"), TextField("phone", "电话"), NumberField("speed", "速率"),
              DateField("day", "日期"))  # fmt: skip
    bound = [Binder(fields).bind_record(raw) for raw in read_sql(url, "SELECT * FROM c")]
    assert [problems for _, problems in bound] == [[], []]
    assert [dict(values.by_name) for values, _ in bound] == [
        {"name": "甲", "phone": "13912345678", "speed": Decimal("0.5"), "day": date(2026, 11, 22)},
        {"name": "乙", "speed": Decimal(100)},
    ]


@pytest.mark.parametrize(
    ("query", "columns"),
    [
        ("WITH x AS (SELECT 1 AS y) SELECT * FROM x", ("y",)),
        ("SELECT 姓名 AS 客户 FROM c WHERE 姓名 LIKE '%' AND ':x' <> '12:30' -- :y", ("客户",)),
        ("SELECT count(*) FROM c;", ("count(*)",)),
        ("SELECT * FROM c WHERE 0", ("姓名", "电话", "速率", "日期")),
    ],
)
def test_a_query_is_taken_as_it_is(url, query, columns):
    assert read_sql(url, query).columns == columns


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("SELEC 1", 'error[bad-query]: the database refuses the query: near "SELEC": syntax error'),
        ("SELECT 1; SELECT 2", "error[bad-query]: the database refuses the query: You can only"
         " execute one statement at a time."),
        *((query, "error[bad-query]: the database refuses the query: it does more than read;"
           " allowed: SELECT … or WITH …")
          for query in (
              "DELETE FROM c", "DROP TABLE c", "VACUUM", "VACUUM INTO 'x.db'",
              "ATTACH 'x.db' AS n", "ATTACH 'file:x.db?mode=rwc' AS n", "PRAGMA query_only = OFF",
              "PRAGMA writable_schema = ON", "CREATE TEMP TABLE n AS SELECT 1",
              "INSERT INTO c SELECT * FROM c RETURNING 姓名",
              "WITH n AS (SELECT 1) DELETE FROM c RETURNING 姓名",
              "SELECT load_extension('x')",
          )),
        ("SELECT hex(zeroblob(900000000)) AS a", "error[bad-query]: the database refuses the query:"
         " string or blob too big"),
        ("SELECT '\udcff' AS a", "error[bad-query]: the query has a character that no database"
         " takes: 'utf-8' codec can't encode character '\\udcff' in position 8: surrogates not"
         " allowed"),
        ("", "error[bad-query]: the query gives no rows\n  hint: only a query that reads is"
         " allowed: SELECT … or WITH …"),
        ("SELECT 1 AS a, 2 AS b, 3 AS a", "error[duplicate-column]: `a` names the columns 1, 3"),
        ("SELECT abs(-9223372036854775808)", "error[bad-query]: the database refuses the query:"
         " integer overflow"),
    ],
)  # fmt: skip
def test_a_query_that_is_wrong_or_writes_is_refused(url, query, message):
    assert error(url, query) == f"query: {message}"
    assert len(list(read_sql(url, "SELECT * FROM c"))) == 2


def test_a_query_that_never_gives_a_row_is_broken_off(url, monkeypatch):
    monkeypatch.setattr("formgen.data.sources.sqlite_guard.MOST_SECONDS", 0.05)
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT"
    assert "s without a row" in error(url, f"{endless} count(*) FROM n")
    assert "s without a row" in error(url, f"{endless} i FROM n WHERE i < 3 OR i = 0")


def test_a_view_of_a_hostile_database_does_nothing_but_read(url):
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as connection:
        connection.execute("CREATE VIEW v AS SELECT load_extension('x') AS 姓名")
        connection.commit()
    assert "error[bad-query]" in error(url, "SELECT * FROM v")


def test_a_uri_in_the_place_of_a_file_is_refused(tmp_path):
    found = error(f"sqlite:///file:{tmp_path}/x.db?mode=rwc&uri=true", "SELECT 1 AS a")
    assert "error[bad-url]: the URL of the database names a URI" in found
    assert list(tmp_path.iterdir()) == []


def test_an_error_in_a_later_row_is_told_there(url):
    query = "SELECT abs(x) FROM (SELECT 1 AS x UNION ALL SELECT -9223372036854775808)"
    reader = read_sql(url, query)
    with pytest.raises(DataError, match="the database broke the query off: integer overflow"):
        list(reader)


def test_a_database_that_is_being_written_is_read(url):
    path = url.removeprefix("sqlite:///")
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("INSERT INTO c VALUES ('丙', 1, 1, NULL)")
        connection.commit()
        connection.execute("DELETE FROM c")
        assert len(list(read_sql(url, "SELECT * FROM c"))) == 3


def test_rows_come_one_by_one(url):
    query = (
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 50000)"
        " SELECT i, printf('%0100d', i) AS text FROM n"
    )
    tracemalloc.start()
    count = sum(1 for _ in read_sql(url, query))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 50_000
    assert peak < 5_000_000


def test_a_reader_that_is_left_frees_the_database(url):
    reader = read_sql(url, "SELECT * FROM c")
    next(reader)
    reader.close()
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"), timeout=0)) as connection:
        connection.execute("BEGIN EXCLUSIVE")


def test_a_file_that_is_not_there_is_not_made(tmp_path):
    assert error(f"sqlite:///{tmp_path / 'no.db'}", "SELECT 1") == (
        f"query: error[no-database]: there is no database file `{tmp_path / 'no.db'}`"
    )
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_no_database_is_an_error(tmp_path):
    (tmp_path / "a.db").write_text("hello, world" * 100)
    assert error(f"sqlite:///{tmp_path / 'a.db'}", "SELECT 1 FROM x") == (
        "query: error[bad-query]: the database refuses the query: file is not a database"
    )


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("customers", "error[bad-url]: the URL of the database cannot be read\n  hint: it looks"
         " like sqlite:///customers.db or postgresql://user:password@host/database; in a password"
         " @ : / % are written %40 %3A %2F %25"),
        ("nope://u:hush@h/x", "error[unknown-database]: `nope` is not a kind of database that is"
         " known here\n  hint: allowed: sqlite:///customers.db or"
         " postgresql://user:password@host/database"),
        ("oracle+oracledb://u:hush@h/x", "error[missing-driver]: the driver for oracle is not"
         " installed (oracledb)\n  hint: pip install oracledb"),
    ],
)  # fmt: skip
def test_a_url_that_is_wrong_is_an_error_of_the_call(url, message):
    assert error(url, "SELECT 1") == message


@pytest.mark.parametrize(
    ("url", "module", "extra"),
    [
        ("postgresql://u:hush@h/x", "psycopg", "postgresql"),
        ("postgres://u:hush@h/x", "psycopg", "postgresql"),
        ("mysql://u:hush@h/x", "pymysql", "mysql"),
    ],
)
def test_a_driver_that_is_missing_names_its_extra(monkeypatch, url, module, extra):
    monkeypatch.setitem(__import__("sys").modules, module, None)
    assert error(url, "SELECT 1").endswith(
        f'is not installed ({module})\n  hint: pip install "formgen[{extra}]"'
    )


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://u:hush@127.0.0.1:1/x",
        "mysql://u:hush@127.0.0.1:1/x",
        "mysql://u:hush@127.0.0.1:hush/x",
        "postgresql://u:hu:hush/sh@h:hush/x",
        "sqlite:///hush?nonsense=1",
    ],
)
def test_the_password_is_never_told(url):
    message = error(url, "SELECT 1")
    assert "hush" not in message.replace("`hush`", "")


def test_a_server_that_is_not_there_is_one_clear_error():
    assert error("postgresql://u:hush@127.0.0.1:1/x", "SELECT 1") == (
        "query: error[no-connection]: the database cannot be reached: connection failed:"
        ' connection to server at "127.0.0.1", port 1 failed: Connection refused'
    )
    assert error("mysql://u:hush@127.0.0.1:1/x", "SELECT 1") == (
        "query: error[no-connection]: the database cannot be reached: Can't connect to MySQL"
        " server on '127.0.0.1' ([Errno 111] Connection refused)"
    )


def test_a_database_needs_a_query_and_nothing_else(url):
    with pytest.raises(UsageError, match="missing-query"):
        open_records(url)
    with pytest.raises(UsageError, match="leave out --sheet"):
        open_records(url, query="SELECT 1", sheet=1)
    with pytest.raises(UsageError, match="leave out --from"):
        open_records(url, query="SELECT 1", kind="csv")


@postgresql
def test_the_values_of_postgresql_are_kept():
    query = (
        "SELECT '甲%' AS a, 1.50::numeric AS b, date '2026-11-22' AS c, NULL AS d, true AS e,"
        " timestamp '2026-11-22 14:30' AS f, time '14:30' AS g, ARRAY['x', 'y'] AS h,"
        " '\\x89'::bytea AS i, 13912345678 AS j, uuid '6da13305-bdb7-4158-ac81-544464ee60b4' AS k,"
        " interval '90 min' AS l"
    )
    (record,) = read_sql(POSTGRESQL, query)
    assert record.values == {
        "a": "甲%", "b": Decimal("1.50"), "c": date(2026, 11, 22), "d": None, "e": True,
        "f": datetime(2026, 11, 22, 14, 30), "g": "14:30", "h": ["x", "y"], "i": b"\x89",
        "j": 13912345678, "k": "6da13305-bdb7-4158-ac81-544464ee60b4", "l": "01:30",
    }  # fmt: skip


@postgresql
@pytest.mark.parametrize(
    "query",
    ["CREATE TABLE t (a int)", "SELECT 1; CREATE TABLE t (a int)", "COMMIT; CREATE TABLE t (a int)",
     "SELEC 1", "SELECT pg_read_file('/nope')"],
)  # fmt: skip
def test_postgresql_writes_nothing(query):
    assert error(POSTGRESQL, query).startswith("query: error[bad-query]: ")
    tables = read_sql(POSTGRESQL, "SELECT count(*) AS n FROM pg_tables WHERE tablename = 't'")
    assert [record.values for record in tables] == [{"n": 0}]


@postgresql
def test_the_rows_of_postgresql_come_one_by_one():
    with read_sql(POSTGRESQL, "SELECT generate_series(1, 1000000000) AS n") as records:
        assert [next(records).values["n"] for _ in range(3)] == [1, 2, 3]


@postgresql
def test_a_wrong_password_is_not_told():
    from sqlalchemy import make_url

    url = make_url(POSTGRESQL).set(password="hush").render_as_string(hide_password=False)
    message = error(url, "SELECT 1")
    assert "error[no-connection]" in message
    assert "hush" not in message
