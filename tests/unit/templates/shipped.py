"""The shipped templates and workflows, and how to find things in them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from workflow_updater.core.definition.document import Document
from workflow_updater.sources.definition_file import read_definition
from workflow_updater.sources.template_file import parse_template

ROOT = Path(__file__).parents[3]
TEMPLATES = sorted((ROOT / "templates").glob("*.yaml"))
# Which template makes the stack of which workflow; a workflow without one of its own runs on the generic one.
GENERIC = ROOT / "templates" / "workflow_stack.yaml"
WORKFLOWS = {
    folder.name: own if (own := ROOT / "templates" / f"{folder.name}.yaml").is_file() else GENERIC
    for folder in sorted((ROOT / "workflows").iterdir())
    if folder.is_dir() and not folder.name.startswith(("_", "."))
}


def template(path: Path) -> dict[str, Any]:
    return parse_template(path.read_text("utf-8"), path.name)


def definition(workflow: str) -> dict[str, Any]:
    read = read_definition(ROOT / "workflows" / workflow)
    assert isinstance(read, Document), read
    return dict(read.value)


def resources(path: Path, kind: str) -> dict[str, dict[str, Any]]:
    """Return logical id → properties of all resources of that type."""
    found = template(path)["Resources"]
    return {name: one.get("Properties", {}) for name, one in found.items() if one["Type"] == kind}


def statements(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield `ROLE/POLICY` and statement of all that a template allows and denies: its roles, and who it is for."""
    for name, policy in resources(path, "AWS::IAM::ManagedPolicy").items():
        for statement in policy["PolicyDocument"]["Statement"]:
            yield name, statement
    for name, role in resources(path, "AWS::IAM::Role").items():
        for policy in role.get("Policies", []):
            for statement in policy["PolicyDocument"]["Statement"]:
                yield f"{name}/{policy['PolicyName']}", statement


def as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
