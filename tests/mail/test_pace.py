import pytest

from formgen.errors import UsageError
from formgen.mail.pace import Pace, interval_of


@pytest.mark.parametrize(
    ("rate", "seconds"), [("30/min", 2), ("30", 2), ("2/s", 0.5), ("500/h", 7.2), (" 6 / min ", 10)]
)
def test_a_rate_is_so_many_a_time(rate: str, seconds: float) -> None:
    assert interval_of(rate) == seconds


@pytest.mark.parametrize("rate", ["", "0/min", "-1", "many", "3/day"])
def test_what_is_no_rate_is_refused(rate: str) -> None:
    with pytest.raises(UsageError, match="is no rate"):
        interval_of(rate)


def test_messages_go_no_faster_and_a_slow_one_is_not_made_up_for() -> None:
    now, sent = [0.0], []

    def sleep(seconds: float) -> None:
        now[0] += seconds

    pace = Pace(2.0, clock=lambda: now[0], sleep=sleep)
    for took in (0.0, 0.5, 5.0, 0.0, 0.0):
        pace.wait()
        sent.append(now[0])
        now[0] += took
    assert sent == [0.0, 2.0, 4.0, 9.0, 11.0]
