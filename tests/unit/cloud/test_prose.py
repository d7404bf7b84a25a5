"""Every sentence of AWS that the package looks for, quoted."""

from __future__ import annotations

import pytest

from workflow_updater.cloud.aws.prose import denied, is_about_time, told

STACK = "arn:aws:cloudformation:eu-central-1:111122223333:stack/orders/0a1b"


@pytest.mark.parametrize(
    ("sentence", "fault"),
    [
        ("Stack with id orders does not exist", "missing stack"),
        ("Stack [orders] does not exist", "missing stack"),
        ("Stack 'orders' does not exist", "missing stack"),
        ("ChangeSet [update-1] does not exist", "missing change set"),
        (f"Stack:{STACK} is in UPDATE_IN_PROGRESS state and can not be updated.", "busy"),
        (f"Stack:{STACK} is in UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS state and can not be updated.", "busy"),
        (f"Stack:{STACK} is in ROLLBACK_COMPLETE state and can not be updated.", "needs replacement"),
        (f"Stack:{STACK} is in UPDATE_ROLLBACK_FAILED state and can not be updated.", "needs replacement"),
        ("No updates are to be performed.", "no change"),
        ("The submitted information didn't contain changes. Submit different information to …", "no change"),
        ("Template format error: unsupported structure.", "bad template"),
        ("Template error: instance of Fn::GetAtt references undefined resource Role", "bad template"),
        ("Parameters: [OrdersWorkflow] must have values", "bad template"),
        ("Parameters: [Typo] do not exist in the template", "bad template"),
        ("No transform named 111122223333::StepFunctionWorkflowInjector found.", "bad template"),
        ("Transform 111122223333::Injector failed with: E901 {{resolve: is not allowed.", "bad template"),
        ("TemplateURL must reference a valid S3 object to which you have access.", "bad template"),
        (
            "1 validation error detected: Value '…' at 'templateBody' failed to satisfy constraint: "
            "Member must have length less than or equal to 51200",
            "bad template",
        ),
        ("Something nobody has seen yet", "other"),
    ],
)  # fmt: skip
def test_the_sentence_tells_the_fault(sentence: str, fault: str) -> None:
    assert fault == told(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Signature expired: 20110909T000000Z is now earlier than 20110909T233122Z (20110909T233622Z - 5 min.)",
        "Signature not yet current: 20110909T000000Z is still later than 20110908T233122Z (20110908T232622Z + 5 min.)",
    ],
)
def test_a_signature_of_another_time_is_told_from_a_wrong_one(sentence: str) -> None:
    assert is_about_time(sentence)
    assert not is_about_time("The request signature we calculated does not match the signature you provided.")


def test_a_denial_names_action_and_resource() -> None:
    sentence = (
        "User: arn:aws:iam::111122223333:user/dev is not authorized to perform: cloudformation:CreateChangeSet "
        f"on resource: {STACK} because no identity-based policy allows the cloudformation:CreateChangeSet action"
    )

    assert ("cloudformation:CreateChangeSet", STACK) == denied(sentence)


def test_a_denial_without_resource_names_the_action() -> None:
    assert ("sts:GetCallerIdentity", "") == denied("User: x is not authorized to perform: sts:GetCallerIdentity")


def test_the_mute_denial_of_s3_names_nothing() -> None:
    assert ("", "") == denied("Access Denied")
