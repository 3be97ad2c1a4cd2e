"""A check is yes, no, or nothing."""

import pytest

from formgen.data.checks import read_check
from formgen.data.refusal import Refusal


@pytest.mark.parametrize(
    "value",
    [True, 1, 1.0, "1", "true", "TRUE", "yes", "Y", "是", " 是 ", "有", "✓", "✔", "√", "☑", "１"],
)
def test_yes(value):
    assert read_check(value) is True


@pytest.mark.parametrize(
    "value", [False, 0, 0.0, "0", "false", "False", "no", "N", "否", "无", "□", "☐"]
)
def test_no(value):
    assert read_check(value) is False


@pytest.mark.parametrize("value", ["", " ", "\u3000"])
def test_nothing(value):
    assert read_check(value) is None


@pytest.mark.parametrize("value", ["x", "×", "ok", "满意", 2, 0.5])
def test_what_may_mean_either_is_refused(value):
    with pytest.raises(Refusal, match="neither yes nor no"):
        read_check(value)
