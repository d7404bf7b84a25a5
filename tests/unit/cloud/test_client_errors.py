"""What boto3 raises becomes an error of this tool, with exit code, place and cure."""

from __future__ import annotations

import pytest
from botocore import exceptions as botocore_errors
from botocore.parsers import ResponseParserError

from workflow_updater.cloud.aws.client_errors import CLASSES, CODES, SENTENCES, Meaning, translate, translated
from workflow_updater.errors import (
    AccessDenied,
    CloudAway,
    CloudUnavailable,
    DeployError,
    DeploymentFailed,
    Refused,
    StackBusy,
    UsageError,
)

OPERATION = "cloudformation:CreateChangeSet"


def client_error(code: str, message: str = "said AWS") -> botocore_errors.ClientError:
    return botocore_errors.ClientError({"Error": {"Code": code, "Message": message}}, "CreateChangeSet")


def translation(error: Exception) -> DeployError:
    return translate(error, operation=OPERATION, subject="orders")


@pytest.mark.parametrize(
    ("code", "kind", "part"),
    [
        ("ExpiredToken", CloudUnavailable, "credentials have expired"),
        ("ExpiredTokenException", CloudUnavailable, "credentials have expired"),
        ("InvalidClientTokenId", CloudUnavailable, "does not accept the credentials"),
        ("RequestTimeTooSkewed", CloudUnavailable, f"the time of {OPERATION}"),
        ("400", CloudUnavailable, f"refused {OPERATION} of orders"),
        ("Throttling", CloudAway, "throttles cloudformation:CreateChangeSet of orders"),
        ("SlowDown", CloudAway, "throttles"),
        ("InternalFailure", CloudAway, "failed to answer"),
        ("AccessDenied", AccessDenied, "you may not cloudformation:CreateChangeSet on orders"),
        ("403", AccessDenied, f"refused {OPERATION} on orders without saying why"),
        ("NoSuchBucket", UsageError, "bucket of orders does not exist"),
        ("NoSuchKey", UsageError, "nothing is stored at orders"),
        ("301", UsageError, "in another region"),
        ("PreconditionFailed", Refused, "holds other bytes"),
        ("StateMachineDoesNotExist", UsageError, "state machine orders does not exist"),
        ("ExecutionDoesNotExist", UsageError, "execution orders does not exist"),
        ("InvalidExecutionInput", UsageError, "said AWS"),
        ("InvalidChangeSetStatus", StackBusy, "cannot be executed any more"),
        ("LimitExceededException", CloudUnavailable, "quota"),
        ("InsufficientCapabilitiesException", Refused, "capabilities"),
        ("NeverSeenBefore", CloudUnavailable, "with NeverSeenBefore: said AWS"),
    ],
)
def test_a_code_becomes_an_error_with_place(code: str, kind: type[DeployError], part: str) -> None:
    error = translation(client_error(code))

    assert kind is type(error)
    assert part in error.message


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("Stack with id orders does not exist", UsageError),
        ("Stack:x is in UPDATE_IN_PROGRESS state and can not be updated.", StackBusy),
        ("Stack:x is in ROLLBACK_COMPLETE state and can not be updated.", DeploymentFailed),
        ("Something nobody has seen yet", UsageError),
    ],
)
def test_a_validation_error_is_told_by_its_sentence(sentence: str, kind: type[DeployError]) -> None:
    assert kind is type(translation(client_error("ValidationError", sentence)))


@pytest.mark.parametrize("code", ["SignatureDoesNotMatch", "InvalidSignatureException"])
@pytest.mark.parametrize("state", ["expired", "not yet current"])
def test_a_signature_of_another_time_is_no_fault_of_the_credentials(code: str, state: str) -> None:
    error = translation(client_error(code, f"Signature {state}: 20260101T000000Z is now …"))

    assert "set this machine's clock" == error.hint


