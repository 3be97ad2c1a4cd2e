"""Lines of TOML keys: where a message about an option points to."""

import tomllib

from formgen.toml_lines import lines_of

TEXT = """\
# of an office
[options]
accent = "#1f4e9e"   # blue
"box_side" = 'before'

[forms.service_order]
number="X-1"
note = '''
accent = "not a key of its table"
'''
[ forms . "visit" ]
number = "X-2"
inline = { a = 1 }
"""


def test_each_key_stands_on_its_line() -> None:
    assert tomllib.loads(TEXT)
    lines = lines_of(TEXT)
    assert lines.of(("options",)) == 2
    assert lines.of(("options", "accent")) == 3
    assert lines.of(("options", "box_side")) == 4
    assert lines.of(("forms", "service_order")) == 6
    assert lines.of(("forms", "service_order", "number")) == 7
    assert lines.of(("forms", "visit", "number")) == 12


def test_what_an_inline_table_holds_stands_where_the_table_does() -> None:
    assert lines_of(TEXT).of(("forms", "visit", "inline", "a")) == 13
    assert lines_of('forms = { visit = { number = "X" } }').of(("forms", "visit", "number")) == 1


def test_a_key_of_another_file_stands_nowhere() -> None:
    assert lines_of("").of(("options",)) == 0
    assert lines_of("= = =\n[\n").of(("options",)) == 0


def test_a_dotted_key_stands_on_its_line() -> None:
    assert lines_of('\nforms.visit.number = "X"').of(("forms", "visit", "number")) == 2
