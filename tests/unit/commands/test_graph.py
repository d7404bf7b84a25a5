"""`graph`: a workflow, or what changes in it, as a picture or as text."""

from __future__ import annotations

import builtins
import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from tests.fakes.cloud import FakeCloud
from tests.unit.commands.called import call
from tests.unit.report.graph.drawn import GOLDEN
from workflow_updater.cli import main
from workflow_updater.commands import graph
from workflow_updater.errors import UsageError
from workflow_updater.report.graph.picture import MOST_STATES

NEW, OLD = str(GOLDEN / "new.json"), str(GOLDEN / "old.json")


def test_mermaid_is_the_default() -> None:
    told = call(graph, FakeCloud(), NEW)

    assert (0, "flowchart TB") == (told.code, told.out.splitlines()[0])


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("a.mmd", "flowchart TB"),
        ("a.dot", "digraph"),
        ("a.gv", "digraph"),
        ("a.svg", "<svg"),
        ("a.html", "<!doctype html>"),
        ("a.txt", "flowchart TB"),
    ],
)
def test_the_name_of_the_file_chooses_the_format(tmp_path: Path, name: str, begins: str) -> None:
    told = call(graph, FakeCloud(), NEW, "--output", str(tmp_path / name))

    assert f"wrote {tmp_path / name}\n" == told.err
    assert (tmp_path / name).read_text("utf-8").startswith(begins)


def test_an_ending_that_no_format_has_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"no format has the ending \.png"):
        call(graph, FakeCloud(), NEW, "--output", str(tmp_path / "a.png"))
    assert call(graph, FakeCloud(), NEW, "--format", "svg", "--output", str(tmp_path / "a.bin")).code == 0


def test_a_format_that_is_named_wins(tmp_path: Path) -> None:
    call(graph, FakeCloud(), NEW, "--format", "dot", "--output", str(tmp_path / "a.svg"))

    assert (tmp_path / "a.svg").read_text("utf-8").startswith("digraph")


def test_a_change_is_marked_and_has_a_legend() -> None:
    picture = call(graph, FakeCloud(), NEW, "--against", OLD, "--format", "svg").out

    classes = {one.get("class") for one in ElementTree.fromstring(picture).iter()}
    assert {"node task added", "node task removed", "node task renamed", "node choice changed"} <= classes
    assert "renamed or moved" in picture


def test_without_a_change_there_is_no_legend() -> None:
    assert "renamed or moved" not in call(graph, FakeCloud(), NEW, "--format", "svg").out


def test_a_page_lists_what_changed_and_how() -> None:
    page = call(graph, FakeCloud(), NEW, "--against", OLD, "--format", "html").out

    assert "<h2>changes</h2>" in page
    assert "<small>TimeoutSeconds: 30 → 60</small>" in page
    assert "<span>Ship</span>" not in page


def test_json_holds_the_text() -> None:
    value = call(graph, FakeCloud(), NEW, "--json").value

    assert ("new.json", "mermaid", "") == (value["workflow"], value["format"], value["output"])
    assert value["graph"].startswith("flowchart TB")


def test_a_file_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be written"):
        call(graph, FakeCloud(), NEW, "--output", str(tmp_path / "nowhere" / "a.svg"))


def test_too_many_states_for_a_picture_are_told_before_it_is_tried(tmp_path: Path) -> None:
    names = [f"S{number}" for number in range(MOST_STATES + 1)]
    states = {name: {"Type": "Pass", "End": True} for name in names}
    (tmp_path / "large.json").write_text(json.dumps({"StartAt": names[0], "States": states}))

    with pytest.raises(UsageError, match="too many for a picture"):
        call(graph, FakeCloud(), str(tmp_path / "large.json"), "--format", "svg")
    assert call(graph, FakeCloud(), str(tmp_path / "large.json"), "--format", "dot").out.startswith("digraph")


def test_without_the_layout_library_the_cure_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    imported = builtins.__import__

    def without(name: str, *rest: Any, **named: Any) -> Any:
        if name == "quickjs":
            raise ModuleNotFoundError("No module named 'quickjs'", name="quickjs")
        return imported(name, *rest, **named)

    monkeypatch.setattr(builtins, "__import__", without)

    assert 2 == main(["graph", NEW, "--format", "svg"])
    assert "quickjs is not installed" in capsys.readouterr().err
    assert 0 == main(["graph", NEW])
