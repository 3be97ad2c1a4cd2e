"""Goldens: text dumps beside the tests, compared whole and accepted on purpose (`--accept`)."""

from collections.abc import Callable
from pathlib import Path

import pytest

GOLDENS = Path(__file__).parent / "goldens"
CASES = Path(__file__).parent / "cases"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--accept", action="store_true", help="write the goldens anew")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Return `check(name, text)`: `text` equals goldens/<name>.txt, or becomes it (`--accept`)."""

    def check(name: str, text: str) -> None:
        path = GOLDENS / f"{name}.txt"
        if request.config.getoption("--accept"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        assert path.is_file(), f"there is no golden {path.name} yet; look at it with --accept"
        assert text == path.read_text(encoding="utf-8")

    return check


@pytest.fixture
def cases() -> Path:
    """Return the folder of layouts that tests compile."""
    return CASES
