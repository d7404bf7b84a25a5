"""The template in the README works as it stands there, once it has the two resources that it refers to."""

from __future__ import annotations

import re
from pathlib import Path

from tests.functional.pushing import Account
from tests.trust import MACHINE_TRUST
from workflow_updater.sources.template_file import parse_template

README = Path(__file__).parents[2] / "README.md"

ROLE = {
    "Type": "AWS::IAM::Role",
    "Properties": {"AssumeRolePolicyDocument": MACHINE_TRUST},
}
PUSHED = {"StartAt": "Reserve", "States": {"Reserve": {"Type": "Pass", "Result": "${ReserveArn}", "End": True}}}


def test_the_template_in_the_readme_takes_a_workflow(account: Account) -> None:
    [text] = re.findall(r"```yaml\n(Transform:.*?)```", README.read_text("utf-8"), re.DOTALL)
    document = dict(parse_template(text, "README.md"))
    reserve = {"Type": "AWS::SQS::Queue"}
    document["Resources"] = {**document["Resources"], "OrdersRole": ROLE, "Reserve": reserve}

    account.create_stack("readme", document)
    before = account.live("readme")
    code = account.push("readme", PUSHED)

    assert before["StartAt"] == "WorkflowNotPushed"
    assert code == 0
    assert account.live("readme")["States"]["Reserve"]["Result"].startswith("arn:aws:sqs:")
