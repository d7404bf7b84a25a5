"""
One push by us and by others, beside what the cloud itself needs for it: `python -m benchmarks.deploy`.

The embedded cloud is the same for all, with a stack for each, once at AWS's pace and once without delays; a push is a
process that is started with warm files, and its definition is a new one each time. The cloud tells what it needs
itself: from the arrival of CreateChangeSet until the change set is made, and from the arrival of ExecuteChangeSet
until the stack's last event; to that comes one PutObject. A client can only be slower than that. Prints a table in
Markdown, for docs/benchmarks.md.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from workflow_updater.local_cloud import supervisor
from workflow_updater.local_cloud.running import Running

ROOT = Path(__file__).parents[1]
STACK = "hello"
TEMPLATE = ROOT / "templates" / "workflow_stack.yaml"
OURS = "deploy-workflow"
PEERS = {
    "aws s3 cp, aws cloudformation deploy": ROOT / ".venv-awscli" / "bin" / "aws",
    "aws s3 cp, sam deploy": ROOT / ".venv-samcli" / "bin" / "sam",
}
AWS = PEERS["aws s3 cp, aws cloudformation deploy"]
RUNS = {"at AWS's pace": 3, "without delays": 5}
PUTS = 5
COLUMNS = ("client", "a push: median, max s", "the cloud itself s", "above it s", "above it %", "times ours")


class Push(NamedTuple):
    """One push: the seconds of the process, and those of the cloud for it, its PutObject left out."""

    seconds: float
    cloud: float


@dataclass(frozen=True)
class Bench:
    """A running cloud with the stack that is pushed into, and a folder for definitions."""

    running: Running
    folder: Path

    @property
    def bucket(self) -> str:
        """The bucket that `bootstrap` made."""
        return f"workflows-{self.running.account}-{self.running.region}"

    @property
    def environment(self) -> dict[str, str]:
        """The variables that point a program to the cloud, and to nothing of the user."""
        return {
            "PATH": os.environ["PATH"],
            "HOME": str(self.folder),
            "AWS_ENDPOINT_URL": self.running.endpoint,
            "AWS_REGION": self.running.region,
            "AWS_DEFAULT_REGION": self.running.region,
            "AWS_ACCESS_KEY_ID": self.running.access_key_id,
            "AWS_SECRET_ACCESS_KEY": self.running.secret_access_key,
            "AWS_PAGER": "",
            "SAM_CLI_TELEMETRY": "0",
        }

    def call(self, *command: str | Path) -> None:
        """
        Run a program.

        Raises:
            SystemExit: it ended with another code than 0.
        """
        ended = subprocess.run(
            [str(word) for word in command], env=self.environment, cwd=self.folder, capture_output=True, check=False
        )
        if ended.returncode:
            said = (ended.stdout + ended.stderr).decode()[-800:]
            raise SystemExit(f"the figures are void: {command[0]} ended with {ended.returncode}\n{said}")

    def push(self, client: Callable[[Bench, Path], None], number: int) -> Push:
        """Return how long *client* takes to push a definition that *number* makes a new one."""
        definition = self.folder / f"pushed{number}.asl.json"
        state = {"Type": "Pass", "Result": number, "End": True}
        definition.write_text(json.dumps({"StartAt": "Hello", "States": {"Hello": state}}), "utf-8")
        started = time.perf_counter()
        client(self, definition)
        seconds = time.perf_counter() - started
        with urllib.request.urlopen(f"{self.running.endpoint}/_local_cloud/change_sets") as answer:
            told = json.load(answer)[-1]
        return Push(seconds, told["made_seconds"] + told["executed_seconds"])

    def put_seconds(self) -> float:
        """Return what one PutObject takes, connection and client being there."""
        import boto3

        s3 = boto3.client(
            "s3",
            endpoint_url=self.running.endpoint,
            region_name=self.running.region,
            aws_access_key_id=self.running.access_key_id,
            aws_secret_access_key=self.running.secret_access_key,
        )
        took = []
        for number in range(PUTS + 1):
            started = time.perf_counter()
            s3.put_object(Bucket=self.bucket, Key=f"bench/{number}", Body=b"{}")
            took += [time.perf_counter() - started] if number else []
        s3.close()
        return statistics.median(took)


def ours(bench: Bench, definition: Path) -> None:
    """Push as our users do."""
    bench.call(*_ours(), "--stack", STACK, "--workflow", definition)


def aws_deploy(bench: Bench, definition: Path) -> None:
    """Push with AWS's own command line: the upload, then the stack."""
    location = _upload(bench, definition)
    bench.call(
        *(AWS, "cloudformation", "deploy", "--stack-name", f"{STACK}-aws", "--template-file", TEMPLATE),
        *("--capabilities", "CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"),
        *("--parameter-overrides", f"Workflow={location}"),
    )


