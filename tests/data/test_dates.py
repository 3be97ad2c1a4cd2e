"""Dates are read in the spellings that begin with the year."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formgen.data.dates import date_reader, parse_date
from formgen.data.refusal import Refusal
from formgen.model.fields import DateField

read = date_reader(DateField("filled_on", "填写时间"))
read_moment = date_reader(DateField("received", "受理时间", with_time=True))
DATES = (
    "{0.year:04}-{0:%m-%d}", "{0.year:04}/{0:%m/%d}", "{0.year:04}.{0:%m.%d}",
    "{0.year:04}{0:%m%d}", "{0.year:04}年{0:%m}月{0:%d}日",
    "{0.year:04}-{0.month}-{0.day}", "{0.year:04}/{0.month}/{0.day}",
    "{0.year:04}.{0.month}.{0.day}", "{0.year:04}年{0.month}月{0.day}日",
    "{0.year:04} 年 {0.month} 月 {0.day} 日", "{0.year:04}年{0.month}月{0.day}号",
)  # fmt: skip
TIMES = (" {0:%H:%M}", "T{0:%H:%M}", " {0.hour}:{0:%M}", " {0.hour}时{0.minute}分",
         "  {0:%H:%M}:00", " {0:%H:%M}:00.000", " {0.hour}点{0.minute}分")  # fmt: skip
FULL_WIDTH = str.maketrans("0123456789-/.:", "０１２３４５６７８９－／．：")


@given(st.dates(), st.sampled_from(DATES), st.booleans())
@settings(max_examples=200, deadline=None)
def test_a_date_is_read_in_every_spelling(day, spelling, wide):
    text = spelling.format(day)
    assert read(text.translate(FULL_WIDTH) if wide else text) == day


@given(st.datetimes(), st.sampled_from(DATES), st.sampled_from(TIMES))
@settings(max_examples=200, deadline=None)
def test_a_time_is_read_behind_a_date_in_every_spelling(moment, spelling, time):
    minute = moment.replace(second=0, microsecond=0)
    assert read_moment(spelling.format(minute) + time.format(minute)) == minute


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026年11月22日14时30分", datetime(2026, 11, 22, 14, 30)),
        ("2026年11月22日14:30", datetime(2026, 11, 22, 14, 30)),
        ("2026-11-22 14时", datetime(2026, 11, 22, 14)),
        ("2026-11-22 14:30:05", datetime(2026, 11, 22, 14, 30, 5)),
        ("2026-11-22 14时30分5秒", datetime(2026, 11, 22, 14, 30, 5)),
    ],
)
def test_a_moment_is_read(text, moment):
    assert read_moment(text) == moment


def test_python_dates_are_taken_as_they_are():
    assert read(date(2026, 11, 22)) == date(2026, 11, 22)
    assert read_moment(datetime(2026, 11, 22, 14)) == datetime(2026, 11, 22, 14)
    assert read(20261122) == date(2026, 11, 22)


def test_midnight_is_no_time_for_a_date_alone():
    for value in (datetime(2026, 11, 22), "2026-11-22 00:00:00", "2026-11-22T00:00"):
        got = read(value)
        assert (got, type(got)) == (date(2026, 11, 22), date)


def test_a_time_that_is_not_known_stays_open():
    got = read_moment("2026-11-22")
    assert (got, type(got)) == (date(2026, 11, 22), date)


def test_a_moment_with_a_time_zone_is_refused():
    with pytest.raises(Refusal, match="time zone"):
        read_moment(datetime(2026, 11, 22, tzinfo=UTC))
    with pytest.raises(Refusal, match="time zone"):
        read_moment("2026-11-22T14:30Z")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("2026-02-29", "month 2 of 2026 has 28 days"),
        ("2024-02-30", "month 2 of 2024 has 29 days"),
        ("2026-04-31", "month 4 of 2026 has 30 days"),
        ("2026-04-00", "month 4 of 2026 has 30 days"),
        ("20261301", "there is no month 13"),
        ("2026-00-01", "there is no month 0"),
    ],
)
def test_a_date_that_does_not_exist_says_so(text, reason):
    with pytest.raises(Refusal, match=reason):
        read(text)


@pytest.mark.parametrize("text", ["", "  ", "\u3000"])
def test_an_empty_text_is_no_date(text):
    assert read(text) is None


@pytest.mark.parametrize("text", ["2026", "2026-11", "2026年11月", "202611221", "2026-11-22x"])
def test_what_is_not_a_whole_date_is_refused(text):
    with pytest.raises(Refusal):
        read(text)


@given(st.text(alphabet="0123456789-/.年月日T: ", max_size=18))
@settings(max_examples=200, deadline=None)
def test_any_text_is_a_date_or_refused(text):
    code = ""
    try:
        got = parse_date(text, with_time=True)
    except Refusal as refusal:
        code = refusal.code
        got = None
    assert code in ("", "bad-date", "ambiguous-date")
    assert got is None or isinstance(got, date)
