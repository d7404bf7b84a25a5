"""Functions in few words, for the contract tests of Lambda and Step Functions."""

from __future__ import annotations

import base64
import io
import json
import textwrap
import zipfile
from dataclasses import dataclass
from typing import Any

from tests.local_cloud import LocalCloud


@dataclass(frozen=True)
class Invoked:
    """What a call answered: the payload, whether it is an error, and the end of the log."""

    payload: Any
    is_error: bool
    log: str


def package(files: dict[str, str]) -> bytes:
    """Return a zip of *files* (name → text, dedented)."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, textwrap.dedent(text))
    return packed.getvalue()


def deploy(cloud: LocalCloud, name: str, files: dict[str, str] | str, runtime: str = "python3.13", **given: Any) -> str:
    """Create a function from *files* (or the text of index.py) and return its ARN."""
    files = {"index.py": files} if isinstance(files, str) else files
    made = cloud.client("lambda").create_function(
        FunctionName=name,
        Runtime=runtime,
        Code={"ZipFile": package(files)},
        **{"Role": role_arn(cloud), "Handler": "index.handler", "Timeout": 20, **given},
    )
    return str(made["FunctionArn"])


def role_arn(cloud: LocalCloud, name: str = "anyone") -> str:
    """Return the ARN of a role, which need not exist as long as IAM is not enforced."""
    return f"arn:aws:iam::{cloud.account}:role/{name}"


def invoke(cloud: LocalCloud, name: str, event: Any = None) -> Invoked:
    """Invoke the function *name* and return what it answered."""
    answer = cloud.client("lambda").invoke(FunctionName=name, Payload=json.dumps(event), LogType="Tail")
    with answer["Payload"] as payload:
        text = payload.read()
    log = base64.b64decode(answer.get("LogResult", "")).decode()
    return Invoked(json.loads(text), "FunctionError" in answer, log)
