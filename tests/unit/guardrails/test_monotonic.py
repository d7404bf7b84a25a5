"""More states never make a workflow more allowed; and no state, whatever it is, makes the judge fail."""

from __future__ import annotations

import copy
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.unit.core.json_values import json_values
from workflow_updater.core.definition.machine import scopes
from workflow_updater.core.guardrails.judge import judge
from workflow_updater.core.guardrails.policy import Policy
from workflow_updater.core.guardrails.read_policy import read_policy

RESOURCES = st.sampled_from(
    [
        "arn:aws:states:::lambda:invoke",
        "arn:aws:states:::http:invoke",
        "arn:aws:states:::states:startExecution",
        "arn:aws:states:::aws-sdk:iam:createUser",
        "arn:aws:states:::sqs:sendMessage",
        "${A}",
        "${B}",
        "x${A}",
    ]
)
VALUES = st.sampled_from(["${A}", "${B}", "${A}${B}", "orders", "orders-${A}", "{% $x %}", "$.x"])
NAMES = st.sampled_from(["FunctionName", "FunctionName.$", "QueueUrl", "Payload", "Payload.$", "Entries.$", "X${A}"])
ARGUMENTS = st.dictionaries(NAMES, VALUES, max_size=3)
TASKS = st.fixed_dictionaries(
    {"Type": st.just("Task"), "Resource": RESOURCES},
    optional={
        "Parameters": ARGUMENTS,
        "Arguments": ARGUMENTS,
        "QueryLanguage": st.sampled_from(["JSONata", "JSONPath", "${L}"]),
        "Credentials": st.fixed_dictionaries({"RoleArn": VALUES}),
        "TimeoutSeconds": st.just(3),
        "Retry": st.just([{"ErrorEquals": ["States.ALL"]}]),
        "Catch": st.just([{"ErrorEquals": ["States.ALL"], "Next": "A"}]),
    },
)


def machines(states: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.fixed_dictionaries({"States": st.dictionaries(st.sampled_from("abcd"), states, max_size=3)})


def nesting(states: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    lanes = st.sampled_from([0, 1, 3, 50, "${A}", "${B}"])
    modes = st.sampled_from([{}, {"Mode": "DISTRIBUTED"}])
    processors = st.builds(lambda machine, mode: {**machine, "ProcessorConfig": mode}, machines(states), modes)
    maps = st.fixed_dictionaries(
        {"Type": st.just("Map"), "ItemProcessor": processors}, optional={"MaxConcurrency": lanes}
    )
    parallels = st.fixed_dictionaries(
        {"Type": st.just("Parallel"), "Branches": st.lists(machines(states), min_size=1, max_size=2)}
    )
    return maps | parallels


PASSES = st.just({"Type": "Pass"}) | st.just({"Type": "${T}"})
STATES = st.recursive(TASKS | PASSES, nesting, max_leaves=6)
PATTERNS = st.lists(st.sampled_from(["*", "${A}", "orders", "orders-*"]), max_size=2)
POLICIES = st.fixed_dictionaries(
    {
        "Resources": st.lists(
            st.sampled_from(["*", "arn:aws:states:::lambda:*", "arn:aws:states:::http:invoke"]), max_size=2
        ),
        "Targets": st.dictionaries(st.sampled_from(["*", "FunctionName", "QueueUrl"]), PATTERNS, max_size=2),
    },
    optional={
        "Denied": st.just(["arn:aws:states:::aws-sdk:*"]),
        "Credentials": PATTERNS,
        "Require": st.lists(st.sampled_from(["Timeout", "Retry", "Catch"]), max_size=2),
        "Limits": st.fixed_dictionaries(
            {},
            optional={"States": st.integers(0, 5), "Nesting": st.integers(0, 2), "MaxConcurrency": st.integers(0, 60)},
        ),
    },
)


def policy_of(document: Any) -> Policy:
    policy = read_policy(document)
    assert isinstance(policy, Policy)
    return policy


@given(machines(STATES), STATES, POLICIES, st.integers(0, 20))
def test_another_state_never_turns_a_refusal_into_an_acceptance(definition, state, document, where):
    policy = policy_of(document)
    before = judge(definition, policy)
    larger = copy.deepcopy(definition)
    places = [scope.body["States"] for scope in scopes(larger)]
    places[where % len(places)]["a new one"] = state

    after = judge(larger, policy)

    places_before = {(finding.rule, finding.pointer) for finding in before}
    assert places_before <= {(finding.rule, finding.pointer) for finding in after}


@given(json_values(), POLICIES)
def test_any_json_is_judged_and_stays_as_it_was(value: Any, document: Any):
    policy = policy_of(document)
    shapes = [{"Type": "Task", "Resource": value, "Parameters": value, "Credentials": value, "Retry": value}]
    shapes += [{"Type": "Map", "ItemProcessor": value, "ItemReader": {"Resource": value}, "MaxConcurrency": value}]
    shapes += [{"Type": value, "QueryLanguage": value, "Catch": value}, value]
    for definition in (value, {"States": value}, *({"States": {"A": shape}} for shape in shapes)):
        before = copy.deepcopy(definition)

        assert isinstance(judge(definition, policy), list)
        assert definition == before


def test_maps_that_multiply_beyond_what_can_be_written_are_told():
    state: dict[str, Any] = {"Type": "Pass"}
    for _ in range(30):
        state = {"Type": "Map", "MaxConcurrency": 10**300, "ItemProcessor": {"States": {"A": state}}}

    found = judge(
        {"States": {"A": state}}, policy_of({"Resources": [], "Targets": {}, "Limits": {"MaxConcurrency": 9}})
    )

    assert {finding.message.partition(" iterations")[0] for finding in found} == {"1,000,000,000"}
    assert len(found) == 30
