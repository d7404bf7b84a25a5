"""What happens to a function in one account is nothing to its namesake in another."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.contract.functions.deployed import deploy, invoke, role_arn
from tests.local_cloud import LocalCloud, new_account

UNTIL_TOLD = """
import pathlib, time
def handler(event, context):
    pathlib.Path(event["began"]).touch()
    for _ in range(1000):
        if pathlib.Path(event["go"]).exists():
            return "done"
        time.sleep(0.01)
"""


def test_a_stack_of_another_account_stops_no_function_of_the_same_name(own_account: LocalCloud, tmp_path: Path) -> None:
    deploy(own_account, "twin", UNTIL_TOLD)
    event = {"began": str(tmp_path / "began"), "go": str(tmp_path / "go")}
    other = own_account.in_account(new_account())
    twin = {
        "FunctionName": "twin",
        "Runtime": "python3.13",
        "Handler": "index.handler",
        "Role": role_arn(other),
        "Code": {"ZipFile": "def handler(event, context): return 'other'"},
    }
    template = {"Resources": {"Twin": {"Type": "AWS::Lambda::Function", "Properties": twin}}}

    with ThreadPoolExecutor() as pool:
        answer = pool.submit(invoke, own_account, "twin", event)
        while not (tmp_path / "began").exists() and not answer.done():
            pass
        stacks = other.client("cloudformation")
        stacks.create_stack(StackName="twin", TemplateBody=json.dumps(template))
        stacks.get_waiter("stack_create_complete").wait(StackName="twin", WaiterConfig={"Delay": 1})
        (tmp_path / "go").touch()

    assert "done" == answer.result().payload
    assert "other" == invoke(other, "twin").payload
    other.close()
