"""What a role lacks, and what it has too much."""

from __future__ import annotations

from typing import Any

from workflow_updater.core.permissions.comparison import Comparison, Excess, compare
from workflow_updater.core.permissions.document import policy_document
from workflow_updater.core.permissions.grant import Certainty, Grant, Need
from workflow_updater.core.permissions.policy import statements

TABLE = "arn:aws:dynamodb:eu-central-1:111122223333:table/orders"


def need(action: str = "dynamodb:GetItem", resource: str = TABLE, certainty: Certainty = "sure") -> Need:
    return Need(Grant(action, resource), ("/States/A",), certainty, "" if certainty == "sure" else "because")


def compared(*needs: Need, policy: list[dict[str, Any]], unknown: tuple[str, ...] = ()) -> Comparison:
    return compare(needs, statements({"Statement": policy}, "own"), unknown=unknown)


def allow(action: object, resource: object = TABLE) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": action, "Resource": resource}


def test_a_role_with_just_what_is_needed_differs_in_nothing() -> None:
    assert compared(need(), policy=[allow("dynamodb:GetItem")]) == Comparison()


def test_what_is_not_allowed_is_missing() -> None:
    (lack,) = compared(need(), policy=[]).missing

    assert (lack.need, lack.reason) == (need(), "not allowed")


def test_what_may_be_needed_is_not_missing_but_unsure() -> None:
    found = compared(need(certainty="perhaps"), policy=[])

    assert found.missing == ()
    assert [lack.need for lack in found.unsure] == [need(certainty="perhaps")]


def test_a_role_that_names_one_table_is_unsure_where_only_the_execution_knows_which() -> None:
    anywhere = need(resource="arn:aws:dynamodb:*:*:table/*", certainty="open")
    (lack,) = compared(anywhere, policy=[allow("dynamodb:GetItem")]).unsure

    assert lack.reason == "allowed on a part of it, by own"


def test_behind_a_policy_that_nobody_can_read_nothing_is_surely_missing() -> None:
    found = compared(need(), policy=[], unknown=("arn:aws:iam::aws:policy/Some",))

    assert found.missing == ()
    assert "unless by arn:aws:iam::aws:policy/Some" in found.unsure[0].reason


def test_an_action_that_nobody_needs_is_too_much() -> None:
    found = compared(need(), policy=[allow(["dynamodb:GetItem", "dynamodb:Scan"])])

    assert found.excess == (Excess("own", "dynamodb:Scan", TABLE, "unneeded"),)


def test_a_wildcard_in_an_action_is_wider_than_what_is_needed() -> None:
    found = compared(need(), policy=[allow("dynamodb:*")])

    assert found.excess == (Excess("own", "dynamodb:*", TABLE, "wider", ("dynamodb:GetItem",)),)


def test_a_wildcard_in_a_resource_is_wider_than_what_is_needed() -> None:
    found = compared(need(), policy=[allow("dynamodb:GetItem", "*")])

    assert found.excess == (Excess("own", "dynamodb:GetItem", "*", "wider", (TABLE,)),)


def test_a_wildcard_is_not_too_much_where_only_the_execution_knows_which() -> None:
    anywhere = need(resource="arn:aws:dynamodb:*:*:table/*", certainty="open")

    assert compared(anywhere, policy=[allow("dynamodb:GetItem", "arn:aws:dynamodb:*:*:table/*")]) == Comparison()


def test_not_action_is_told_to_be_wider() -> None:
    (excess,) = compared(need(), policy=[{"Effect": "Allow", "NotAction": ["iam:*"], "Resource": "*"}]).excess

    assert (excess.action, excess.kind, excess.than) == ("all but iam:*", "wider", ("dynamodb:GetItem",))


def test_what_is_denied_is_not_too_much() -> None:
    listed = [allow("dynamodb:GetItem"), {**allow("dynamodb:DeleteTable"), "Effect": "Deny"}]

    assert compared(need(), policy=listed) == Comparison()


def test_the_written_policy_is_just_what_is_needed() -> None:
    needs = (
        need("dynamodb:GetItem"),
        need("dynamodb:PutItem"),
        need("dynamodb:PutItem", "arn:aws:dynamodb:*:*:table/other"),
        need("lambda:InvokeFunction", "arn:aws:lambda:*:*:function:*", "open"),
        need("lambda:InvokeFunction", "arn:aws:lambda:*:*:function:price"),
        Need(
            Grant("iam:PassRole", "*", (("StringEquals", "iam:PassedToService", "x"),)), ("/States/A",), "perhaps", "n"
        ),
    )
    document = policy_document(needs)

    assert compare(needs, statements(document, "written")) == Comparison()
    assert [one["Sid"] for one in document["Statement"]] == ["Dynamodb", "Dynamodb2", "Lambda", "PerhapsIam"]
    assert document["Statement"][2]["Resource"] == ["arn:aws:lambda:*:*:function:*"]


def test_what_is_surely_needed_stays_beside_what_may_be_needed_of_more() -> None:
    perhaps, surely = need("dynamodb:GetItem", "*", "perhaps"), need("dynamodb:GetItem")

    assert [one["Resource"] for one in policy_document((perhaps, surely))["Statement"]] == [[TABLE], ["*"]]
