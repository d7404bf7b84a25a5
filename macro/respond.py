"""Event → answer; there is always an answer, because CloudFormation shows nothing of an exception."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable, Collection, Sequence
from typing import Any

from macro.event import read_event
from macro.source import Source
from macro.transform import transform
from workflow_updater.core import injection_rules as rules
from workflow_updater.core.errors import InjectionRefused
from workflow_updater.core.validation.finding import Finding

LOG = logging.getLogger(__name__)

_MOST_FINDINGS = 8  # the reason of a change set is one line for a person
_MOST_CHARACTERS = 300  # of one finding: names and values come from the caller


def respond(event: object, buckets: Collection[str], source: Callable[[], Source]) -> dict[str, Any]:
    """
    Return the answer to *event*: `requestId`, `status`, `fragment`, and `errorMessage` on failure.

    Never raises. *source* is called only when there is something to read. Neither the event nor a definition is logged:
    parameters may hold secrets.
    """
    fields = event if isinstance(event, dict) else {}
    answer = {"requestId": fields.get("requestId", ""), "status": "failure", "fragment": fields.get("fragment", {})}
    try:
        fragment = transform(read_event(event), _configured(buckets), source)
    except InjectionRefused as refused:
        LOG.warning("refused: %s", ", ".join(dict.fromkeys(finding.rule for finding in refused.findings)))
        return {**answer, "errorMessage": error_message(refused.findings)}
    except Exception as fault:  # noqa: BLE001 - the boundary of the process: see the module's first line
        # The message of a foreign exception may quote what it was given, so only its type and way are told.
        way = " < ".join(
            f"{frame.name}:{frame.lineno}" for frame in reversed(traceback.extract_tb(fault.__traceback__))
        )
        LOG.error("failed: %s in %s", type(fault).__name__, way)
        failure = rules.INTERNAL_ERROR.finding(f"the macro failed with {type(fault).__name__}")
        return {**answer, "errorMessage": error_message([failure])}
    LOG.info("injected")
    return {**answer, "status": "success", "fragment": fragment}


def error_message(findings: Sequence[Finding]) -> str:
    """Return what the user reads: rule, place, fault and cure of each finding; ASCII, and no full stop at its end."""
    told = [_told(finding) for finding in findings[:_MOST_FINDINGS]]
    if len(findings) > _MOST_FINDINGS:
        told.append(f"and {len(findings) - _MOST_FINDINGS} more")
    return "; ".join(told).encode("ascii", "backslashreplace").decode("ascii")


def _told(finding: Finding) -> str:
    machine = f" in {finding.file}" if finding.file else ""
    place = f" at {finding.pointer}" if finding.pointer else ""
    if not place and finding.line:
        place = f" at line {finding.line}, column {finding.column}"
    cure = f" ({finding.hint})" if finding.hint else ""
    return f"{finding.rule}{machine}{place}: {_shortened(finding.message)}{_shortened(cure)}"


def _shortened(text: str) -> str:
    return text if len(text) <= _MOST_CHARACTERS else f"{text[:_MOST_CHARACTERS]}..."


def _configured(buckets: Collection[str]) -> Collection[str]:
    if not buckets:
        raise InjectionRefused([rules.MACRO_MISCONFIGURED.finding("WORKFLOW_BUCKETS of the macro names no bucket")])
    return buckets
