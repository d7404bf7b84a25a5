"""A push that is not a fast-forward is refused, with what it would take back."""

from __future__ import annotations

import pytest

from tests.unit.core.test_release import RELEASE
from workflow_updater.core.lineage import Commit, Lost
from workflow_updater.errors import Refused
from workflow_updater.releases.lineage import refuse_loss

PUSHED = "d" * 40
LOST = Commit("c" * 40, "Ada <ada@example.org>", "reserve stock")


def _refused(lost: Lost) -> Refused:
    with pytest.raises(Refused) as refused:
        refuse_loss("ORDERS: Orders", PUSHED, RELEASE, lost)
    return refused.value


def test_a_descendant_is_fine() -> None:
    refuse_loss("ORDERS: Orders", PUSHED, RELEASE, Lost())
    refuse_loss("ORDERS: Orders", PUSHED, RELEASE, Lost(is_shallow=True))


def test_the_commits_that_would_be_lost_are_told() -> None:
    refused = _refused(Lost((LOST,), 1))

    assert refused.message == (
        "ORDERS: Orders runs commit cccccccccccc, and dddddddddddd does not descend from it: 1 commit would be lost\n"
        "  cccccccccccc Ada <ada@example.org>: reserve stock"
    )
    assert refused.hint == "merge or rebase onto it and push again; `deploy --force` takes them back"
    assert refused.value == {
        "running": {"release": 7, "commit": "c" * 40},
        "lost": {
            "number": 1,
            "newest": [{"id": "c" * 40, "author": "Ada <ada@example.org>", "subject": "reserve stock"}],
        },
    }


def test_no_more_than_some_are_told_one_by_one() -> None:
    refused = _refused(Lost((LOST, LOST), 30))

    assert "30 commits would be lost\n" in refused.message
    assert refused.message.endswith("\n  and 28 more")


def test_a_commit_that_is_not_here_is_refused_with_the_cure() -> None:
    refused = _refused(Lost(is_known=False))

    assert refused.message == (
        "ORDERS: Orders runs commit cccccccccccc (Ada Lovelace <ada@example.org>: reserve stock before charging), "
        "which is not in this clone: whether dddddddddddd takes it back cannot be told"
    )
    assert refused.hint.startswith("git fetch --all, and push again (in CI: fetch-depth: 0)")
    assert "lost" not in refused.value


def test_a_shallow_clone_may_be_wrong_and_says_so() -> None:
    assert _refused(Lost((LOST,), 1, is_shallow=True)).hint.startswith("this clone is shallow")


def test_a_commit_that_a_shallow_clone_lacks_comes_with_all_the_others() -> None:
    assert _refused(Lost(is_known=False, is_shallow=True)).hint.startswith("git fetch --unshallow, and push again")
