"""A difference with a change of every kind reads and looks as its golden files do, byte for byte."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from tests.unit.report.graph.drawn import GOLDEN, TITLE, changed, golden
from workflow_updater.core.change.difference import KINDS, difference
from workflow_updater.report.colour import paint
from workflow_updater.report.difference import Compared, compared_lines, compared_value
from workflow_updater.report.difference_markdown import compared_markdown
from workflow_updater.report.graph.dot import dot
from workflow_updater.report.graph.mermaid import mermaid
from workflow_updater.report.graph.picture import svg_picture

PERMISSIONS = ("sns:Publish on ${Mails}",)


def compared() -> Compared:
    return Compared("orders", "old", "new", difference(golden("old"), golden("new")), PERMISSIONS)


FORMS: dict[str, Callable[[], str]] = {
    "txt": lambda: "\n".join(compared_lines(compared(), paint(colour=False))) + "\n",
    "value.json": lambda: json.dumps(compared_value(compared()), indent=2, ensure_ascii=False) + "\n",
    "md": lambda: compared_markdown(compared(), mermaid(changed())),
    "mmd": lambda: mermaid(changed()),
    "dot": lambda: dot(changed()),
    "svg": lambda: svg_picture(changed(), TITLE),
}


@pytest.mark.parametrize("form", FORMS)
def test_the_difference_is_told_as_in_its_golden_file(form: str) -> None:
    assert (GOLDEN / f"expected.{form}").read_text("utf-8") == FORMS[form]()


def test_the_difference_has_a_change_of_every_kind() -> None:
    assert set(KINDS) == {change.kind for change in compared().changes}
