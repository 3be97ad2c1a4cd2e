"""The record as a layout sees it: what is missing is None, and looking at it is noticed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping


class Watch:
    """Remembers whether anything of the record was looked at."""

    __slots__ = ("looked",)

    def __init__(self) -> None:
        self.looked = False


class RecordView:
    """A read-only view of a record, or of a mapping in it; items are attributes too."""

    __slots__ = ("_data", "_watch")
    _data: Mapping[str, object]
    _watch: Watch

    def __init__(self, data: Mapping[str, object] | None, watch: Watch) -> None:
        object.__setattr__(self, "_data", data or {})
        object.__setattr__(self, "_watch", watch)

    def _look(self) -> Mapping[str, object]:
        self._watch.looked = True
        return self._data

    def __getitem__(self, name: object) -> object:
        return _view(self._look().get(name), self._watch)  # type: ignore[call-overload]

    def __getattr__(self, name: str) -> object:
        if name.startswith("_"):
            raise AttributeError(name)
        return self[name]

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError("a record cannot be changed")

    def __iter__(self) -> Iterator[str]:
        return iter(self._look())

    def __len__(self) -> int:
        return len(self._look())

    def __contains__(self, name: object) -> bool:
        return name in self._look()


def _view(value: object, watch: Watch) -> object:
    if isinstance(value, Mapping):
        return RecordView(value, watch)
    if isinstance(value, list | tuple):
        return [_view(item, watch) for item in value]
    return value


class Blank:
    """True where there is no record; asking is looking at the record."""

    __slots__ = ("_is_blank", "_watch")

    def __init__(self, is_blank: bool, watch: Watch) -> None:
        self._is_blank = is_blank
        self._watch = watch

    def __bool__(self) -> bool:
        self._watch.looked = True
        return self._is_blank

    def __eq__(self, other: object) -> bool:
        return bool(self) == other

    def __hash__(self) -> int:
        return hash(bool(self))

    def __str__(self) -> str:
        return "yes" if self else "no"
