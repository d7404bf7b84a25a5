"""
`s3:if-none-match` and `s3:if-match`: headers of a conditional write as condition keys of IAM, which MiniStack lacks.

And If-None-Match with anything but `*`, which it takes. source: S3 user guide, "Enforce conditional writes on Amazon S3
buckets"; botocore, PutObject.IfNoneMatch ("Expects the '*' character"); what S3 answers else: recorded by LocalStack
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from workflow_updater.local_cloud import hooks

HOOK = "conditional_writes"
_NOT_IMPLEMENTED = "A header you provided implies functionality that is not implemented"
_HEADERS = ("if-none-match", "if-match")


def install() -> None:
    """Hook in."""
    from ministack.core import iam_actions

    plain = hooks.private(iam_actions, "s3_service_context", hook=HOOK)

    def context(action: str, query: Any, path: str = "", headers: Mapping[str, str] | None = None) -> dict[str, Any]:
        found: dict[str, Any] = plain(action, query, path, headers)
        return {**found, **condition_keys(headers or {})} if action == "s3:PutObject" else found

    hooks.replace(iam_actions, "s3_service_context", context, hook=HOOK)

    from ministack.services import s3

    checked, error = (hooks.private(s3, name, hook=HOOK) for name in ("_check_put_preconditions", "_error"))

    def check(headers: Mapping[str, str], existing: Any) -> Any:
        if headers.get("if-none-match", "").strip() not in {"", "*"}:
            return error("NotImplemented", _NOT_IMPLEMENTED, 501)
        return checked(headers, existing)

    hooks.replace(s3, "_check_put_preconditions", check, hook=HOOK)


def condition_keys(headers: Mapping[str, str]) -> dict[str, str]:
    """Return the condition keys that the *headers* of a write give."""
    return {f"s3:{name.lower()}": value for name, value in headers.items() if name.lower() in _HEADERS}
