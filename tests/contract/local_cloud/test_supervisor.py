"""The life of the background process."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.contract.cloudformation.deployments import change_set, create_macros, queue
from tests.contract.cloudformation.probe import PROBE
from tests.local_cloud import LocalCloud
from workflow_updater.errors import UsageError
from workflow_updater.local_cloud import running, supervisor
from workflow_updater.local_cloud.running import Running

ROOT = Path(__file__).parents[3]


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """Return the folder of a local cloud that is ended afterwards."""
    yield tmp_path / ".local_cloud"
    supervisor.down(tmp_path / ".local_cloud")


def ended(pid: int) -> bool:
    """Wait until process *pid*, which may be our child, is gone."""
    for _ in range(500):
        child = supervisor._CHILDREN.get(pid)
        if child is not None and child.poll() is not None:
            return True
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.02)
    return False


def ephemeral_folder(cloud: Running) -> Path:
    (folder,) = [path for path in supervisor.ephemeral_folders() if running.read(path) == cloud]
    return folder


def children(pid: int) -> list[int]:
    found = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=False)
    return [int(child) for child in found.stdout.split()]


def seen(cloud: Running) -> LocalCloud:
    return LocalCloud(cloud, cloud.account, cloud.access_key_id, cloud.secret_access_key)


def test_up_twice_is_one_server(folder: Path) -> None:
    first = supervisor.up(folder)

    assert supervisor.up(folder) == first == supervisor.status(folder)
    assert (first.account, first.region) == ("111122223333", "eu-central-1")


@pytest.mark.parametrize("option", [{"auth": True}, {"realistic": True}, {"port": 1}], ids=str)
def test_a_running_server_without_what_is_asked_for_is_told(folder: Path, option: dict[str, int]) -> None:
    first = supervisor.up(folder)

    with pytest.raises(UsageError) as failure:
        supervisor.up(folder, **option)

    assert f"already runs without --{next(iter(option))}" in failure.value.message
    assert first.endpoint in failure.value.message


def test_a_running_server_that_is_stricter_than_asked_for_will_do(folder: Path) -> None:
    strict = supervisor.up(folder, auth=True)

    assert supervisor.up(folder) == supervisor.up(folder, auth=True) == strict


def test_up_at_the_same_time_is_one_server(folder: Path) -> None:
    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(lambda _: supervisor.up(folder), range(2))

    assert first == second


def test_down_ends_the_process_and_says_whether_there_was_one(folder: Path) -> None:
    cloud = supervisor.up(folder)

    assert supervisor.down(folder) is True
    assert ended(cloud.pid)
    assert supervisor._CHILDREN[cloud.pid].returncode == 0, (folder / "server.log").read_text()
    assert supervisor.status(folder) is None
    assert supervisor.down(folder) is False
    assert not (folder / "tmp").exists()


def test_the_next_process_has_the_same_port(folder: Path) -> None:
    # Addresses of queues contain it, and stacks hand them to functions.
    first = supervisor.up(folder)
    supervisor.down(folder)

    assert supervisor.up(folder).endpoint == first.endpoint


def test_a_port_that_somebody_else_has_meanwhile_is_not_waited_for(folder: Path) -> None:
    first = supervisor.up(folder)
    supervisor.down(folder)

    with socket.create_server(("127.0.0.1", urlsplit(first.endpoint).port or 0)):
        second = supervisor.up(folder)

    assert second.endpoint != first.endpoint


def test_a_port_that_is_taken_is_told_in_one_line(folder: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(UsageError) as failure:
            supervisor.up(folder, port=port)

    assert f"port {port} cannot be had" in failure.value.message
    assert "Traceback" not in failure.value.message


@pytest.mark.parametrize("below", ["", "deeper/still"])
def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path, below: str) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(UsageError) as failure:
        supervisor.up(tmp_path / "file" / below)

    assert f"cannot keep its state in {tmp_path / 'file' / below}" in failure.value.message


def test_git_shows_nothing_of_the_folder(folder: Path) -> None:
    subprocess.run(["git", "init", "-q", folder.parent], check=True)
    supervisor.up(folder)
    shown = subprocess.run(
        ["git", "-C", folder.parent, "status", "--short"], check=True, capture_output=True, text=True
    )

    assert shown.stdout == ""


def test_reset_leaves_what_is_not_the_clouds_own(tmp_path: Path) -> None:
    (tmp_path / "work.txt").write_text("mine")
    supervisor.up(tmp_path)

    supervisor.reset(tmp_path)

    assert [path.name for path in tmp_path.iterdir()] == ["work.txt"]


def test_reset_of_a_folder_in_which_no_cloud_ever_was_wipes_nothing(tmp_path: Path) -> None:
    (tmp_path / "work.txt").write_text("mine")

    assert supervisor.reset(tmp_path) is False
    assert [path.name for path in tmp_path.iterdir()] == ["work.txt"]


def test_a_folder_may_have_any_name(tmp_path: Path) -> None:
    cloud = seen(supervisor.up(tmp_path / "with spaces ünïcödé"))
    create_macros(cloud, PROBE, "Probe")
    made = change_set(cloud, "s", {"Transform": "Probe", "Resources": {"Q": queue()}}, ChangeSetType="CREATE")
    cloud.close()
    supervisor.reset(tmp_path / "with spaces ünïcödé")

    assert made["Status"] == "CREATE_COMPLETE", made.get("StatusReason")


def test_what_a_killed_process_left_is_no_obstacle(folder: Path) -> None:
    first = supervisor.up(folder)
    os.kill(first.pid, signal.SIGKILL)
    assert ended(first.pid)

    assert supervisor.status(folder) is None
    second = supervisor.up(folder)

    assert second.pid != first.pid
    assert supervisor.status(folder) == second


def test_state_outlives_the_process(folder: Path) -> None:
    before = seen(supervisor.up(folder))
    create_macros(before, PROBE, "Probe")
    before.client("s3").create_bucket(Bucket="kept", CreateBucketConfiguration={"LocationConstraint": before.region})
    before.client("s3").put_object(Bucket="kept", Key="k", Body=b"body")
    before.close()
    supervisor.down(folder)

    after = seen(supervisor.up(folder))
    made = change_set(after, "s", {"Transform": "Probe", "Resources": {"Q": queue()}}, ChangeSetType="CREATE")
    body = after.client("s3").get_object(Bucket="kept", Key="k")["Body"].read()
    after.close()

    assert made["Status"] == "CREATE_COMPLETE", made.get("StatusReason")
    assert body == b"body"


def test_reset_wipes_the_state(folder: Path) -> None:
    supervisor.up(folder)

    assert supervisor.reset(folder) is True
    assert not folder.exists()
    assert supervisor.reset(folder) is False


def test_an_ephemeral_cloud_leaves_nothing_behind(folder: Path) -> None:
    cloud = supervisor.up(folder, ephemeral=True)
    own = ephemeral_folder(cloud)
    view = seen(cloud)
    create_macros(view, PROBE, "Probe")
    change_set(view, "s", {"Transform": "Probe", "Resources": {"Q": queue()}}, ChangeSetType="CREATE")
    view.close()

    functions = children(cloud.pid)

    os.kill(cloud.pid, signal.SIGTERM)

    assert ended(cloud.pid)
    assert functions
    assert all(ended(pid) for pid in functions)
    assert not own.exists()
    assert not folder.exists()


def test_what_a_killed_ephemeral_cloud_left_is_swept_by_the_next(folder: Path) -> None:
    killed = supervisor.up(folder, ephemeral=True)
    left = ephemeral_folder(killed)
    os.kill(killed.pid, signal.SIGKILL)
    assert ended(killed.pid)

    supervisor.stop(supervisor.up(folder, ephemeral=True))

    assert not left.exists()


def test_an_operation_that_a_stop_interrupts_is_told_as_failed(folder: Path) -> None:
    before = seen(supervisor.up(folder, realistic=True))
    template = json.dumps({"Resources": {"Q": queue()}})
    before.client("cloudformation").create_stack(StackName="half", TemplateBody=template)
    before.client("cloudformation").create_change_set(
        StackName="review", ChangeSetName="half", ChangeSetType="CREATE", TemplateBody=template
    )
    before.close()
    supervisor.down(folder)

    after = seen(supervisor.up(folder))
    stack = after.client("cloudformation").describe_stacks(StackName="half")["Stacks"][0]
    made = after.client("cloudformation").describe_change_set(StackName="review", ChangeSetName="half")
    after.close()

    assert (stack["StackStatus"], made["Status"]) == ("CREATE_FAILED", "FAILED")
    assert stack["StackStatusReason"] == made["StatusReason"]
    assert "stopped" in made["StatusReason"]


@pytest.mark.parametrize("pid", [2**22 + 1, os.getpid()], ids=["dead", "another program"])
def test_a_record_of_a_dead_server_counts_for_nothing(folder: Path, pid: int) -> None:
    folder.mkdir()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    stale = Running(f"http://127.0.0.1:{port}", "eu-central-1", "111122223333", "111122223333", "x", pid)
    running.write(folder, stale)

    assert supervisor.status(folder) is None
    assert supervisor.up(folder).pid != pid


def test_another_server_on_the_recorded_port_is_not_taken_for_ours(folder: Path, local_cloud: LocalCloud) -> None:
    folder.mkdir()
    running.write(folder, Running(local_cloud.endpoint, "eu-central-1", "1", "1", "x", os.getpid()))

    assert supervisor.status(folder) is None
    assert supervisor.down(folder) is False
    assert local_cloud.client("sts").get_caller_identity()["Account"] == "111122223333"


@pytest.mark.parametrize("text", ["", "{", "[]", '{"endpoint": 1}'])
def test_an_unreadable_record_counts_for_nothing(folder: Path, text: str) -> None:
    folder.mkdir()
    (folder / running.FILE).write_text(text)

    assert supervisor.status(folder) is None


def test_a_crash_at_the_start_shows_the_log(folder: Path, local_cloud: LocalCloud) -> None:
    with pytest.raises(UsageError) as failure:
        supervisor.up(folder, port=urlsplit(local_cloud.endpoint).port)

    assert "did not start" in failure.value.message
    assert "Address already in use" in failure.value.message
    assert str(folder / "server.log") in failure.value.hint


def test_an_ephemeral_crash_leaves_nothing_but_its_message(
    folder: Path, local_cloud: LocalCloud, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    with pytest.raises(UsageError) as failure:
        supervisor.up(folder, ephemeral=True, port=urlsplit(local_cloud.endpoint).port)

    assert "Address already in use" in failure.value.message
    assert supervisor.ephemeral_folders() == []


def test_the_server_outlives_the_process_that_started_it(folder: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from workflow_updater.local_cloud import supervisor;"
        "print(supervisor.up(Path(sys.argv[1])).pid)"
    )
    starter = subprocess.run(
        [sys.executable, "-c", code, str(folder)], capture_output=True, text=True, check=True, cwd=ROOT
    )

    cloud = supervisor.status(folder)

    assert cloud is not None
    assert cloud.pid == int(starter.stdout)
    assert os.getsid(cloud.pid) != os.getsid(0)
    # Not our child: only its lock tells when it has written its last byte.
    assert supervisor.reset(folder) is True
    assert ended(cloud.pid)
    assert not folder.exists()


def test_nothing_of_a_real_account_reaches_the_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_PROFILE", "production")
    monkeypatch.setenv("AWS_SESSION_TOKEN", "secret")
    monkeypatch.setenv("SERVICES", "s3")

    assert {"AWS_PROFILE", "AWS_SESSION_TOKEN", "AWS_ACCESS_KEY_ID", "SERVICES"}.isdisjoint(supervisor._environment())


def test_realistic_operations_can_be_watched(folder: Path) -> None:
    cloud = seen(supervisor.up(folder, ephemeral=True, realistic=True))
    client = cloud.client("cloudformation")
    body = json.dumps({"Resources": {"Q": queue()}})
    made = client.create_change_set(StackName="s", ChangeSetName="c", ChangeSetType="CREATE", TemplateBody=body)
    statuses = [client.describe_change_set(ChangeSetName=made["Id"])["Status"]]
    while statuses[-1] == "CREATE_PENDING":
        time.sleep(0.05)
        statuses.append(client.describe_change_set(ChangeSetName=made["Id"])["Status"])
    cloud.close()
    supervisor.stop(cloud.running)

    assert (statuses[0], statuses[-1]) == ("CREATE_PENDING", "CREATE_IN_PROGRESS")
