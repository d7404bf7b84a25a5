"""
`s3:if-none-match` and `s3:if-match`: headers of a conditional write as condition keys of IAM, which MiniStack lacks.

source: S3 user guide, "Enforce conditional writes on Amazon S3 buckets"
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from workflow_updater.local_cloud import hooks

HOOK = "conditional_writes"
_HEADERS = ("if-none-match", "if-match")


def install() -> None:
    """Hook in."""
    from ministack.core import iam_actions

    plain = hooks.private(iam_actions, "s3_service_context", hook=HOOK)

    def context(action: str, query: Any, path: str = "", headers: Mapping[str, str] | None = None) -> dict[str, Any]:
        found: dict[str, Any] = plain(action, query, path, headers)
        return {**found, **condition_keys(headers or {})} if action == "s3:PutObject" else found

    hooks.replace(iam_actions, "s3_service_context", context, hook=HOOK)


def condition_keys(headers: Mapping[str, str]) -> dict[str, str]:
    """Return the condition keys that the *headers* of a write give."""
    return {f"s3:{name.lower()}": value for name, value in headers.items() if name.lower() in _HEADERS}
