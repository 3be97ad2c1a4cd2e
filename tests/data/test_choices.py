"""Options are named by text or code, one or several."""

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formgen.data.choices import choice_reader
from formgen.data.refusal import Refusal
from formgen.model.fields import ChoiceField, Option

OPTIONS = tuple(
    Option(code, text)
    for code, text in (
        ("net", "网络质量"),
        ("fee", "计费、争议"),
        ("app", "网站/App"),
        ("vip", "VIP 服务"),
        ("net_fee", "网络质量/计费"),
        ("5", "非常满意（5分）"),
    )
)
CODES = [option.code for option in OPTIONS]
read_one = choice_reader(ChoiceField("kind", "类型", options=OPTIONS))
read_many = choice_reader(ChoiceField("kind", "类型", options=OPTIONS, multiple=True))


@pytest.mark.parametrize("option", OPTIONS)
def test_an_option_is_named_by_its_text_or_code(option):
    for word in (option.text, option.code, f" {option.text}\n", [option.code]):
        assert read_one(word) == read_many(word) == (option.code,)


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("ＶＩＰ服务", "vip"),
        ("vip服务", "vip"),
        ("VIP  服 务", "vip"),
        ("非常满意(5分)", "5"),
        ("网站／ＡＰＰ", "app"),
        ("５", "5"),
        (5, "5"),
        (5.0, "5"),
    ],
)
def test_width_case_and_spaces_do_not_matter(word, code):
    assert read_one(word) == (code,)


@given(
    st.lists(st.sampled_from(OPTIONS), min_size=1), st.sampled_from(";；、,，|/\n"), st.booleans()
)
@settings(max_examples=200, deadline=None)
def test_several_options_are_divided_by_any_separator(options, separator, by_code):
    chosen = {option.code for option in options}
    words = [option.code if by_code else option.text for option in options]
    expected = tuple(code for code in CODES if code in chosen)
    assert read_many(words) == expected
    if not by_code and {"net", "net_fee"} & chosen:
        return
    assert read_many(separator.join(words)) == expected
    assert read_many(f" {separator}{separator.join(words)} {separator}") == expected


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("计费、争议", ("fee",)),
        ("网络质量、计费、争议", ("net", "fee")),
        ("网站/App/网络质量", ("net", "app")),
        ("网络质量/计费", ("net_fee",)),
        ("网络质量/计费、争议", ("net", "fee")),
        ("网络质量/网络质量", ("net",)),
        (";;", None),
        ("", None),
        ([], None),
        ([None, ""], None),
        (["net", "计费、争议"], ("net", "fee")),
        ({"net"}, ("net",)),
    ],
)
def test_options_that_contain_separators_are_found_whole(text, codes):
    assert read_many(text) == codes


def test_codes_stand_in_the_order_of_the_form():
    assert read_many("5;net") == ("net", "5")


def test_one_option_said_twice_is_one_answer():
    assert read_one("网络质量;net") == ("net",)


def test_a_word_of_two_options_names_neither():
    swapped = (Option("1", "2"), Option("2", "1"), Option("a", "甲"))
    read = choice_reader(ChoiceField("kind", "类型", options=swapped))
    assert read("甲") == ("a",)
    with pytest.raises(Refusal, match="`1` names several options; allowed: 2, 1, 甲"):
        read("1")


def test_many_options_are_not_all_listed():
    scale = tuple(Option(str(i), f"{i} 分") for i in range(20))
    read = choice_reader(ChoiceField("score", "评分", options=scale))
    with pytest.raises(Refusal, match=r"0 分, .*, 11 分 and 8 more"):
        read("满分")


def test_a_long_text_is_divided_in_no_time():
    with pytest.raises(Refusal) as raised:
        read_many("/".join(["飞鸽"] * 20_000))
    assert raised.value.message.startswith("`飞鸽`, `飞鸽`")


@given(st.text(max_size=12))
@settings(max_examples=200, deadline=None)
def test_any_text_names_options_or_is_refused(text):
    with suppress(Refusal):
        codes = read_many(text)
        assert codes is None or set(codes) <= set(CODES)
