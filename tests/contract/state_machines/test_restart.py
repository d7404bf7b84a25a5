"""A server that is stopped and started again: what ran has ended, what was deployed is still there."""

from __future__ import annotations

from pathlib import Path

from tests.contract.functions.deployed import deploy
from tests.contract.state_machines.machines import create, ended, history, one_state, start, until_event
from tests.local_cloud import LocalCloud
from workflow_updater.local_cloud import supervisor


def test_an_execution_that_was_running_has_failed_after_a_restart(tmp_path: Path) -> None:
    folder = tmp_path / "cloud"
    running = supervisor.up(folder)
    try:
        cloud = LocalCloud(running, running.account, running.access_key_id, running.secret_access_key)
        function = deploy(cloud, "echo", "def handler(event, context): return event")
        machine = create(cloud, one_state({"Type": "Task", "Resource": function}))
        execution = start(cloud, create(cloud, one_state({"Type": "Wait", "Seconds": 600})))
        until_event(cloud, execution, "WaitStateEntered")
        cloud.close()
        supervisor.stop(running)
        running = supervisor.up(folder)
        cloud = LocalCloud(running, running.account, running.access_key_id, running.secret_access_key)

        found = ended(cloud, execution)

        assert (found["status"], found["error"]) == ("FAILED", "States.ServiceRestart")
        assert found["cause"] == "Execution was running when service restarted"
        assert [event["type"] for event in history(cloud, execution)][-1] == "ExecutionFailed"
        assert ended(cloud, start(cloud, machine, {"a": 1}))["output"] == '{"a":1}'
        cloud.close()
    finally:
        supervisor.stop(running)
