"""The entry point: its environment, and what its import costs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from macro import handler

ROOT = Path(__file__).parents[3]
NAMES_OF_LOADED_MODULES = """
import sys
sys.path.insert(0, sys.argv[1])
before = set(sys.modules)
import macro.handler
for name in sorted(set(sys.modules) - before):
    print(name)
"""


@pytest.fixture
def loaded() -> list[str]:
    command = [sys.executable, "-I", "-S", "-c", NAMES_OF_LOADED_MODULES, str(ROOT)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()


def test_the_import_loads_the_standard_library_and_the_core_only(loaded: list[str]):
    foreign = [name for name in loaded if name.partition(".")[0] not in sys.stdlib_module_names]

    assert [name for name in foreign if not (name + ".").startswith(("macro.", "workflow_updater.core."))] == [
        "workflow_updater"
    ]


def test_the_import_loads_nothing_of_the_standard_library_that_is_slow(loaded: list[str]):
    slow = {"concurrent.futures", "difflib", "asyncio", "http.client", "email", "urllib.request", "ssl", "xml"}

    assert slow.intersection(loaded) == set()


def test_the_handler_takes_its_buckets_from_the_environment(monkeypatch):
    monkeypatch.setenv("WORKFLOW_BUCKETS", " bucket-1, bucket-2 ,")
    seen = []
    monkeypatch.setattr(handler, "respond", lambda event, buckets, source: seen.append((event, buckets)) or {})

    handler.handler({"requestId": "1"}, None)

    assert seen == [({"requestId": "1"}, frozenset({"bucket-1", "bucket-2"}))]


def test_without_buckets_the_handler_says_what_is_missing(monkeypatch):
    monkeypatch.delenv("WORKFLOW_BUCKETS", raising=False)

    answer = handler.handler({"requestId": "1", "fragment": {"Resources": {}}}, None)

    assert answer["requestId"] == "1"
    assert answer["status"] == "failure"
    assert answer["errorMessage"].startswith("E914")


def test_with_snapstart_the_sdk_is_in_the_snapshot(monkeypatch):
    code = f"import sys; sys.path.insert(0, {str(ROOT)!r}); import macro.handler; print('boto3' in sys.modules)"
    monkeypatch.setenv("AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start")

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "True"
