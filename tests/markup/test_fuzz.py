"""Whatever is done to a layout, its author gets a form or a diagnostic, never a traceback."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formgen.errors import LayoutError
from formgen.markup.compile import compile_form
from formgen.resources import MemoryLibrary

CASES = Path(__file__).parent.parent / "cases"
FILES = {path.name: path.read_bytes() for path in CASES.iterdir() if path.is_file()}
LAYOUTS = sorted(name for name in FILES if name.endswith(".j2"))
FRAGMENTS = [
    *("", "<", ">", '"', "&", "</", "/>", "<td>", "</td>", "<p>", "{{", "}}", "{%", "%}", "{#"),
    *("{{ nobody }}", "{{ nobody.a[1]() + 1 }}", "{{ nobody | sort | first }}", "{{ -nobody }}"),
    *("{{ range(nobody) }}", "{% include nobody %}", "{{ option(nobody, nobody) }}"),
    *("{{ record }}", "{{ blank }}", "{{ 1 / 0 }}", "{{ 'x' | safe }}", "{% endif %}", "\x00"),
]


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(LAYOUTS), st.floats(0, 1), st.integers(0, 20), st.sampled_from(FRAGMENTS))
def test_a_broken_layout_is_told(name, where, cut, fragment):
    text = FILES[name].decode()
    at = int(where * len(text))
    broken = text[:at] + fragment + text[at + cut :]
    library = MemoryLibrary(FILES | {name: broken})
    try:
        compiled = compile_form(library, "everything.xml.j2", {}, {"a": 1})
    except LayoutError as error:
        told = [d.message for d in error.diagnostics]
    else:
        told = [compiled.form.title]
    assert all(told)
    assert told


@pytest.mark.parametrize("name", [n for n in LAYOUTS if not n.startswith("_")])
def test_the_cases_compile(name):
    assert compile_form(MemoryLibrary(FILES), name).form.fields
