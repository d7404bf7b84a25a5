"""Where rendered text comes from: what is true of any template, and the corners that golden files do not show."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.unit.core.json_values import json_values
from workflow_updater.core.definition.document import Document
from workflow_updater.core.validation.finding import Finding
from workflow_updater.sources.definition_file import read_definition
from workflow_updater.sources.jinja.placed_text import Origins, PlacedText
from workflow_updater.sources.jinja.render import render
from workflow_updater.sources.rendering import Rendering

HERE = Path(__file__).parent
PLAIN = st.text().map(lambda text: text.replace("{{", "").replace("{#", "").replace("{%", "{% $"))


def rendered(text: str, **variables: object) -> PlacedText:
    found = render(Path("x.yaml.j2"), text, Rendering(HERE, variables), for_json=False)
    assert not isinstance(found, Finding), found
    return found


def places(text: PlacedText) -> list[tuple[int, int]]:
    """The place of each character."""
    lines, origins = text.split("\n"), Origins(text)
    return [origins.place(row, column)[:2] for row, line in enumerate(lines, 1) for column in range(1, len(line) + 2)]


@given(PLAIN)
@example("a\r\nb\rc\n\n")
@example("\ue000\ue000{% $x %}{%- ($y) -%} %} }} #} {%")
@example("no line feed at the end {% $states.input.a ~> | $ | {'b': 1} | %}")
def test_text_without_jinja_renders_to_itself_and_every_place_stays(text: str):
    found = rendered(text)

    assert text == found
    rows = [(row, column) for row, line in enumerate(text.split("\n"), 1) for column in range(1, len(line) + 2)]
    assert rows == places(found)


@given(json_values(), st.sampled_from([None, 1]))
def test_a_definition_is_read_alike_with_and_without_rendering(tmp_path_factory, value: object, indent: int | None):
    text = json.dumps({"Result": value}, indent=indent, ensure_ascii=False)
    folder = tmp_path_factory.mktemp("alike")
    (folder / "a.json").write_text(text, "utf-8")
    (folder / "a.json.j2").write_text(f"{{% raw %}}{text}{{% endraw %}}", "utf-8")
    plain, found = (read_definition(folder / name) for name in ("a.json", "a.json.j2"))

    assert isinstance(plain, Document)
    assert isinstance(found, Document)
    assert plain.value == found.value
    (line, column, _), (other, moved, file) = plain.locate("/Result"), found.locate("/Result")
    assert (other, moved, file) == (line, column + len("{% raw %}") * (line == 1), str(folder / "a.json.j2"))


@given(st.text(st.sampled_from("ab \n}%"), max_size=20), st.text(min_size=1, max_size=5))
def test_every_character_of_a_value_is_placed_at_its_expression(before: str, value: str):
    found = rendered(before + "{{ value }}", value=value)
    length = len(value) - value.rfind("\n") - 1

    row, column = before.count("\n") + 1, len(before) - before.rfind("\n") + len("{{ ")
    assert {(row, column)} == set(places(found)[-length - 1 :])


@pytest.mark.parametrize(
    ("template", "place"),
    [
        ("a\n{{ x }}", (2, 4)),
        ("a\n  {%- if x %}b{% endif %}", (2, 14)),
        ("{% macro m() %}\n b{% endmacro %}{{ m() }}", (2, 2)),
        ("{% macro m() %}\n b{% endmacro %}{{ m() | indent }}", (2, 2)),
        ("{% macro m() %}\n b{% endmacro %}\n{{ m() | trim }}", (3, 4)),
        ("{% set s %}\nb{% endset %}\n{{ s }}", (2, 1)),
        ("{% set s = 'b' %}\n{{ s }}", (2, 4)),
        ("{% for i in [1] %}\n{% for j in [1] %}b{% endfor %}{% endfor %}", (2, 19)),
        ("{% macro m() %}{{ caller() }}{% endmacro %}\n{% call m() %}b{% endcall %}", (2, 15)),
        ("x\n {% filter upper %}b{% endfilter %}", (2, 2)),
        ("{% filter upper %}b{% endfilter %}", (1, 1)),
        ("{% filter indent(2) %}a\nb{% endfilter %}", (2, 1)),
        ("{% filter indent(2, true, true) %}a\n\nb{% endfilter %}", (3, 1)),
        ("{# c #}{# d\n #}b", (2, 4)),
        ("{% raw %}\n{{ b }}{% endraw %}", (2, 4)),
        ("{% block one %}\n b{% endblock %}", (2, 2)),
        ("{{ self.one() if x == 7 else '' }}{% block one %}\n b{% endblock %}", (2, 2)),
    ],
)
def test_a_character_is_placed_where_its_author_wrote_it(template: str, place: tuple[int, int]):
    found = rendered(template, x="b")
    at = found.lower().index("b")

    assert place == Origins(found).place(found[:at].count("\n") + 1, at - found.rfind("\n", 0, at))[:2]


def test_a_place_after_the_end_is_that_of_the_end():
    assert (1, 3) == Origins(rendered("ab")).place(1, 3)[:2]
    assert (1, 1) == Origins(rendered("")).place(1, 1)[:2]


PIECES = st.sampled_from(
    [
        *("{{ ", " }}", "{% ", " %}", "{%- ", " -%}", "{# ", " #}", "if ", "else ", "endif ", "for v in ", "endfor "),
        *("set s", "endset ", "macro m() ", "endmacro ", "filter upper ", "endfilter ", "raw ", "endraw ", "block b "),
        *("x", "nobody", "m()", "s", "(", ")", "[", "]", "{", "}", " | ", " ~ ", " + ", " * ", "'a'", "1", "loop", "$"),
        *("range(9)", "tojson", "indent", "truncate(1)", ".__class__", "\r\n", "\n", "text", "\x00", "{% $x %}"),
    ]
)


@given(st.lists(PIECES, max_size=25).map("".join))
@example("{{ 'x' | truncate(1) }}")
@example("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}")
def test_a_template_becomes_a_text_or_one_finding_with_a_place_in_it(text: str):
    found = render(Path("x.yaml.j2"), text, Rendering(HERE, {"x": "y"}), for_json=False)

    lines = text.split("\n")
    if isinstance(found, Finding):
        assert 1 <= found.line <= len(lines)
        assert 1 <= found.column <= len(lines[found.line - 1]) + 1
    else:
        assert all(row <= len(lines) for row, _ in places(found))
