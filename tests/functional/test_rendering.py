"""Templates on the embedded cloud: what a repository holds, an environment names and AWS knows becomes what runs."""

from __future__ import annotations

import json
from pathlib import Path

from tests.functional.pushing import template
from workflow_updater.cli import main

TOML = """
[workflows.orders]
stack = "that of another account"

[environments.test]
patches = ["overlays/short.json"]

[environments.test.workflows.orders]
stack = "rendered"

[environments.test.variables]
steps = ["Pack", "Send"]
"""
DEFINITION = """{%- macro step(name, next) -%}
"{{ name }}": {"Type": "Pass", "Result": {{ name | tojson }}, "Next": "{{ next }}"}
{%- endmacro -%}
{
  "Comment": "{{ output('queues', 'Region') }} {{ ssm('/orders/owner') }}",
  "StartAt": "{{ steps | first }}",
  "States": {
    {% for name in steps %}{{ step(name, loop.nextitem | default("Done")) }},
    {% endfor %}
    {% include "/shared/done.json" %}
  }
}
"""
STACK = {
    "Resources": {"Topic": {"Type": "AWS::SNS::Topic"}},
    "Outputs": {"Region": {"Value": {"Ref": "AWS::Region"}}},
}


def write(name: str, text: str) -> None:
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    Path(name).write_text(text, "utf-8")


def repository(account) -> None:
    Path(".git").mkdir()
    write("workflows.toml", TOML)
    write("workflows/orders/definition.asl.json.j2", DEFINITION)
    write("shared/done.json", '"Done": {"Type": "Wait", "Seconds": 60, "End": true}')
    write("overlays/short.json", '[{"op": "replace", "path": "/States/Done/Seconds", "value": 1}]')
    account.cloud.client("ssm").put_parameter(Name="/orders/owner", Value="shop", Type="String", Overwrite=True)


def test_what_is_rendered_is_what_runs(account, capsys):
    account.create_stack("queues", STACK)
    account.create_stack("rendered", template())
    repository(account)

    assert main(["--workflow", "workflows/orders", "--environment", "test", "--run", "{}"]) == 0

    live = account.live("rendered")
    assert f"{account.cloud.region} shop" == live["Comment"]
    assert ["Pack", "Send", "Done"] == list(live["States"])
    assert {"Type": "Wait", "Seconds": 1, "End": True} == live["States"]["Done"]
    capsys.readouterr()
    assert main(["render", "orders", "--environment", "test"]) == 0
    assert live == json.loads(capsys.readouterr().out)
    assert main(["plan", "--workflow", "workflows/orders", "--environment", "test", "--detailed-exitcode"]) == 0
    assert main(["status", "--stack", "rendered", "--workflow", "orders", "--environment", "test"]) == 0


def test_a_secret_is_not_rendered_and_nothing_is_pushed(account, capsys):
    account.create_stack("secretive", template())
    account.cloud.client("ssm").put_parameter(Name="/orders/key", Value="x", Type="SecureString", Overwrite=True)
    write("x.asl.json.j2", '{"Comment": "{{ ssm("/orders/key") }}"}')
    before = account.live("secretive")

    assert main(["--stack", "secretive", "--workflow", "x.asl.json.j2"]) == 3

    assert "x.asl.json.j2:1:17 E012 the parameter /orders/key is a SecureString" in capsys.readouterr().err
    assert before == account.live("secretive")
