"""Numbers in base 36 keep their width."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formgen.base36 import base36


@given(st.integers(0, 36**11 - 1))
@settings(max_examples=100, deadline=None)
def test_a_number_is_read_back(number):
    text = base36(number, 11)
    assert len(text) == 11
    assert int(text, 36) == number


@pytest.mark.parametrize("number", [-1, 36**2])
def test_a_number_that_does_not_fit_is_refused(number):
    with pytest.raises(ValueError, match="does not fit 2 characters"):
        base36(number, 2)
