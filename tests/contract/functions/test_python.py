"""Python functions run through AWS's own runtime client, in an environment like AWS's."""

from __future__ import annotations

import os

import pytest

from tests.contract.functions.deployed import deploy, invoke, package
from tests.local_cloud import LocalCloud


def test_the_name_of_an_exception_reaches_the_caller(own_account: LocalCloud) -> None:
    deploy(
        own_account,
        "lookup",
        """
        class CaseNotFound(Exception): ...
        def handler(event, context): raise CaseNotFound(event["id"])
        """,
    )

    answer = invoke(own_account, "lookup", {"id": "C-1"})

    assert answer.is_error
    assert answer.payload["errorType"] == "CaseNotFound"
    assert answer.payload["errorMessage"] == "C-1"
    assert "[ERROR] CaseNotFound: C-1" in answer.log


@pytest.mark.parametrize(
    ("source", "error", "message"),
    [
        (
            "import left_at_home",
            "Runtime.ImportModuleError",
            "Unable to import module 'index': No module named 'left_at",
        ),
        ("def handler(", "Runtime.UserCodeSyntaxError", "Syntax error in module 'index'"),
        ("other = 1", "Runtime.HandlerNotFound", "Handler 'handler' missing on module 'index'"),
        ("import os\ndef handler(event, context): os._exit(1)", "Runtime.ExitError", "Runtime exited without"),
    ],
)
def test_a_function_that_cannot_run_says_why_as_aws_says_it(
    own_account: LocalCloud, source: str, error: str, message: str
) -> None:
    deploy(own_account, "broken", source)

    answer = invoke(own_account, "broken")

    assert answer.is_error
    assert answer.payload["errorType"] == error
    assert message in answer.payload["errorMessage"]


def test_a_function_that_takes_too_long_ends_as_sandbox_timedout(own_account: LocalCloud) -> None:
    deploy(own_account, "slow", "import time\ndef handler(event, context): time.sleep(9)", Timeout=1)

    answer = invoke(own_account, "slow")

    assert answer.payload["errorType"] == "Sandbox.Timedout"
    assert answer.payload["errorMessage"].endswith("Error: Task timed out after 1.00 seconds")
    assert "Task timed out after 1.00 seconds" in answer.log


def test_what_a_function_packages_lacks_is_missing_although_the_server_has_it(own_account: LocalCloud) -> None:
    deploy(own_account, "borrower", "import ministack\ndef handler(event, context): pass")

    assert invoke(own_account, "borrower").payload["errorType"] == "Runtime.ImportModuleError"


def test_boto3_is_there_and_talks_to_the_local_cloud_as_the_functions_account(own_account: LocalCloud) -> None:
    source = "import boto3\ndef handler(event, context): return boto3.client('sts').get_caller_identity()['Account']"
    deploy(own_account, "who", source)

    assert invoke(own_account, "who").payload == own_account.account


def test_a_packaged_module_wins_over_the_runtimes_own(own_account: LocalCloud) -> None:
    files = {"index.py": "import six\ndef handler(event, context): return six.mine", "six.py": "mine = True"}
    deploy(own_account, "own-six", files)

    assert invoke(own_account, "own-six").payload is True


def test_a_function_sees_its_own_variables_and_none_of_the_servers(own_account: LocalCloud) -> None:
    source = "import os\ndef handler(event, context): return {**os.environ, 'cwd': os.getcwd()}"
    deploy(own_account, "environment", source, Environment={"Variables": {"TABLE": "cases", "AWS_REGION": "mars-1"}})

    seen = invoke(own_account, "environment").payload

    assert seen["TABLE"] == "cases"
    assert seen["AWS_REGION"] == own_account.region
    assert seen["AWS_ENDPOINT_URL"] == own_account.endpoint
    assert seen["AWS_ACCESS_KEY_ID"] == own_account.account
    assert seen["AWS_LAMBDA_FUNCTION_NAME"] == "environment"
    assert seen["LAMBDA_TASK_ROOT"] == seen["cwd"]
    assert seen["AWS_SHARED_CREDENTIALS_FILE"] == os.devnull
    assert not {"AWS_PROFILE", "AWS_SESSION_TOKEN", "HOME", "GATEWAY_PORT", "MINISTACK_ACCOUNT_ID"} & set(seen)


def test_an_environment_is_used_again_and_keeps_what_the_module_holds(own_account: LocalCloud) -> None:
    deploy(own_account, "counter", "calls = []\ndef handler(event, context): calls.append(1); return len(calls)")

    assert [invoke(own_account, "counter").payload for _ in range(3)] == [1, 2, 3]


def test_new_code_is_used_after_an_update(own_account: LocalCloud) -> None:
    deploy(own_account, "changing", "def handler(event, context): return 'old'")
    assert invoke(own_account, "changing").payload == "old"

    changed = package({"index.py": "def handler(event, context): return 'new'"})
    own_account.client("lambda").update_function_code(FunctionName="changing", ZipFile=changed)

    assert invoke(own_account, "changing").payload == "new"


def test_everything_a_function_prints_stands_in_its_log(own_account: LocalCloud) -> None:
    source = """
    import sys
    def handler(event, context):
        for number in range(200): print("line", number)
        print("to stderr", file=sys.stderr)
        sys.stdout.write("without an end")
    """
    deploy(own_account, "talker", source)

    invoke(own_account, "talker")

    lines = [event["message"] for event in logged(own_account, "talker")]
    assert lines[0].startswith("START RequestId:")
    assert lines[1:201] == [f"line {number}" for number in range(200)]
    assert "to stderr" in lines
    assert lines[-2].startswith("END RequestId:")
    assert lines[-1].startswith("REPORT RequestId:")


def test_a_layer_is_on_the_module_path(own_account: LocalCloud) -> None:
    layer = own_account.client("lambda").publish_layer_version(
        LayerName="shared", Content={"ZipFile": package({"python/shared.py": "word = 'hello'"})}
    )
    source = "import shared\ndef handler(event, context): return shared.word"
    deploy(own_account, "layered", source, Layers=[layer["LayerVersionArn"]])

    assert invoke(own_account, "layered").payload == "hello"


def logged(cloud: LocalCloud, function: str) -> list[dict[str, str]]:
    logs, group = cloud.client("logs"), f"/aws/lambda/{function}"
    (stream,) = logs.describe_log_streams(logGroupName=group)["logStreams"]
    found = logs.get_log_events(logGroupName=group, logStreamName=stream["logStreamName"], startFromHead=True)
    return list(found["events"])
