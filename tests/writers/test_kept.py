"""What is worked out once for a form is kept, but not for ever more forms."""

from formgen.layout import Typesetter
from formgen.writers.kept import MOST_KEPT, Kept
from tests.layout.sheets import book, form_of


def typesetters(count: int) -> list[Typesetter]:
    one = form_of("<p>一</p>")
    return [Typesetter(one, book()) for _ in range(count)]


def test_it_is_made_once_for_each_form() -> None:
    made: list[Typesetter] = []
    kept = Kept(lambda typesetter: made.append(typesetter) or len(made))
    first, second = typesetters(2)
    assert [kept.of(first), kept.of(second), kept.of(first)] == [1, 2, 1]
    assert made == [first, second]


def test_the_form_used_longest_ago_goes_first() -> None:
    made: list[Typesetter] = []
    kept = Kept(lambda typesetter: made.append(typesetter) or len(made))
    forms = typesetters(MOST_KEPT + 1)
    for each in forms[:-1]:
        kept.of(each)
    kept.of(forms[0])
    kept.of(forms[-1])
    made.clear()
    kept.of(forms[0])
    assert made == []
    kept.of(forms[1])
    assert made == [forms[1]]
