"""Where a push comes from, in one line."""

from __future__ import annotations

import pytest

from workflow_updater.core.release import Provenance
from workflow_updater.report.recorded import come_from


@pytest.mark.parametrize(
    ("provenance", "told"),
    [
        (Provenance("c" * 40, False, "Ada", "say hello"), "commit cccccccccccc, by Ada: say hello"),
        (Provenance("c" * 40, True, "Ada", ""), "commit cccccccccccc with uncommitted changes, by Ada"),
        (Provenance("", False, "", ""), ""),
    ],
)
def test_a_push_comes_from_a_commit_with_what_is_known_of_it(provenance: Provenance, told: str) -> None:
    assert come_from(provenance) == told
