import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formgen.text.characters import NO_END, NO_START
from formgen.text.clusters import break_points

TEXTS = st.text(
    st.one_of(
        st.sampled_from(
            "一二好满意，。、；！？（）《》“”‘’「」……——⸺·～／/-.,:;()'\"%￥$@&=?# \n\u00a0\ufffc"
        ),
        st.sampled_from("abcXYZ0189éぁー々①②ℓ℃ \u3000\u200d\ufe0f\U000e0100👨👩🇨🇳́"),
        st.characters(exclude_categories=["Cs"]),
    ),
    max_size=40,
)


def broken(text: str) -> str:
    """Return `text` with "|" where a line may end."""
    points = break_points(text)
    return "|".join(text[a:b] for a, b in zip([0, *points], points, strict=False))


@pytest.mark.parametrize(
    "shown",
    [
        "你|好，|世|界！|（测|试）|完。",
        "他|说|“你|好”，|再|见|……|真|的|——|是|吗？",
        "《“甲”》、|乙 ，|丙",
        "（ 三 ）|四",
        "电|话|010-8888-6666|转|3，|传|真|+86-10-8888",
        "手|机|138 0013 8000|备|用|010 88886666",
        "日|期|2026-11-22|或|2026/11/22。",
        "价|格|￥1,234.56|元，|增|长|3.5%，|温|度|-5℃",
        "带|宽|100 Mbit/s，|重|5 kg |或|3 m³",
        "第|3.5|节，|约|8～10|人",
        "北|京-|上|海、|北|京—|上|海、|甲/|乙／|丙",
        "阿|里|木·|买|买|提",
        "访|问|https://example.com/|a/|b?|x=|1&|y=|2|看|看",
        "发|到|li.wei@example-corp.com.cn|吧",
        "state-|of-|the-|art |e-mail |COVID-19 |and/|or |km/h",
        "O’Neill |don't |rock'n'roll",
        '他|说"你|好"再|见 |"Yes," |she |said |"a" ; |b',
        "12\u00a0元|整",
        "foo(bar)|试|(测|试)|foo",
        "①|②|③",
        "キャ|ン|ディー々、",
        "葛\U000e0100|城|e\u0301a|👨\u200d👩\u200d👧|🇨🇳|🇺🇸|👍🏽",
        "\ufffc|\ufffc，|甲",
        "\n|\n|  你|好 \n| a",
        "   ",
        "",
    ],
)
def test_where_a_line_may_end(shown):
    assert broken(shown.replace("|", "")) == shown


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_the_last_place_is_the_end_and_the_order_ascends(text):
    points = break_points(text)
    assert points == sorted(set(points))
    assert points[-1:] == ([len(text)] if text else [])
    assert 0 not in points


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_no_place_is_beside_what_may_not_start_or_end_a_line(text):
    for point in break_points(text)[:-1]:
        before = text[:point].rstrip(" \u3000")
        if before and not before.endswith("\n"):
            assert text[point] not in NO_START or text[point] in "’", repr(text)
            assert before[-1] not in NO_END, repr(text)


@settings(max_examples=200, deadline=None)
@given(
    st.text("ab", min_size=1),
    st.from_regex(r"[0-9][0-9.,]{0,9}", fullmatch=True),
    st.text("一，（", max_size=3),
)
def test_words_and_numbers_stay_whole(word, number, between):
    text = f"{word}{between}{number}"
    points = break_points(text)
    assert not any(0 < point < len(word) for point in points)
    assert not any(len(word) + len(between) < point < len(text) for point in points)


def test_long_runs_take_no_time():
    for text in (
        "（ " * 5000,
        '"' * 10000,
        " " * 10000 + "a",
        "a，" * 5000,
        "x-" * 5000,
        "…" * 9999,
    ):
        assert break_points(text)[-1] == len(text)
