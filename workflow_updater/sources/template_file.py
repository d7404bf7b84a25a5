"""CloudFormation templates as plain values; the one door to cfn-flip."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from workflow_updater.errors import UsageError

# CloudFormation answers a `?` for what is not ASCII; how many for one character is not said, so runs count as one.
_LOST = re.compile(r"(?:\?|[^\x00-\x7f])+")


def read_template(path: Path) -> str:
    """
    Return the text of the template in *path*.

    Raises:
        UsageError: there is no such file, or it is not UTF-8.
    """
    try:
        return path.read_text("utf-8")
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}: not UTF-8: {error.reason} at byte {error.start}") from error
    except OSError as error:
        raise UsageError(
            f"{path}: cannot read the template: {error.strerror}", hint="--template names a file"
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
    return parsed


def _json(text: str) -> object:
    """Return the value of JSON *text*, None when it is something else (a YAML flow mapping begins like JSON)."""
    try:
        return json.loads(text)
    except ValueError:
        return None


def _yaml(text: str, origin: str) -> object:
    import cfn_flip
    import yaml  # its errors are what cfn-flip raises

    try:
        loaded = cfn_flip.load_yaml(text)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = f"{origin}:{mark.line + 1}:{mark.column + 1}" if mark else origin
        what = error.problem or error.context
        raise UsageError(f"{place}: neither JSON nor YAML: {what}", hint="correct the syntax at this place") from error
    except (yaml.YAMLError, ValueError, TypeError) as error:
        raise UsageError(f"{origin}: neither JSON nor YAML: {' '.join(str(error).split())}") from error
    # Dates become text and ordered dicts plain ones, as in the JSON that CloudFormation answers.
    plain: object = json.loads(json.dumps(loaded, default=str))
    return plain


def same_template(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Return whether two parsed templates are equal as far as CloudFormation's answer, ASCII only, lets one see."""
    first, second = (json.dumps(_as_answered(template), sort_keys=True) for template in (one, other))
    return first == second  # as text: for Python 1 equals True


def _as_answered(value: object) -> object:
    match value:
        case dict():
            return {str(_as_answered(key)): _as_answered(inner) for key, inner in value.items()}
        case list():
            return [_as_answered(inner) for inner in value]
        case str():
            return _LOST.sub("?", value)
    return value


def is_intact(text: str) -> bool:
    """Return whether CloudFormation's answer *text* is surely the template that was given: no character was lost."""
    return text.isascii() and "?" not in text