@pytest.mark.parametrize(
    "error",
    [
        botocore_errors.ConnectionClosedError(endpoint_url="https://cloudformation"),
        botocore_errors.ConnectTimeoutError(endpoint_url="https://cloudformation"),
        botocore_errors.ProxyConnectionError(proxy_url="http://proxy"),
        botocore_errors.SSLError(endpoint_url="https://cloudformation", error="bad certificate"),
    ],
)
def test_a_lost_connection_is_passing_and_names_the_call_and_its_subject(error: Exception) -> None:
    lost = translation(error)

    assert CloudAway is type(lost)
    assert f"no answer to {OPERATION} of orders" in lost.message


@pytest.mark.parametrize(("status", "kind"), [(503, CloudAway), (501, CloudUnavailable)])
def test_a_server_error_with_a_code_that_nobody_knows_is_passing_as_others_are(
    status: int, kind: type[CloudUnavailable]
) -> None:
    answer = {"Error": {"Code": "Unheard", "Message": "of"}, "ResponseMetadata": {"HTTPStatusCode": status}}

    assert kind is type(translation(botocore_errors.ClientError(answer, "CreateChangeSet")))


def test_a_denial_names_the_action_and_the_resource_that_aws_named() -> None:
    sentence = "User: dev is not authorized to perform: iam:PassRole on resource: arn:aws:iam::1:role/x because …"

    assert (
        "you may not iam:PassRole on arn:aws:iam::1:role/x"
        == translation(client_error("AccessDenied", sentence)).message
    )


@pytest.mark.parametrize(
    ("error", "kind", "part"),
    [
        (botocore_errors.NoRegionError(), UsageError, "no region is set"),
        (botocore_errors.NoCredentialsError(), UsageError, "no credentials"),
        (botocore_errors.ProfileNotFound(profile="dev"), UsageError, "(dev)"),
        (botocore_errors.EndpointConnectionError(endpoint_url="http://x"), CloudAway, "no answer to"),
        (botocore_errors.ConnectTimeoutError(endpoint_url="http://x"), CloudAway, "http://x"),
        (botocore_errors.ReadTimeoutError(endpoint_url="http://x"), CloudAway, "no answer to"),
        (botocore_errors.SSOTokenLoadError(profile_name="dev", error_msg="gone"), CloudUnavailable, "SSO"),
        (botocore_errors.UnauthorizedSSOTokenError(), CloudUnavailable, "SSO"),
        (botocore_errors.TokenRetrievalError(provider="sso", error_msg="expired"), CloudUnavailable, "sso"),
        (botocore_errors.CredentialRetrievalError(provider="x", error_msg="no"), CloudUnavailable, "x"),
        (botocore_errors.ParamValidationError(report="Bad name"), UsageError, "Bad name"),
        (ResponseParserError("invalid XML received"), CloudAway, "is not AWS"),
        (botocore_errors.UnknownServiceError(service_name="x", known_service_names="y"), CloudUnavailable, "failed"),
    ],
)  # fmt: skip
def test_an_exception_of_botocore_is_told_by_its_class(error: Exception, kind: type[DeployError], part: str) -> None:
    found = translation(error)

    assert kind is type(found)
    assert part in found.message


def test_the_most_specific_class_wins() -> None:
    general = CLASSES[botocore_errors.HTTPClientError]
    specific = translation(botocore_errors.ProxyConnectionError(proxy_url="http://proxy"))

    assert "check HTTPS_PROXY and NO_PROXY" == specific.hint != general.cure


def test_inside_the_block_boto3_never_comes_through() -> None:
    with pytest.raises(CloudUnavailable) as caught, translated(OPERATION, "orders"):
        raise client_error("Throttling")

    assert isinstance(caught.value.__cause__, botocore_errors.ClientError)


def test_our_own_bugs_come_through_untouched() -> None:
    with pytest.raises(KeyError), translated(OPERATION, "orders"):
        raise KeyError("bug")


@pytest.mark.parametrize("meaning", [*CODES.values(), *SENTENCES.values(), *CLASSES.values()])
def test_every_meaning_can_be_told(meaning: Meaning) -> None:
    text = meaning.text.format(subject="SUBJECT", operation="OPERATION", message="MESSAGE", code="CODE")

    assert "{" not in text
    assert meaning.cure or "{message}" in meaning.text or meaning.error is UsageError
