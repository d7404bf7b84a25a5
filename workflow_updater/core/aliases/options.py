"""
Reads `AutoPublishAlias`, `DeploymentPreference` and `KeepVersions` of a state machine's `Metadata.Workflow`.

CloudFormation would find most of these faults in the middle of an update only; the macro finds them before anything is
touched.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, get_args

from workflow_updater.core import injection_rules as rules
from workflow_updater.core.aliases.publishing import KEPT_UNLESS_SAID, VERSIONS_MAX, Publishing, ShiftType
from workflow_updater.core.frozen import frozen
from workflow_updater.core.validation.finding import Finding

OPTIONS = frozenset({"AutoPublishAlias", "DeploymentPreference", "KeepVersions"})

TYPES = get_args(ShiftType)  # source: schema of AWS::StepFunctions::StateMachineAlias, DeploymentPreference.Type
PERCENTAGE_MAX, INTERVAL_MAX, ALARMS_MAX, ALARM_NAME_MAX = 99, 2_100, 100, 256  # source: the same
SHIFT_MAX_MINUTES = 2_100  # source: AWS's handler of the alias, MAX_DEPLOYMENT_TIME_MINUTES
ALIAS_NAME_MAX, _ALIAS_NAME = 80, re.compile(r"(?=.*[a-zA-Z_.\-])[a-zA-Z0-9_.\-]+")  # source: CharacterRestrictedName

_NUMBERS = {"Percentage": PERCENTAGE_MAX, "Interval": INTERVAL_MAX}


def read_publishing(options: Mapping[str, Any], place: str) -> tuple[Publishing | None, list[Finding]]:
    """
    Return what the *options* of a `Metadata.Workflow` say of versions and alias, and what is wrong with them.

    It is None when they say nothing, or when something is wrong. *place* is the pointer of the options.
    """
    if not OPTIONS & options.keys():
        return None, []
    findings = list(_alias_findings(options, place))
    preference, where = options.get("DeploymentPreference", {}), f"{place}/DeploymentPreference"
    if isinstance(preference, dict):
        findings += _preference_findings(preference, where)
    else:
        findings.append(_fault(f"DeploymentPreference must be an object, it is {_shown(preference)}", where))
    if findings:
        return None, findings
    publishing = Publishing(
        alias=options["AutoPublishAlias"],
        type=preference.get("Type", "ALL_AT_ONCE"),
        percentage=_number(preference.get("Percentage", 0)) or 0,
        interval_minutes=_number(preference.get("Interval", 0)) or 0,
        alarms=tuple(frozen(alarm) for alarm in preference.get("Alarms", ())),
        keep_versions=_number(options.get("KeepVersions", KEPT_UNLESS_SAID)) or 0,
    )
    return publishing, []


def _alias_findings(options: Mapping[str, Any], place: str) -> list[Finding]:
    findings = []
    name, kept = options.get("AutoPublishAlias"), options.get("KeepVersions", KEPT_UNLESS_SAID)
    if "AutoPublishAlias" not in options:
        given = " and ".join(sorted(OPTIONS & options.keys()))
        findings.append(_fault(f"{given} without AutoPublishAlias, the name of the alias", place))
    elif not isinstance(name, str) or len(name) > ALIAS_NAME_MAX or not _ALIAS_NAME.fullmatch(name):
        message = (
            f"AutoPublishAlias must be a name of 1 to {ALIAS_NAME_MAX} letters, digits, `_`, `-` and `.`, and not "
            f"digits only; it is {_shown(name)}"
        )
        findings.append(_fault(message, f"{place}/AutoPublishAlias"))
    if not 1 <= (_number(kept) or 0) < VERSIONS_MAX:
        message = f"KeepVersions must be a number from 1 to {VERSIONS_MAX - 1}, it is {_shown(kept)}"
        findings.append(_fault(message, f"{place}/KeepVersions"))
    return findings


def _preference_findings(preference: Mapping[str, Any], place: str) -> list[Finding]:
    known = {"Type", "Alarms", *_NUMBERS}
    findings = [
        rules.UNKNOWN_OPTION.finding(
            f"DeploymentPreference has the option {name}, which this macro does not know", place
        )
        for name in preference
        if name not in known
    ]
    kind = preference.get("Type", "ALL_AT_ONCE")
    if not isinstance(kind, str) or kind not in TYPES:
        findings.append(_fault(f"Type must be one of {', '.join(TYPES)}, it is {_shown(kind)}", f"{place}/Type"))
    else:
        findings += _number_findings(kind, preference, place)
    return findings + _alarm_findings(preference.get("Alarms", []), f"{place}/Alarms")


def _number_findings(kind: str, preference: Mapping[str, Any], place: str) -> list[Finding]:
    findings = []
    for name, most in _NUMBERS.items():
        if name not in preference:
            if kind != "ALL_AT_ONCE":
                findings.append(_fault(f"{kind} needs {name}, a number from 1 to {most}", place))
        elif kind == "ALL_AT_ONCE":
            findings.append(_fault(f"ALL_AT_ONCE takes no {name}", f"{place}/{name}"))
        elif not 1 <= (_number(preference[name]) or 0) <= most:
            message = f"{name} must be a number from 1 to {most}, it is {_shown(preference[name])}"
            findings.append(_fault(message, f"{place}/{name}"))
    if kind == "LINEAR" and not findings:
        steps = -(-100 // (_number(preference["Percentage"]) or 100))
        minutes = steps * (_number(preference["Interval"]) or 0)  # AWS counts an interval for every step, the first too
        if minutes > SHIFT_MAX_MINUTES:
            message = f"{steps} steps take {minutes:,} minutes; AWS takes {SHIFT_MAX_MINUTES:,} at most"
            findings.append(_fault(message, place, "a higher Percentage, or a shorter Interval"))
    return findings


def _alarm_findings(alarms: object, place: str) -> list[Finding]:
    if not isinstance(alarms, list):
        return [_fault(f"Alarms must be a list of names of alarms, it is {_shown(alarms)}", place)]
    findings = [
        _fault(f"an alarm must be a name, or a Ref to an alarm, it is {_shown(alarm)}", f"{place}/{index}")
        for index, alarm in enumerate(alarms)
        if not (isinstance(alarm, str) and 0 < len(alarm) <= ALARM_NAME_MAX) and not _is_intrinsic(alarm)
    ]
    if len(alarms) > ALARMS_MAX:
        findings.append(_fault(f"{len(alarms)} alarms; AWS takes {ALARMS_MAX} at most", place))
    written = [json.dumps(alarm, sort_keys=True, default=str) for alarm in alarms]
    if len(set(written)) != len(written):
        findings.append(_fault("an alarm stands in it twice", place))
    return findings


def _is_intrinsic(value: object) -> bool:
    return isinstance(value, dict) and len(value) == 1 and next(iter(value)).startswith(("Ref", "Fn::"))


def _number(value: object) -> int | None:
    """Return a whole number, also one that CloudFormation has turned into text; None for anything else."""
    if isinstance(value, str) and re.fullmatch(r"[0-9]{1,9}", value):
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _fault(message: str, place: str, hint: str = "") -> Finding:
    return rules.ALIAS_OPTION.finding(message, place, hint=hint)


def _shown(value: object) -> str:
    return json.dumps(value, default=str)
