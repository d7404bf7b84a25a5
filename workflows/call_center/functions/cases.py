"""
The two steps of the call center that need code: to choose an agent, and to answer when no human does.

Who works here is the text in AGENTS, `NAME:SKILL+SKILL,NAME:SKILL`: a parameter of the infra team's template. The table
of agents only counts how many cases each of them has (`load`).
"""

from __future__ import annotations

import functools
import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol, cast

CLAIM_ATTEMPTS = 5  # how often another case may be quicker before Step Functions has to try again
LOST_RACE = frozenset({"None", "ConditionalCheckFailed", "TransactionConflict"})

RULES = (
    # the first rule whose word is in the subject decides; without one, whoever shouts is passed on
    ("password", "resolved", "sent a link to set a new password"),
    ("invoice", "resolved", "sent the invoice again"),
    ("refund", "unresolved", "refunds are for tier 2 to grant"),
    ("outage", "unresolved", "outages are for tier 2"),
)


class NoAgentAvailable(Exception):
    """Nobody with the skill has room for another case."""


class AgentsContended(Exception):
    """Other cases were quicker each time; worth a retry."""


@dataclass(frozen=True)
class Agent:
    """One who works on cases, and how many cases they have."""

    id: str
    skills: frozenset[str]
    load: int = 0


def roster(text: str) -> tuple[Agent, ...]:
    """Return the agents that *text* (`ada:billing+general,grace:general`) names, without load."""
    return tuple(
        Agent(name.strip(), frozenset(skills.strip().split("+")))
        for name, _, skills in (entry.partition(":") for entry in text.split(","))
        if name.strip()
    )


def least_loaded(agents: tuple[Agent, ...], loads: Mapping[str, int], *, skill: str, capacity: int) -> Agent:
    """
    Return the agent with *skill* and the smallest load below *capacity*, of several the first by name.

    Raises:
        NoAgentAvailable: there is none.
    """
    free = [
        Agent(agent.id, agent.skills, loads.get(agent.id, 0))
        for agent in agents
        if skill in agent.skills and loads.get(agent.id, 0) < capacity
    ]
    if not free:
        raise NoAgentAvailable(f"no agent with the skill {skill!r} has fewer than {capacity} cases")
    return min(free, key=lambda agent: (agent.load, agent.id))


def answer(subject: str, priority: str) -> tuple[str, str]:
    """Return the resolution and the note that the rules give; the same case always gets the same answer."""
    for word, resolution, note in RULES:
        if word in subject.lower():
            return resolution, note
    if priority == "high":
        return "unresolved", "no rule for it, and too urgent to guess"
    return "resolved", "sent the usual answer"


def work(event: Mapping[str, Any], _context: object) -> dict[str, str]:
    """Answer the case of *event* as an agent would."""
    resolution, note = answer(event["subject"], event["priority"])
    return {"resolution": resolution, "note": note, "by": "rules"}


def assign(event: Mapping[str, Any], _context: object) -> dict[str, str]:
    """
    Give the case of *event* to the least loaded agent with its skill and return `{"agent": NAME}`.

    Asked twice for the same case, as a retry does, it answers the same and counts the case once.

    Raises:
        NoAgentAvailable: nobody has room.
        AgentsContended: other cases were quicker, every time.
    """
    agents = roster(os.environ["AGENTS"])
    capacity = int(os.environ["AGENT_CAPACITY"])
    for _ in range(CLAIM_ATTEMPTS):
        holder = _holder(event["caseId"])
        if holder:
            return {"agent": holder}
        able = tuple(agent for agent in agents if event["skill"] in agent.skills)
        agent = least_loaded(able, _loads(able), skill=event["skill"], capacity=capacity)
        if _claim(agent, event):
            return {"agent": agent.id}
    raise AgentsContended(f"no agent could be claimed in {CLAIM_ATTEMPTS} attempts")


class _DynamoDB(Protocol):
    """What is used of the client of boto3."""

    exceptions: Any

    def get_item(self, **request: object) -> dict[str, Any]: ...

    def batch_get_item(self, **request: object) -> dict[str, Any]: ...

    def transact_write_items(self, **request: object) -> dict[str, Any]: ...


@functools.cache
def _dynamodb() -> _DynamoDB:
    import boto3  # here, so that the rules can be tested without it

    return cast(_DynamoDB, boto3.client("dynamodb"))


def _holder(case_id: str) -> str:
    """Return the agent whose load counts the case, "" when nobody's does."""
    found = _dynamodb().get_item(
        TableName=os.environ["CASES_TABLE"],
        Key={"id": {"S": case_id}},
        ProjectionExpression="heldBy",
        ConsistentRead=True,
    )
    return str(found.get("Item", {}).get("heldBy", {}).get("S", ""))


def _loads(agents: tuple[Agent, ...]) -> dict[str, int]:
    """Return the load of each of *agents* that ever had a case."""
    table = os.environ["AGENT_LOADS_TABLE"]
    loads = {}
    for start in range(0, len(agents), 100):  # BatchGetItem takes 100 keys
        keys = [{"id": {"S": agent.id}} for agent in agents[start : start + 100]]
        while keys:
            page = _dynamodb().batch_get_item(RequestItems={table: {"Keys": keys, "ConsistentRead": True}})
            loads.update({item["id"]["S"]: int(item["load"]["N"]) for item in page["Responses"].get(table, [])})
            keys = page.get("UnprocessedKeys", {}).get(table, {}).get("Keys", [])
    return loads


def _claim(agent: Agent, event: Mapping[str, Any]) -> bool:
    """
    Count the case as *agent*'s and note it in the case, both or neither.

    Return False when somebody else changed one of the two meanwhile.
    """
    client = _dynamodb()
    count = {
        "TableName": os.environ["AGENT_LOADS_TABLE"],
        "Key": {"id": {"S": agent.id}},
        "UpdateExpression": "ADD #load :one",
        "ConditionExpression": "#load = :seen" if agent.load else "#load = :seen OR attribute_not_exists(#load)",
        "ExpressionAttributeNames": {"#load": "load"},
        "ExpressionAttributeValues": {":one": {"N": "1"}, ":seen": {"N": str(agent.load)}},
    }
    note = {
        "TableName": os.environ["CASES_TABLE"],
        "Key": {"id": {"S": event["caseId"]}},
        "UpdateExpression": "SET #status = :assigned, assignee = :agent, heldBy = :agent, message = :message, "
        "history = list_append(history, :event)",
        "ConditionExpression": "attribute_exists(id) AND attribute_not_exists(heldBy)",
        "ExpressionAttributeNames": {"#status": "status"},
        "ExpressionAttributeValues": {
            ":assigned": {"S": "ASSIGNED"},
            ":agent": {"S": agent.id},
            ":message": {"S": event["message"]},
            ":event": {"L": [{"M": {"at": {"S": event["at"]}, "event": {"S": "assigned..."}}}]},
        },
    }
    try:
        client.transact_write_items(TransactItems=[{"Update": count}, {"Update": note}])
    except client.exceptions.TransactionCanceledException as cancelled:
        if {reason["Code"] for reason in cancelled.response["CancellationReasons"]} <= LOST_RACE:
            return False
        raise
    return True
