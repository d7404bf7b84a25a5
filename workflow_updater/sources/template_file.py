"""CloudFormation templates as plain values; the one door to cfn-flip."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from workflow_updater.errors import UsageError


def read_template(path: Path) -> str:
    """
    Return the text of the template in *path*.

    Raises:
        UsageError: there is no such file, or it is not UTF-8.
    """
    try:
        return path.read_bytes().decode()  # every byte as it is: line ends are part of what is published
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}: not UTF-8: {error.reason} at byte {error.start}") from error
    except OSError as error:
        raise UsageError(
            f"{path}: cannot read the template: {error.strerror}", hint="check the path; it counts from here"
        ) from error


def parse_template(text: str, origin: str) -> dict[str, Any]:
    """
    Return the template as plain dicts with long-form intrinsics; *origin* names it in the message of a failure.

    Raises:
        UsageError: it is neither JSON nor YAML, or no object with Resources.
    """
    parsed = _json(text) if text.lstrip().startswith("{") else None
    if parsed is None:
        parsed = _yaml(text, origin)
    if not isinstance(parsed, dict) or not isinstance(parsed.get("Resources"), dict):
        raise UsageError(f"{origin}: not a CloudFormation template: it has no Resources")
    parameters = parsed.get("Parameters") or {}
    if not isinstance(parameters, dict) or not all(isinstance(one, dict) for one in parameters.values()):
        raise UsageError(f"{origin}: not a CloudFormation template: its Parameters are not objects")
    return parsed


def _json(text: str) -> object:
    """Return the value of JSON *text*, None when it is something else (a YAML flow mapping begins like JSON)."""
    try:
        return json.loads(text)
    except ValueError:
        return None


def _yaml(text: str, origin: str) -> object:
    import yaml  # its errors are what cfn-flip raises

    try:
        loaded: object = json.loads(_yaml_as_json(text))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = f"{origin}:{mark.line + 1}:{mark.column + 1}" if mark else origin
        what = error.problem or error.context
        raise UsageError(f"{place}: neither JSON nor YAML: {what}", hint="correct the syntax at this place") from error
    except (yaml.YAMLError, ValueError, TypeError) as error:
        raise UsageError(f"{origin}: neither JSON nor YAML: {' '.join(str(error).split())}") from error
    return loaded


@lru_cache(maxsize=4)  # one push reads the same template several times: stored, deployed, deployed still
def _yaml_as_json(text: str) -> str:
    """Return YAML as JSON: dates become text and ordered dicts plain ones, as in what CloudFormation answers."""
    import cfn_flip
    import yaml
    from cfn_tools.yaml_loader import CfnYamlLoader  # type: ignore[import-untyped] # of cfn-flip

    quick = getattr(yaml, "CSafeLoader", None)  # libyaml is ten times as fast, and not everywhere
    if quick is not None:
        constructors = {name: getattr(CfnYamlLoader, name) for name in ("yaml_constructors", "yaml_multi_constructors")}
        try:
            return json.dumps(yaml.load(text, type("QuickLoader", (quick,), constructors)), default=str)  # noqa: S506
        except yaml.YAMLError:  # told by cfn-flip, whose places and words are the same everywhere
            pass
    return json.dumps(cfn_flip.load_yaml(text), default=str)
