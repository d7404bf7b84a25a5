"""Whatever is changed in a change set that does what was asked, the review finds it."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.plan.pushing import HELLO, MACHINE, cloud_with, machine, template, wanted
from workflow_updater.cloud.ports import ChangeSet
from workflow_updater.core.change.model import ChangeDetail, ResourceChange
from workflow_updater.core.injection import DEFINITION_PROPERTIES
from workflow_updater.errors import Refused, StackBusy
from workflow_updater.plan.change_sets.review import review_change_set
from workflow_updater.plan.preparation import prepare

STATE_MACHINE = "AWS::StepFunctions::StateMachine"
OUTPUTS = {"Arn": {"Value": {"Ref": "Orders"}, "Export": {"Name": "orders"}}}
TEMPLATE = {**template(Orders=machine(), Returns=machine("Size")), "Outputs": OUTPUTS}
CLOUD = cloud_with(TEMPLATE, parameters={"Size": "7"})
CLOUD.stacks.held["orders"].stack = replace(CLOUD.stacks.held["orders"].stack, settings={"Tags": '{"team": "orders"}'})
PLAN = prepare(wanted(HELLO, resource="Orders"), CLOUD.ports)
SOUND = ChangeSet(
    arn="arn:change-set",
    name="workflow-0123456789ab-00000000",
    stack_arn=PLAN.target.stack_arn,
    status="CREATE_COMPLETE",
    execution_status="AVAILABLE",
    reason="",
    changes=(
        ResourceChange(
            "Orders",
            STATE_MACHINE,
            "Modify",
            "False",
            ("Properties",),
            (ChangeDetail("Properties", "DefinitionString", "Never", "/Properties/DefinitionString", "Static"),),
            MACHINE,
        ),
    ),
    parameters={"Workflow": "s3://bucket/orders/x", "Size": "7"},
    settings={"Tags": '{"team": "orders"}'},
)
(CHANGE,) = SOUND.changes
(DETAIL,) = CHANGE.details

texts = st.text(max_size=12)
names = st.sampled_from(["Orders", "Returns", "RoleArn", "DefinitionString", "Tags", "Properties", ""]) | texts
details = st.builds(ChangeDetail, names, names, st.sampled_from(["Never", "Always", ""]), names, texts, texts, names)
changes = st.builds(
    ResourceChange,
    names.filter(lambda name: name != "Orders"),
    st.sampled_from([STATE_MACHINE, "AWS::IAM::Role"]) | texts,
    st.sampled_from(["Add", "Modify", "Remove", "Import", "Dynamic"]),
    st.sampled_from(["True", "False", "Conditional", ""]),
    st.lists(names, max_size=2).map(tuple),
    st.lists(details, max_size=2).map(tuple),
    texts,
)


def but(value, field, others):
    """Return *value* with another text in its *field*."""
    return others.filter(lambda other: other != getattr(value, field)).map(
        lambda other: replace(value, **{field: other})
    )


def is_beside(detail):
    """Return whether *detail* speaks of anything but the definition."""
    below = [f"/Properties/{name}" for name in DEFINITION_PROPERTIES]
    return (
        detail.attribute != "Properties"
        or detail.name not in DEFINITION_PROPERTIES
        or detail.requires_recreation not in {"", "Never"}
        or not (detail.path == "" or detail.path.lstrip("/").startswith(tuple(one.lstrip("/") for one in below)))
    )


other_details = st.one_of(
    details.filter(is_beside),
    but(DETAIL, "attribute", names),
    but(DETAIL, "name", names.filter(lambda name: name not in DEFINITION_PROPERTIES)),
    but(DETAIL, "requires_recreation", st.sampled_from(["Always", "Conditionally"])),
    st.sampled_from(["/Properties/RoleArn", "/Metadata/Workflow", "/Properties/DefinitionSubstitutions/A"]).map(
        lambda path: replace(DETAIL, path=path)
    ),
)
mutated_change = st.one_of(
    but(CHANGE, "logical_id", names),
    but(CHANGE, "type", texts),
    but(CHANGE, "action", st.sampled_from(["Add", "Remove", "Import", "Dynamic", "SyncWithActual"]) | texts),
    but(CHANGE, "replacement", st.sampled_from(["True", "Conditional"])),
    but(CHANGE, "physical_id", texts.filter(bool)),
    st.just(replace(CHANGE, details=())),
    other_details.map(lambda one: replace(CHANGE, details=(one,))),
    st.tuples(st.booleans(), other_details).map(
        lambda pair: replace(CHANGE, details=(pair[1], DETAIL) if pair[0] else (DETAIL, pair[1]))
    ),
    names.filter(lambda name: name != "Properties").map(lambda one: replace(CHANGE, scope=("Properties", one))),
)
mutations = st.one_of(
    mutated_change.map(lambda one: replace(SOUND, changes=(one,))),
    st.tuples(st.integers(0, 200), changes).map(
        lambda pair: replace(SOUND, changes=(*[CHANGE] * pair[0], pair[1], *[CHANGE] * (200 - pair[0])))
    ),
    texts.filter(lambda value: value not in {"7", "****"}).map(
        lambda value: replace(SOUND, parameters={**SOUND.parameters, "Size": value})
    ),
    st.tuples(names.filter(lambda name: name not in SOUND.parameters), texts.filter(lambda text: text != "****")).map(
        lambda pair: replace(SOUND, parameters={**SOUND.parameters, pair[0]: pair[1]})
    ),
    st.tuples(st.sampled_from(["Tags", "NotificationARNs", "RollbackConfiguration"]), texts.filter(bool)).map(
        lambda pair: replace(SOUND, settings={**SOUND.settings, pair[0]: pair[1]})
    ),
    but(SOUND, "stack_arn", texts),
)


class Injected:
    """The stack as it is, and a processed template with that definition in it."""

    def __init__(self, definition=PLAN.definition, outputs=OUTPUTS):
        self._definition, self._outputs = definition, outputs

    def __getattr__(self, name):
        return getattr(CLOUD.stacks, name)

    def processed_template(self, arn):
        return {"Resources": {"Orders": machine(DefinitionString=self._definition)}, "Outputs": self._outputs}


def test_the_change_set_that_all_mutations_start_from_is_sound():
    review_change_set(PLAN, SOUND, Injected())


@given(mutations)
@settings(deadline=None)  # the machine may be busy
def test_a_change_set_with_one_foreign_change_is_never_executed(mutation):
    with pytest.raises((Refused, StackBusy)):
        review_change_set(PLAN, mutation, Injected())


@given(
    st.sampled_from([{}, {"Arn": {"Value": {"Ref": "Orders"}}}, {**OUTPUTS, "Arn": {"Value": "another"}}])
    | st.tuples(texts.filter(lambda name: name != "Arn"), texts).map(lambda pair: {**OUTPUTS, pair[0]: pair[1]})
)
@settings(deadline=None)
def test_an_output_that_a_macro_made_otherwise_is_never_carried_along(outputs):
    with pytest.raises(Refused, match=r"\n  output (.|\n)*: would change"):
        review_change_set(PLAN, SOUND, Injected(outputs=outputs))


@given(
    texts
    | st.dictionaries(texts, texts, max_size=3).map(json.dumps)
    | st.sampled_from(
        [PLAN.definition.replace("Succeed", "Fail"), PLAN.definition + "x", PLAN.definition[:-1], "", "{}"]
    )
)
@settings(deadline=None)
def test_a_definition_that_is_another_is_never_executed(definition):
    with pytest.raises(Refused, match="another definition"):
        review_change_set(PLAN, SOUND, Injected(definition))
