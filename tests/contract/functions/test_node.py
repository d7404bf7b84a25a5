"""Node functions run through the small runtime client that the local cloud brings."""

from __future__ import annotations

import pytest

from tests.contract.functions.deployed import deploy, invoke
from tests.local_cloud import LocalCloud

RUNTIME = "nodejs22.x"


@pytest.mark.parametrize(
    "files",
    [
        {"index.js": "exports.handler = async (event) => ({ got: event })"},
        {"index.cjs": "exports.handler = (event, context, done) => done(null, { got: event })"},
        {"index.mjs": "export const handler = (event) => ({ got: event })"},
    ],
    ids=["commonjs", "callback", "module"],
)
def test_a_function_answers_in_each_way_that_node_has(own_account: LocalCloud, files: dict[str, str]) -> None:
    deploy(own_account, "echo", files, RUNTIME)

    assert invoke(own_account, "echo", {"a": [1, None]}).payload == {"got": {"a": [1, None]}}


def test_the_name_of_an_error_reaches_the_caller(own_account: LocalCloud) -> None:
    source = """
    class CaseNotFound extends Error { constructor(text) { super(text); this.name = "CaseNotFound"; } }
    exports.handler = async () => { console.log("looking"); throw new CaseNotFound("C-1"); };
    """
    deploy(own_account, "lookup", {"index.js": source}, RUNTIME)

    answer = invoke(own_account, "lookup")

    assert answer.is_error
    assert (answer.payload["errorType"], answer.payload["errorMessage"]) == ("CaseNotFound", "C-1")
    assert "INFO\tlooking" in answer.log


@pytest.mark.parametrize(
    ("files", "error"),
    [
        ({"index.mjs": "import 'left-at-home'; export const handler = () => 1"}, "Runtime.ImportModuleError"),
        ({"index.js": "exports.handler = (("}, "Runtime.UserCodeSyntaxError"),
        ({"index.js": "exports.other = () => 1"}, "Runtime.HandlerNotFound"),
        ({"other.js": "exports.handler = () => 1"}, "Runtime.ImportModuleError"),
    ],
)
def test_a_function_that_cannot_be_loaded_says_why(own_account: LocalCloud, files: dict[str, str], error: str) -> None:
    deploy(own_account, "broken", files, RUNTIME)

    assert invoke(own_account, "broken").payload["errorType"] == error


def test_the_context_tells_a_function_about_itself(own_account: LocalCloud) -> None:
    source = """
    exports.handler = async (event, context) => ({
      name: context.functionName, arn: context.invokedFunctionArn, left: context.getRemainingTimeInMillis(),
      account: process.env.AWS_ACCESS_KEY_ID, folder: process.cwd() === process.env.LAMBDA_TASK_ROOT,
    });
    """
    arn = deploy(own_account, "self", {"index.js": source}, RUNTIME)

    told = invoke(own_account, "self").payload

    assert told["name"] == "self"
    assert told["arn"] == arn
    assert 0 < told["left"] <= 20_000
    assert told["account"] == own_account.account
    assert told["folder"] is True
