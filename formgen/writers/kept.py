"""What is worked out once for a form and kept for its next records."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from typing import Generic, TypeVar

from formgen.layout import Typesetter

Made = TypeVar("Made")

MOST_KEPT = 64
"""How many forms are kept; the one used longest ago goes first."""


class Kept(Generic[Made]):
    """One thing a typesetter, made when it is first asked for."""

    def __init__(self, make: Callable[[Typesetter], Made]) -> None:
        self._make = make
        self._made: OrderedDict[Typesetter, Made] = OrderedDict()

    def of(self, typesetter: Typesetter) -> Made:
        """Return what belongs to `typesetter`."""
        made = self._made.get(typesetter)
        if made is None:
            made = self._made[typesetter] = self._make(typesetter)
            if len(self._made) > MOST_KEPT:
                self._made.popitem(last=False)
        elif len(self._made) > 1:
            self._made.move_to_end(typesetter)
        return made
