"""The code of the call center, without a cloud."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import pytest

SOURCE = Path(__file__).parents[1] / "functions" / "cases.py"


class Cancelled(Exception):
    """DynamoDB's TransactionCanceledException."""

    def __init__(self, *codes: str) -> None:
        super().__init__(", ".join(codes))
        self.response = {"CancellationReasons": [{"Code": code} for code in codes]}


class Tables:
    """A client of DynamoDB with one case and the loads of agents; *outcomes* is what the next transactions end in."""

    class exceptions:
        TransactionCanceledException = Cancelled

    def __init__(self, loads: dict[str, int], outcomes: list[Exception | None]) -> None:
        self.loads, self.outcomes = loads, outcomes
        self.case: dict[str, Any] = {"id": {"S": "1"}}
        self.written: list[Any] = []
        self.asked: list[str] = []
        self.unprocessed = False

    def get_item(self, **request: Any) -> dict[str, Any]:
        assert request["ConsistentRead"]
        return {"Item": self.case}

    def batch_get_item(self, **request: Any) -> dict[str, Any]:
        ((table, wanted),) = request["RequestItems"].items()
        names = [key["id"]["S"] for key in wanted["Keys"]]
        self.asked += names
        if self.unprocessed:
            self.unprocessed = False
            return {"Responses": {}, "UnprocessedKeys": {table: wanted}}
        items = [{"id": {"S": name}, "load": {"N": str(self.loads[name])}} for name in names if name in self.loads]
        return {"Responses": {table: items}}

    def transact_write_items(self, **request: Any) -> None:
        outcome = self.outcomes.pop(0)
        if outcome:
            raise outcome
        self.written.append(request["TransactItems"])


@pytest.fixture
def cases(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The module as Lambda imports it: on its own, not as part of a package."""
    spec = spec_from_file_location("cases", SOURCE)
    assert spec
    assert spec.loader
    module = module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "cases", module)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def assign(cases: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Any]]:
    """Return a function that assigns case 1 with the given tables."""
    for name, value in {
        "AGENTS": "ada:general+billing, grace:general",
        "AGENT_CAPACITY": "2",
        "AGENT_LOADS_TABLE": "loads",
        "CASES_TABLE": "cases",
    }.items():
        monkeypatch.setenv(name, value)

    def call(tables: Tables, skill: str = "general") -> Any:
        monkeypatch.setattr(cases, "_dynamodb", lambda: tables)
        return cases.assign({"caseId": "1", "skill": skill, "at": "now", "message": "m"}, None)

    yield call


def test_the_roster_names_agents_and_their_skills(cases: Any) -> None:
    assert cases.roster("ada:general+billing, grace:general,") == (
        cases.Agent("ada", frozenset({"general", "billing"})),
        cases.Agent("grace", frozenset({"general"})),
    )


def test_the_least_loaded_agent_gets_the_case(assign: Callable[..., Any]) -> None:
    assert assign(Tables({"ada": 1}, [None])) == {"agent": "grace"}


def test_of_equally_loaded_agents_the_first_by_name_gets_it(assign: Callable[..., Any]) -> None:
    assert assign(Tables({"ada": 1, "grace": 1}, [None])) == {"agent": "ada"}


def test_an_agent_without_the_skill_is_not_even_asked_for(assign: Callable[..., Any]) -> None:
    tables = Tables({"ada": 1}, [None])

    assert assign(tables, skill="billing") == {"agent": "ada"}
    assert tables.asked == ["ada"]


def test_nobody_gets_more_than_the_capacity(assign: Callable[..., Any], cases: Any) -> None:
    with pytest.raises(cases.NoAgentAvailable, match="'billing' has fewer than 2 cases"):
        assign(Tables({"ada": 2}, []), skill="billing")


def test_a_case_that_is_assigned_already_keeps_its_agent_and_counts_once(assign: Callable[..., Any]) -> None:
    tables = Tables({}, [])
    tables.case["heldBy"] = {"S": "grace"}

    assert assign(tables) == {"agent": "grace"}
    assert tables.written == []


def test_a_claim_that_another_case_won_is_tried_again(assign: Callable[..., Any]) -> None:
    outcomes = [Cancelled("ConditionalCheckFailed", "None"), Cancelled("None", "TransactionConflict"), None]
    tables = Tables({}, list(outcomes))

    assert assign(tables) == {"agent": "ada"}
    assert len(tables.written) == 1


def test_claims_that_others_always_win_end_in_an_error_that_is_worth_a_retry(
    assign: Callable[..., Any], cases: Any
) -> None:
    lost = [Cancelled("ConditionalCheckFailed", "None") for _ in range(cases.CLAIM_ATTEMPTS)]

    with pytest.raises(cases.AgentsContended):
        assign(Tables({}, list(lost)))


def test_a_transaction_cancelled_for_another_reason_is_no_lost_race(assign: Callable[..., Any]) -> None:
    with pytest.raises(Cancelled, match="ValidationError"):
        assign(Tables({}, [Cancelled("None", "ValidationError")]))


def test_keys_that_dynamodb_left_out_are_asked_for_again(assign: Callable[..., Any]) -> None:
    tables = Tables({"ada": 1}, [None])
    tables.unprocessed = True

    assert assign(tables) == {"agent": "grace"}
    assert tables.asked == ["ada", "grace"] * 2


@pytest.mark.parametrize(
    ("subject", "priority", "resolution"),
    [
        ("I forgot my PASSWORD", "high", "resolved"),
        ("a refund for an invoice", "normal", "resolved"),  # the first rule that fits decides
        ("a refund", "normal", "unresolved"),
        ("it hums", "normal", "resolved"),
        ("it hums", "high", "unresolved"),
    ],
)
def test_the_rules_answer_always_the_same(cases: Any, subject: str, priority: str, resolution: str) -> None:
    answers = [cases.work({"subject": subject, "priority": priority}, None) for _ in range(3)]

    assert {answer["resolution"] for answer in answers} == {resolution}
    assert answers[0] == answers[1] == answers[2]
