"""One folder of tests/golden/macro is one case: `event.json` and `objects.json` give `answer.json`."""

from __future__ import annotations

import copy
import json
from pathlib import Path

import pytest

from macro.respond import respond
from tests.unit.macro.golden_source import GoldenSource

CASES = sorted(path for path in (Path(__file__).parents[2] / "golden" / "macro").iterdir() if path.is_dir())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_event_gives_answer(case: Path):
    files = (case / f"{name}.json" for name in ("event", "objects", "answer"))
    event, objects, expected = (json.loads(file.read_text(encoding="utf-8")) for file in files)
    before = copy.deepcopy(event)

    answer = respond(event, objects["buckets"], lambda: GoldenSource(objects["objects"]))

    assert answer == expected
    assert event == before
    assert (answer["status"] == "failure") == case.name.startswith("refused_") == ("errorMessage" in answer)


def test_every_failure_that_the_macro_can_tell_has_a_case():
    from workflow_updater.core.injection_rules import INJECTION_RULES, INTERNAL_ERROR

    told = "".join((case / "answer.json").read_text(encoding="utf-8") for case in CASES)

    failures = [rule.id for rule in INJECTION_RULES if rule.severity == "error"]
    assert [rule for rule in failures if rule not in told] == [INTERNAL_ERROR.id]
