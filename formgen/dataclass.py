"""Dataclasses that are made in a third of the time: a command imports two hundred before it starts.

To a type checker `dataclass` is that of the standard library. At run time only `__init__` is
generated; comparison, hash and representation are shared functions over the fields. That nothing
is assigned to a frozen one is held by the type checker alone, which makes its objects in half the
time as well.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from operator import attrgetter
from typing import TYPE_CHECKING, TypeVar

_C = TypeVar("_C", bound=type)

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
else:

    def dataclass(
        *, frozen: bool = False, slots: bool = False, eq: bool = True
    ) -> Callable[[_C], _C]:
        """Return what makes a class a dataclass; see `dataclasses.dataclass`."""

        def made(cls: _C) -> _C:
            own = set(vars(cls))
            light = dataclasses.dataclass(cls, repr=False, eq=False, slots=slots)
            every = dataclasses.fields(light)
            _put(light, own, __repr__=_repr([each.name for each in every if each.repr]))
            if eq:
                values = _values([each.name for each in every if each.compare])
                hashed = _hash(values) if frozen else None
                _put(light, own, __eq__=_eq(values), __hash__=hashed)
            return light

        return made


def _put(cls: type, own: set[str], **methods: object) -> None:
    """Give a class the methods that it does not define itself."""
    for name, method in methods.items():
        if name not in own:
            setattr(cls, name, method)


def _values(names: list[str]) -> Callable[[object], object]:
    return attrgetter(*names) if names else lambda _: ()


def _eq(values: Callable[[object], object]) -> Callable[[object, object], object]:
    def equal(self: object, other: object) -> object:
        if other.__class__ is not self.__class__:
            return NotImplemented
        return self is other or values(self) == values(other)

    return equal


def _hash(values: Callable[[object], object]) -> Callable[[object], int]:
    return lambda self: hash(values(self))


def _repr(names: list[str]) -> Callable[[object], str]:
    def said(self: object) -> str:
        fields = ", ".join(f"{name}={getattr(self, name)!r}" for name in names)
        return f"{self.__class__.__qualname__}({fields})"

    return said
