import pytest

from formgen.text.prepare import prepare

EVERYTHING = "\u2e3a\u202f\u2009"


@pytest.mark.parametrize(
    ("written", "set_as"),
    [
        ("plain text", "plain text"),
        ("破折号——完", "破折号\u2e3a完"),
        ("一—二", "一—二"),
        ("———", "\u2e3a—"),
        ("a\r\nb\rc\u2028d\x0be", "a\nb\nc\nd\ne"),
        ("a\tb", "a\tb"),
        ("O’Neill", "O’Neill"),
        ("‘好’", "‘好’"),
        ("COVID\u201019", "COVID-19"),
        ("Nguye\u0302\u0303n lu\u0308", "Nguy\u1ec5n l\u00fc"),
        ("か\u3099", "が"),
        ("葛\U000e0100城", "葛城"),
        ("\u2764\ufe0f", "\u2764"),
        ("soft\u00adhyphen", "softhyphen"),
        ("\ufeff王\u200b明", "王明"),
        ("\uf900豈", "\uf900豈"),
        ("\ufffc", "\ufffc"),
        ("a\x00b", "a\x00b"),
    ],
)
def test_what_is_written_becomes_what_is_set(written, set_as):
    assert prepare(written, EVERYTHING.__contains__) == set_as


def test_a_face_without_the_two_em_dash_keeps_two_dashes():
    assert prepare("好——好", lambda char: False) == "好——好"


def test_a_rare_space_that_no_face_has_becomes_a_common_one():
    assert prepare("12\u202f000\u2009kg", lambda char: False) == "12\u00a0000 kg"
    assert prepare("12\u202f000\u2009kg", EVERYTHING.__contains__) == "12\u202f000\u2009kg"
