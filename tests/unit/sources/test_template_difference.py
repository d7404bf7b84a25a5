"""CloudFormation's copy of a template: what is lost in it, and what can still be told from it."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workflow_updater.errors import UsageError
from workflow_updater.sources.template_difference import parse_answered, template_differences, told_paths

KOELN = "Description: Köln € ja\nResources: {Shop: {Type: T, City: Köln}, München: {Type: 'Größe?'}}\n"


def answered(text: str, lost: str = "?") -> str:
    """Return *text* as CloudFormation gives it back."""
    return "".join(character if character.isascii() else lost for character in text)


@pytest.mark.parametrize("lost", ["?", "??", "????"])
def test_a_template_equals_its_copy(lost: str) -> None:
    assert template_differences(KOELN, answered(KOELN, lost)) == ()


@pytest.mark.parametrize("lost", ["?", "??"])
def test_a_template_in_another_form_equals_its_copy(lost: str) -> None:
    as_json = json.dumps(
        {
            "Resources": {"München": {"Type": "Größe?"}, "Shop": {"City": "Köln", "Type": "T"}},
            "Description": "Köln € ja",
        },
        ensure_ascii=False,
        indent=1,
    )

    assert template_differences(as_json, answered(KOELN, lost)) == ()
    assert template_differences(json.dumps(json.loads(as_json)), answered(KOELN, lost)) == ()


def test_a_copy_that_is_no_yaml_any_more_is_read_all_the_same() -> None:
    read = parse_answered(answered(KOELN), "copy")

    assert (read["Resources"]["Shop"]["Type"], "Description") == ("T", next(iter(read)))


@pytest.mark.parametrize(
    ("one", "other", "paths"),
    [
        ("Resources: {A: 1}", "Resources: {A: 2}", ("Resources.A",)),
        ("Resources: {A: true}", "Resources: {A: 1}", ("Resources.A",)),
        ("Resources: {A: '1'}", "Resources: {A: 1}", ("Resources.A",)),
        ("Resources: {A: [1, {B: 2}]}", "Resources: {A: [1, {B: 3}]}", ("Resources.A[1].B",)),
        ("Resources: {A: [1]}", "Resources: {A: [1, 2]}", ("Resources.A",)),
        ("Resources: {A: 1, B: 2}", "Resources: {B: 2, C: 3}", ("Resources.A", "Resources.C")),
        ("Resources: {A: !Ref X}", "Resources: {A: {Ref: Y}}", ("Resources.A.Ref",)),
        ("Resources: {A: Köln}", "Resources: {A: Koln}", ("Resources.A",)),
        ("Resources: {Ä: 1}", "Resources: {'?': 2}", ("Resources.?",)),
        ("Resources: {A: lost0}", "Resources: {A: '?'}", ("Resources.A",)),
        ("Resources: {A: a}\n# lost0", "Resources: {A: ''}\n", ("Resources.A",)),
    ],
)
def test_where_two_templates_differ_is_told(one: str, other: str, paths: tuple[str, ...]) -> None:
    assert template_differences(one, other) == paths
    assert set(template_differences(other, one)) == set(paths)


def test_a_question_mark_of_yamls_own_is_left_to_yaml() -> None:
    text = "Resources:\n  ? A\n  : {B: 1}\n"

    assert parse_answered(text, "copy") == {"Resources": {"A": {"B": 1}}}
    assert template_differences(text, "Resources: {A: {B: 1}}") == ()


def test_what_is_no_template_is_told_as_it_is() -> None:
    with pytest.raises(UsageError, match=r"orders.yaml:1:1[0-9]: neither JSON nor YAML"):
        template_differences("Resources: [ö", "Resources: {}", "orders.yaml")


def test_of_many_paths_three_are_told() -> None:
    assert told_paths(("A", "B", "C")) == "A, B, C"
    assert told_paths(("A", "B", "C", "D", "E")) == "A, B, C and 2 more"


json_values = st.recursive(
    st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
)


@settings(deadline=None)  # the machine may be busy
@given(st.dictionaries(st.text(st.characters(max_codepoint=0x7E), min_size=1), json_values))
def test_whatever_is_in_a_template_it_equals_its_copy(resources: dict[str, object]) -> None:
    text = json.dumps({"Resources": resources}, ensure_ascii=False)

    assert template_differences(text, answered(text)) == ()
    assert (
        template_differences(json.dumps({"Resources": resources}, ensure_ascii=False, indent=2), answered(text)) == ()
    )
