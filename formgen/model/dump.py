"""A stable, readable text of any tree of frozen dataclasses, to compare in tests.

One line a node, children below it, two spaces deeper. Places and fields at their default are left
out; lengths are points with two decimals; bytes show as their number and digest.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from hashlib import sha256

from formgen.diagnostics import Place

INDENT = "  "


def dump(node: object) -> str:
    """Return the text of a dataclass tree, one line a node, ending in a line break."""
    return "\n".join(_lines(node)) + "\n"


def _lines(node: object, depth: int = 0, name: str = "") -> Iterator[str]:
    """Yield the line of a node (after `name`, if it has one) and the lines of what it holds."""
    margin = INDENT * depth + (f"{name}: " if name else "")
    if not _is_node(node):
        yield margin + _scalar(node)
        return
    shown = dict(_shown(node))
    flat = [f"{key}={_flat(value)}" for key, value in shown.items() if _is_flat(value)]
    yield margin + " ".join([type(node).__name__, *flat])
    for key, value in shown.items():
        if not _is_flat(value):
            yield from _below(key, value, depth + 1)


def _below(key: str, value: object, depth: int) -> Iterator[str]:
    """Yield the lines of a field that holds nodes: named, unless it is the node's content."""
    if not isinstance(value, tuple):
        yield from _lines(value, depth, key)
        return
    named = key not in ("content", "rows", "cells")
    if named:
        yield f"{INDENT * depth}{key}:"
    for item in value:
        yield from _lines(item, depth + named)


def _shown(node: object) -> Iterator[tuple[str, object]]:
    for field in fields(node):  # type: ignore[arg-type]
        value = getattr(node, field.name)
        if not isinstance(value, Place) and value != _default(field):
            yield field.name, value


def _default(field: Field[object]) -> object:
    if field.default_factory is not MISSING:
        return field.default_factory()
    return field.default


def _is_node(value: object) -> bool:
    return is_dataclass(value) and not isinstance(value, type)


def _is_flat(value: object) -> bool:
    """Whether a value goes on its node's own line: no nodes, or one node of plain values."""
    if isinstance(value, tuple):
        return not any(_is_node(item) for item in value)
    if _is_node(value):
        return all(not _is_node(v) and _is_flat(v) for _, v in _shown(value))
    return True


def _flat(value: object) -> str:
    if not _is_node(value):
        return _scalar(value)
    inner = ", ".join(f"{key}={_flat(v)}" for key, v in _shown(value))
    return f"{type(value).__name__}({inner})"


def _scalar(value: object) -> str:
    match value:
        case float():
            return f"{value:.2f}"
        case bytes():
            return f"<{len(value)} bytes {sha256(value).hexdigest()[:12]}>"
        case str():
            return repr(value)
        case tuple():
            return f"[{', '.join(_scalar(item) for item in value)}]"
        case frozenset():
            return "{" + ", ".join(sorted(_scalar(item) for item in value)) + "}"
        case Mapping():
            return "{" + ", ".join(f"{_scalar(k)}: {_scalar(v)}" for k, v in value.items()) + "}"
    return str(value)
