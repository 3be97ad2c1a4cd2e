"""How fast messages go out: providers shut out who sends too many at a time."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

from formgen.data.refusal import quote
from formgen.errors import UsageError

_RATE = re.compile(r"\s*([0-9]{1,6})\s*(?:/\s*(s|sec|min|h|hour))?\s*")
_SECONDS = {"s": 1.0, "sec": 1.0, "min": 60.0, "h": 3600.0, "hour": 3600.0}


def interval_of(rate: str) -> float:
    """Return the seconds between messages of a rate like `30/min` (or 2/s, 500/h; 30 is 30/min).

    Raises UsageError if it is none.
    """
    found = _RATE.fullmatch(rate)
    if found is None or not int(found[1]):
        message = f"{quote(rate)} is no rate"
        raise UsageError.of("bad-rate", message, hint="it is written like 30/min, 2/s or 500/h")
    return _SECONDS[found[2] or "min"] / int(found[1])


class Pace:
    """Lets messages go no faster than one every `interval` seconds."""

    def __init__(
        self,
        interval: float,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._interval, self._clock, self._sleep = interval, clock, sleep
        self._next = 0.0

    def wait(self) -> None:
        """Return when the next message may go."""
        if self._interval <= 0:
            return
        now = self._clock()
        if now < self._next:
            self._sleep(self._next - now)
        self._next = max(now, self._next) + self._interval
