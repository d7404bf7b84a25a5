"""
Where errors of boto3 end: one table from AWS's codes and botocore's exceptions to the errors of this tool.

    ClientError       by its code; `ValidationError` by its sentence (prose.py); an unknown code by the HTTP status
    BotoCoreError     by its class, the most specific one of its ancestry that the table knows

What a message says: where (operation and subject), what, and as hint the cure.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from botocore import exceptions as botocore_errors
from botocore.parsers import ResponseParserError

from workflow_updater.cloud.aws.prose import denied, is_about_time, told
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


@dataclass(frozen=True)
class Meaning:
    """What an error of AWS means here: *text* may use {subject}, {operation} and {message}."""

    error: type[DeployError]
    text: str
    cure: str = ""


_LOGIN = "log in again (`aws sso login`), or choose other credentials with --profile or AWS_PROFILE"
_SAY_WHO = "name credentials: --profile, AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"
_REACH = "check the network, the region and --endpoint-url; AWS's own health is at https://health.aws.amazon.com"
_LATER = "try again in a minute; if it lasts, something else uses up the account's request rate"
_WHERE = "check the name, --region and --profile"
_HEALTH = "try again in a minute; AWS's own health is at https://health.aws.amazon.com"
NO_ANSWER = "no answer to {operation} of {subject}: {message}"

EXPIRED = Meaning(CloudUnavailable, "the credentials have expired ({operation})", _LOGIN)
INVALID = Meaning(CloudUnavailable, "AWS does not accept the credentials ({operation}): {message}", _SAY_WHO)
CLOCK = Meaning(CloudUnavailable, "AWS refuses the time of {operation}: {message}", "set this machine's clock")
THROTTLED = Meaning(CloudAway, "AWS throttles {operation} of {subject}, after several attempts", _LATER)
DOWN = Meaning(CloudAway, "AWS failed to answer {operation} of {subject}: {message}", _HEALTH)
UNSAID = Meaning(  # HEAD answers have no body; S3 answers 400 to a token that has expired
    CloudUnavailable,
    "AWS refused {operation} of {subject} without saying why ({code})",
    f"the credentials may have expired: {_LOGIN}",
)
DENIED = Meaning(
    AccessDenied,
    "you may not {operation} on {subject}",
    "ask the infra team for this action on this resource; templates and README say what each role needs",
)
DENIED_UNSAID = Meaning(  # the answer to a HEAD: S3 refuses a wrong clock with the same status as a missing right
    AccessDenied,
    "AWS refused {operation} on {subject} without saying why ({code})",
    f"{DENIED.cure}; or set this machine's clock, if the right is there",
)
NO_STACK = Meaning(UsageError, "there is no stack {subject}", _WHERE)
NO_BUCKET = Meaning(UsageError, "the bucket of {subject} does not exist", "check --bucket, --region and --profile")
NO_OBJECT = Meaning(UsageError, "nothing is stored at {subject}", "push the workflow again")
NO_MACHINE = Meaning(UsageError, "the state machine {subject} does not exist", _WHERE)
NO_EXECUTION = Meaning(UsageError, "the execution {subject} does not exist", _WHERE)
ELSEWHERE = Meaning(UsageError, "the bucket of {subject} is in another region", "name its region with --region")
NOT_ACCEPTED = Meaning(UsageError, "AWS does not accept {operation} of {subject}: {message}")
BUSY = Meaning(StackBusy, "the stack {subject} is busy: {message}", "try again when the other operation has ended")
OVERTAKEN = Meaning(
    StackBusy,
    "the change set {subject} cannot be executed any more: {message}",
    "another change came first; try again",
)
OTHER_BYTES = Meaning(Refused, "{subject} holds other bytes already", "nothing was overwritten")
QUOTA = Meaning(CloudUnavailable, "a quota of AWS stops {operation} of {subject}: {message}", "ask the infra team")
CAPABILITIES = Meaning(
    Refused,
    "the template of {subject} needs capabilities that the stack was not deployed with: {message}",
    "the infra team deploys the template once, with the capabilities that it needs",
)
UNKNOWN = Meaning(CloudUnavailable, "AWS answered {operation} of {subject} with {code}: {message}")

PASSING = {500, 502, 503, 504}  # not 501, "not implemented". source: botocore/retries/standard.py

CODES: dict[str, Meaning] = {
    **dict.fromkeys(("ExpiredToken", "ExpiredTokenException", "TokenRefreshRequired"), EXPIRED),
    **dict.fromkeys(
        (
            *("InvalidClientTokenId", "UnrecognizedClientException", "InvalidAccessKeyId", "SignatureDoesNotMatch"),
            *("AuthFailure", "InvalidSignatureException", "IncompleteSignature", "IncompleteSignatureException"),
            *("MissingAuthenticationToken", "MissingAuthenticationTokenException", "InvalidToken", "NotSignedUp"),
        ),
        INVALID,
    ),
    **dict.fromkeys(("RequestTimeTooSkewed", "RequestExpired"), CLOCK),
    **dict.fromkeys(
        (
            *("Throttling", "ThrottlingException", "ThrottledException", "RequestThrottled", "SlowDown"),
            *("RequestThrottledException", "TooManyRequestsException", "RequestLimitExceeded", "429"),
            *("KmsThrottlingException", "BandwidthLimitExceeded"),
        ),
        THROTTLED,
    ),
    **dict.fromkeys(
        (
            *("InternalFailure", "InternalError", "InternalServerError", "InternalServerException"),
            *("ServiceUnavailable", "ServiceUnavailableException", "RequestTimeout", "500", "502", "503", "504"),
        ),
        DOWN,
    ),
    **dict.fromkeys(
        (
            *("AccessDenied", "AccessDeniedException", "UnauthorizedOperation", "AuthorizationError"),
            *("KmsAccessDeniedException", "AllAccessDisabled", "NotAuthorized"),
        ),
        DENIED,
    ),
    "400": UNSAID,
    "403": DENIED_UNSAID,
    **dict.fromkeys(("NoSuchBucket",), NO_BUCKET),
    **dict.fromkeys(("NoSuchKey", "NoSuchVersion", "404"), NO_OBJECT),
    **dict.fromkeys(
        ("PermanentRedirect", "301", "AuthorizationHeaderMalformed", "IllegalLocationConstraintException"), ELSEWHERE
    ),
    **dict.fromkeys(("PreconditionFailed", "412"), OTHER_BYTES),
    **dict.fromkeys(
        (
            *("ValidationException", "InvalidArn", "InvalidName", "InvalidExecutionInput", "ExecutionAlreadyExists"),
            *("StateMachineTypeNotSupported", "InvalidRequest", "InvalidArgument", "InvalidBucketName"),
            *("KeyTooLongError", "EntityTooLarge", "AlreadyExistsException"),
        ),
        NOT_ACCEPTED,
    ),
    "StateMachineDoesNotExist": NO_MACHINE,
    "ExecutionDoesNotExist": NO_EXECUTION,
    "StateMachineDeleting": Meaning(StackBusy, "the state machine {subject} is being deleted", _WHERE),
    **dict.fromkeys(("InvalidChangeSetStatus", "ChangeSetNotFound", "ChangeSetNotFoundException"), OVERTAKEN),
    **dict.fromkeys(("TokenAlreadyExistsException", "OperationInProgressException"), BUSY),
    **dict.fromkeys(("ConditionalRequestConflict", "OperationAborted", "409"), BUSY),
    **dict.fromkeys(("LimitExceededException", "ExecutionLimitExceeded"), QUOTA),
    "InsufficientCapabilitiesException": CAPABILITIES,
    "KmsInvalidStateException": Meaning(
        CloudUnavailable, "the KMS key of {subject} cannot be used: {message}", "ask the infra team to mend the key"
    ),
}

SENTENCES: dict[str, Meaning] = {
    "missing stack": NO_STACK,
    "missing change set": OVERTAKEN,
    "busy": BUSY,
    "needs replacement": Meaning(
        DeploymentFailed,
        "the stack {subject} cannot be updated: {message}",
        "delete the stack and create it again; after UPDATE_ROLLBACK_FAILED continue its rollback first",
    ),
    "no change": Meaning(UsageError, "nothing would change in {subject}"),
    "bad template": Meaning(UsageError, "CloudFormation does not accept the template of {subject}: {message}"),
    "other": NOT_ACCEPTED,
}

CLASSES: dict[type[Exception], Meaning] = {
    botocore_errors.NoRegionError: Meaning(
        UsageError, "no region is set", "name it: --region, AWS_REGION, or `region` in the profile; --local needs none"
    ),
    botocore_errors.InvalidRegionError: Meaning(UsageError, "{message}", "regions look like eu-central-1"),
    botocore_errors.NoCredentialsError: Meaning(
        UsageError, "no credentials were found", f"{_SAY_WHO}; --local needs none"
    ),
    botocore_errors.PartialCredentialsError: Meaning(UsageError, "{message}", _SAY_WHO),
    botocore_errors.ProfileNotFound: Meaning(UsageError, "{message}", "`aws configure list-profiles` names them"),
    botocore_errors.ConfigParseError: Meaning(UsageError, "{message}", "mend the file, or point AWS_CONFIG_FILE away"),
    botocore_errors.CredentialRetrievalError: Meaning(CloudUnavailable, "{message}", _LOGIN),
    botocore_errors.TokenRetrievalError: Meaning(CloudUnavailable, "{message}", _LOGIN),
    botocore_errors.NoAuthTokenError: Meaning(CloudUnavailable, "{message}", _LOGIN),
    botocore_errors.SSOError: Meaning(CloudUnavailable, "{message}", _LOGIN),
    botocore_errors.LoginError: Meaning(CloudUnavailable, "{message}", _LOGIN),
    botocore_errors.ParamValidationError: NOT_ACCEPTED,
    # ConnectionError and HTTPClientError are what the SDK itself asks again. source: botocore/retries/standard.py
    botocore_errors.ConnectionError: Meaning(CloudAway, NO_ANSWER, _REACH),
    botocore_errors.SSLError: Meaning(CloudAway, NO_ANSWER, "check AWS_CA_BUNDLE and the proxy that stands in between"),
    botocore_errors.ProxyConnectionError: Meaning(CloudAway, NO_ANSWER, "check HTTPS_PROXY and NO_PROXY"),
    botocore_errors.HTTPClientError: Meaning(CloudAway, NO_ANSWER, _REACH),
    ResponseParserError: Meaning(  # no BotoCoreError; a proxy or a wrong endpoint answers with a page of its own
        CloudAway, "what answered {operation} of {subject} is not AWS: {message}", _REACH
    ),
    botocore_errors.BotoCoreError: Meaning(CloudUnavailable, "{operation} of {subject} failed: {message}", _REACH),
}


RAISED = (botocore_errors.ClientError, botocore_errors.BotoCoreError, ResponseParserError)
"""Everything that a call of boto3 raises, our own bugs aside."""


def translate(error: Exception, *, operation: str, subject: str) -> DeployError:
    """
    Return what *error*, raised by boto3 for *operation* ("s3:PutObject") of *subject*, means to the user.

    The caller raises it `from error`, so that a traceback still shows both.
    """
    code, message = _code_and_message(error)
    meaning = _meaning(error, code, message)
    if meaning is DENIED:
        action, resource = denied(message)
        operation, subject = action or operation, resource or subject
    text = meaning.text.format(subject=subject, operation=operation, message=message, code=code)
    return meaning.error(text, hint=meaning.cure)


@contextmanager
def translated(operation: str, subject: str) -> Iterator[None]:
    """Raise what boto3 raises inside as an error of this tool."""
    try:
        yield
    except RAISED as error:
        raise translate(error, operation=operation, subject=subject) from error


def code_of(error: botocore_errors.ClientError) -> str:
    """Return AWS's code of an error; where a HEAD answer has no body it is the HTTP status, like "404"."""
    return str(error.response.get("Error", {}).get("Code", ""))


def message_of(error: botocore_errors.ClientError) -> str:
    """Return AWS's sentence of an error."""
    return str(error.response.get("Error", {}).get("Message", ""))


def _code_and_message(error: Exception) -> tuple[str, str]:
    if isinstance(error, botocore_errors.ClientError):
        return code_of(error), message_of(error)
    return type(error).__name__, str(error)


def _meaning(error: Exception, code: str, message: str) -> Meaning:
    if not isinstance(error, botocore_errors.ClientError):
        return next(CLASSES[ancestor] for ancestor in type(error).__mro__ if ancestor in CLASSES)
    if code == "ValidationError":
        return SENTENCES[told(message)]
    if is_about_time(message):
        return CLOCK
    is_passing = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode") in PASSING
    return CODES.get(code, DOWN if is_passing else UNKNOWN)
