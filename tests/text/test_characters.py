import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formgen.text.characters import WESTERN_MARKS, western_marks


def marked(text: str) -> str:
    """Return `text` with ^ before each mark that is Western."""
    western = western_marks(text)
    return "".join("^" * (i in western) + char for i, char in enumerate(text))


@pytest.mark.parametrize(
    "shown",
    [
        "He said ^“yes^” ^… and left",
        "^“Yes,^” he said",
        "^“Don^’t say ^‘no^’ to me^”, he said",
        "the boys^’ toys",
        "and so on^…",
        "的 model ^“X^” with 5 个",
        "使用“WiFi”上网",
        "使用“WiFi”、“5G”",
        "他说He said “yes”然后",
        "等ABC…",
        "“WiFi”",
        "见“A”和 B",
        "“”",
        "…",
    ],
)
def test_marks_are_western_between_western_neighbours(shown):
    assert marked(shown.replace("^", "")) == shown


@settings(max_examples=200, deadline=None)
@given(st.text("aZ1中，。 .-\ufffc‘’“”…"))
def test_only_marks_are_western_and_pairs_go_together(text):
    found = western_marks(text)
    assert all(text[i] in WESTERN_MARKS for i in found)
    for i, char in enumerate(text):
        end = text.find("”", i)
        if char == "“" and end > 0 and "“" not in text[i + 1 : end]:
            assert (i in found) == (end in found)
