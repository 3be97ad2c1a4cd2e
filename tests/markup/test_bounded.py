"""Texts with values of a record in them do what texts need, and cost little."""

from datetime import date

import pytest
from jinja2.exceptions import SecurityError

from formgen.markup.bounded import PhraseEnvironment


@pytest.fixture(autouse=True)
def fewer_steps(monkeypatch):
    """Let a text take a hundredth of the steps that it may: they are as good to run out of."""
    monkeypatch.setattr("formgen.markup.bounds.MOST_STEPS", 10_000)


VALUES = {"name": "甲", "index": 7, "day": date(2026, 11, 22), "record": {"a b": "c"}}


def filled(text: str) -> str:
    return PhraseEnvironment().from_string(text).render(VALUES)


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("{{ index }}-{{ name }}", "7-甲"),
        ("{{ '%04d' | format(index) }}", "0007"),
        ("{{ (index | string).zfill(3) }}|{{ name.ljust(3) }}|", "007|甲  |"),
        ("{{ day.strftime('%Y%m%d') }} {{ day.year }}", "20261122 2026"),
        ("{{ record['a b'] }} {{ record.get('x', 'y') }}", "c y"),
        ("{% for c in 'ab' %}{{ c | upper }}{% endfor %}", "AB"),
        ("{% set x = name ~ '!' %}{{ x * 2 }}", "甲!甲!"),
        ("{{ 'a b c' | wordwrap(3) | indent(2) }}", "a b\n  c"),
    ],
)
def test_what_texts_need_is_there(text, made):
    assert filled(text) == made


@pytest.mark.parametrize(
    "text",
    [
        "{{ name.__class__ }}",
        "{{ name * 1000000000 }}",
        "{{ name.ljust(1000000000) }}",
        "{{ name | center(1000000000) }}",
        "{{ '%999999999d' | format(1) }}",
        "{{ '%*d' | format(999999999, 1) }}",
        "{{ '%s' % name }}",
        "{{ '{:999999999}'.format(1) }}",
        "{{ name.replace('', 'x' * 90000).replace('', 'x' * 90000) }}",
        "{{ 'a\nb' | indent(99999) }}",
        "{{ 'a b' | wordwrap(1, wrapstring='x' * 90000) }}",
        "{{ 9 ** 999999 }}",
        "{% for a in 'x' * 9999 %}{% for b in 'x' * 9999 %}y{% endfor %}{% endfor %}",
    ],
)
def test_what_would_be_huge_or_reach_out_is_refused(text):
    with pytest.raises(SecurityError):
        filled(text)


def test_each_record_may_cost_as_much():
    environment = PhraseEnvironment()
    template = environment.from_string("{% for c in 'x' * 900 %}{{ c }}{% endfor %}")
    for _ in range(15):
        environment.renew()
        assert len(template.render()) == 900
