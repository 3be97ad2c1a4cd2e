from hypothesis import given, settings
from hypothesis import strategies as st

from formgen.batch.keys import KeySet


@settings(deadline=None, max_examples=50)
@given(st.lists(st.text(max_size=3), max_size=60))
def test_a_key_is_new_once(keys: list[str]) -> None:
    known, seen = KeySet(), set()
    for key in keys:
        assert known.add(key) == (key not in seen)
        seen.add(key)


def test_many_keys_are_remembered() -> None:
    known = KeySet()
    assert all(known.add(f"K-{number}") for number in range(20_000))
    assert not any(known.add(f"K-{number}") for number in range(20_000))
