"""Definitions are input of others: whatever a state is called, a picture shows it and does nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.report.graph.drawn import hostile, placed
from workflow_updater.core.change.difference import difference
from workflow_updater.report.difference import Compared
from workflow_updater.report.difference_markdown import compared_markdown
from workflow_updater.report.graph.chart import chart_of, chart_of_change
from workflow_updater.report.graph.dot import dot
from workflow_updater.report.graph.html import html as page
from workflow_updater.report.graph.mermaid import mermaid
from workflow_updater.report.graph.model import all_nodes
from workflow_updater.report.graph.svg import svg
from workflow_updater.report.graph.words import plain

ATTACKS = [
    "<script>alert(1)</script>",
    "]]><script>alert(1)</script><![CDATA[",
    '"><img src=x onerror=alert(1)>',
    "</title></style></svg><script>alert(1)</script>",
    "&#60;script&#62;",
    '"]; click n0 href "javascript:alert(1)"',
    'x"] --> n0\n  n9["y',
    "%%{init: {'securityLevel': 'loose'}}%%",
    "end",
    "`**bold**`",
    "1. list",
    "$$x^2$$ and $$.Execution.Id",
    '\\", shape=none, URL="javascript:alert(1)',
    "\\",
    "a\\nb\\l\\N",
    "| x |\n|---|\n```\n</details>@team #1 https://example.org",
    "\x00\x07\x1b[31m\u202e\ufffe",
    "é 漢字 🚀 e\u0301",
    "#quot;#35;",
    " ",
]
NAMES = st.sampled_from(ATTACKS) | st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=30)
SVG = "{http://www.w3.org/2000/svg}"
SVG_ELEMENTS = {"svg", "title", "style", "defs", "marker", "path", "rect", "circle", "g", "text"}
SVG_ATTRIBUTES = {
    *(
        "width",
        "height",
        "viewBox",
        "role",
        "class",
        "id",
        "refX",
        "refY",
        "markerWidth",
        "markerHeight",
        "markerUnits",
    ),
    *("orient", "d", "transform", "x", "y", "rx", "cx", "cy", "r", "textLength", "lengthAdjust", "marker-end"),
}
DRAWN = settings(max_examples=25, deadline=None)


@DRAWN
@given(NAMES)
def test_svg_is_sound_and_has_no_element_but_ours(name: str) -> None:
    root = ElementTree.fromstring(svg(placed(hostile(name)), title=name))

    assert SVG_ELEMENTS >= {element.tag.removeprefix(SVG) for element in root.iter()}
    assert SVG_ATTRIBUTES >= {attribute for element in root.iter() for attribute in element.attrib}
    if plain(name):
        assert any(plain(name) in (element.text or "") for element in root.iter(f"{SVG}title"))


class Page(HTMLParser):
    """Collects the elements of a page and their attributes; what a script holds is no element."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[str] = []
        self.attributes: set[str] = set()
        self.links: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]


@DRAWN
@given(NAMES)
def test_a_page_runs_our_script_only_and_leads_nowhere_else(name: str) -> None:
    read = Page(page(placed(hostile(name)), title=name))

    assert 1 == read.elements.count("script")
    assert not [attribute for attribute in read.attributes if attribute.startswith("on")]
    assert all(re.fullmatch(r"#n\d+", link) for link in read.links)
    assert not {"img", "iframe", "object", "embed", "form", "base"} & set(read.elements)


def strings(text: str) -> Iterator[str]:
    """Yield what stands between quotes, after checking that nothing of a definition stands outside of them."""
    outside = re.sub(r'"(?:[^"\\]|\\.)*"', '""', text)
    for line in outside.splitlines():
        assert re.fullmatch(r'[\w ;{}()\[\]<>|=,.:#"-]*', line), line
    yield from re.findall(r'"((?:[^"\\]|\\.)*)"', text)


def mermaid_reads(text: str) -> str:
    return re.sub(r"#(\d+);", lambda found: chr(int(found.group(1))), text)


@DRAWN
@given(NAMES)
def test_mermaid_holds_names_between_quotes_and_reads_them_back(name: str) -> None:
    chart = chart_of(hostile(name), "title")

    labels = list(strings(mermaid(chart)))

    assert all(re.fullmatch(r"(?:[^\W_]|[ ,:()?!=.\u2026\u2192\u00b7]|#\d+;|<br/>)*", label) for label in labels)
    assert {plain(node.name) for node in all_nodes(chart) if not node.inside} <= {
        mermaid_reads(label.split("<br/>")[0]) for label in labels
    }


def dot_reads(text: str) -> str:
    return re.sub(r'\\(["\\])', r"\1", text).replace("&amp;", "&")


@DRAWN
@given(NAMES)
def test_dot_holds_names_between_quotes_and_reads_them_back(name: str) -> None:
    chart = chart_of(hostile(name), "title")

    labels = list(strings(dot(chart)))

    first_lines = {re.match(r"(?:[^\\]|\\[^n])*", label).group() for label in labels}  # type: ignore[union-attr]
    assert {plain(node.name) for node in all_nodes(chart)} <= {dot_reads(line) for line in first_lines}


@DRAWN
@given(NAMES)
def test_a_comment_keeps_its_table_and_its_blocks(name: str) -> None:
    old = {"StartAt": "A", "States": {"A": {"Type": "Pass", "End": True}}}
    changes = difference(old, hostile(name))

    text = compared_markdown(
        Compared(name, name, name, changes, (name,)), mermaid(chart_of_change(old, hostile(name), ""))
    )

    table = text.partition("|---|---|---|\n")[2].partition("\n\n")[0]
    assert len(changes) == len(table.splitlines())
    outside = re.sub(r"^(`{3,})\w+\n.*?\n\1$", "", text, flags=re.DOTALL | re.MULTILINE)
    outside = re.sub(r"(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)", "", outside)
    assert ["<details>", "<summary>", "</summary>", "</details>"] * 2 == re.findall(r"</?\w+>", outside)
    assert not re.search(r"[@`\\<]|://", re.sub(r"</?(details|summary)>", "", outside))


@pytest.mark.parametrize("name", ATTACKS)
def test_no_attack_stands_in_a_picture_as_it_was_written(name: str) -> None:
    picture, text = svg(placed(hostile(name)), title=name), mermaid(chart_of(hostile(name), name))

    assert not re.search(r"<script|<img|<!|onerror=[^&]*>", picture)
    assert not re.search(r"<script|<img|%%|\$|`|\"\]; click", text)