def sam_deploy(bench: Bench, definition: Path) -> None:
    """Push with `sam deploy`, after the same upload."""
    location = _upload(bench, definition)
    bench.call(
        *(PEERS["aws s3 cp, sam deploy"], "deploy", "--stack-name", f"{STACK}-sam", "--template-file", TEMPLATE),
        *("--capabilities", "CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND", "--no-confirm-changeset"),
        *("--s3-bucket", bench.bucket, "--region", bench.running.region),
        *("--parameter-overrides", f"Workflow={location}"),
    )


CLIENTS = {OURS: ours, "aws s3 cp, aws cloudformation deploy": aws_deploy, "aws s3 cp, sam deploy": sam_deploy}


def main() -> None:
    """Measure at both paces, and print the tables."""
    clients = {
        name: client for name, client in CLIENTS.items() if name == OURS or (AWS.exists() and PEERS[name].exists())
    }
    print(f"{os.cpu_count()} cores, Python {sys.version.split()[0]}; the definition of one state, one stack.")
    for pace, runs in RUNS.items():
        with _cloud(realistic=pace == "at AWS's pace") as bench:
            pushes: dict[str, list[Push]] = {name: [] for name in clients}
            for run in range(runs + 1):  # the first warms files and functions, and makes the stacks of the others
                for index, (name, client) in enumerate(clients.items()):
                    measured = bench.push(client, run * len(clients) + index)
                    pushes[name] += [measured] if run else []
            put = bench.put_seconds()
        print(f"\nThe cloud {pace}, {runs} runs, PutObject {put:.2f} s:\n")
        print(f"| {' | '.join(COLUMNS)} |\n{'|---' * len(COLUMNS)}|")
        for name in clients:
            print(_row(name, pushes, put))
    for name in CLIENTS.keys() - clients.keys():
        print(f"not installed, not measured: {name}", file=sys.stderr)


@contextmanager
def _cloud(*, realistic: bool) -> Iterator[Bench]:
    with tempfile.TemporaryDirectory() as scratch:
        running = supervisor.up(Path(scratch, "cloud"), ephemeral=True, realistic=realistic)
        bench = Bench(running, Path(scratch))
        try:
            bench.call(*_ours(), "bootstrap", "--stack", STACK)
            yield bench
        finally:
            supervisor.stop(running)


def _ours() -> tuple[str | Path, ...]:
    return sys.executable, ROOT / "deploy_workflow.py"


def _upload(bench: Bench, definition: Path) -> str:
    location = f"s3://{bench.bucket}/workflows/{definition.name}"
    bench.call(AWS, "s3", "cp", "--only-show-errors", definition, location)
    return location


def _row(name: str, pushes: dict[str, list[Push]], put: float) -> str:
    seconds = [push.seconds for push in pushes[name]]
    middle, cloud = statistics.median(seconds), _itself(pushes[name], put)
    above = statistics.median(push.seconds - push.cloud - put for push in pushes[name])
    ratio = middle / statistics.median(push.seconds for push in pushes[OURS])
    cells = [name, f"{middle:.2f}, {max(seconds):.2f}", f"{cloud:.2f}", f"{above:.2f}", f"{100 * above / cloud:.1f}"]
    return f"| {' | '.join([*cells, f'{ratio:.2f}'])} |"


def _itself(pushes: Sequence[Push], put: float) -> float:
    return statistics.median(push.cloud for push in pushes) + put


if __name__ == "__main__":
    main()
