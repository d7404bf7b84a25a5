"""Every way in which a call can go wrong, told to a person and to a program, and its exit code."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from itertools import pairwise

from workflow_updater.errors import EXIT_BUG, DefinitionInvalid, DeployError, Refused, UsageError
from workflow_updater.installation import cure_for_missing, version
from workflow_updater.screen import Screen

_NO_BUG = (errno.ENAMETOOLONG, errno.ELOOP, errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES)  # of the machine
_VALUES = frozenset({"--var", "--input", "--run"})  # what follows these may be secret
EXIT_BROKEN_PIPE = 1  # the reader went away before the result was told


def failed(error: DeployError, screen: Screen) -> int:
    """Tell *error* with its cure, and its findings where it has some, and return its exit code."""
    hint = error.hint or _cure(error)
    told: dict[str, object] = {"error": error.message, "hint": hint, "exit_code": error.exit_code}
    if isinstance(error, DefinitionInvalid):
        from workflow_updater.report.json import findings_value  # these are for those who have findings
        from workflow_updater.report.text import finding_lines
        from workflow_updater.sources.source_lines import source_lines

        for line in finding_lines(error.findings, source_lines):
            screen.note(line)
        told |= findings_value(error.findings)
    if isinstance(error, Refused):
        told |= error.value
    screen.error(error.message, hint)
    with suppress(OSError):  # that stdout takes nothing may be what is told
        screen.result_json(told)
    return error.exit_code


def crashed(error: Exception, arguments: Sequence[str], screen: Screen) -> int:
    """
    Tell what nobody foresaw, and return its exit code.

    That is a missing package or a full disk, say, else a bug of ours: what its repair needs is written to a file.
    """
    missing = cure_for_missing(error.name or "") if isinstance(error, ImportError) else ""
    if isinstance(error, ImportError) and missing:
        return failed(UsageError(f"{error.name} is not installed for {sys.executable}", hint=missing), screen)
    if isinstance(error, OSError) and error.errno in _NO_BUG:
        return failed(UsageError(": ".join(filter(None, (error.filename, error.strerror)))), screen)
    import platform
    import tempfile
    import traceback

    report = [f"deploy-workflow {version()}, Python {platform.python_version()}, {platform.platform()}"]
    report += [f"called with: {' '.join(_without_values(arguments))}", "", *traceback.format_exception(error)]
    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8", prefix="deploy-workflow-", suffix=".log", delete=False
    ) as log:
        log.write("\n".join(report))
    bug = DeployError(
        f"this is a bug in deploy-workflow: {type(error).__name__}: {error}", hint=f"please report it with {log.name}"
    )
    screen.error(bug.message, bug.hint)
    screen.result_json({"error": bug.message, "hint": bug.hint, "exit_code": EXIT_BUG})
    return EXIT_BUG


def unheard() -> int:
    """Return the exit code of a call whose reader is gone; the interpreter must not complain about it once more."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return EXIT_BROKEN_PIPE


def _cure(error: DeployError) -> str:
    """Return what to do about an error that says it in AWS's words only, "" where those are all there is."""
    if isinstance(error, DefinitionInvalid):
        return ""
    from workflow_updater.plan.hints.cures import cure_for

    return cure_for(error.message)


def _without_values(arguments: Sequence[str]) -> list[str]:
    """Return *arguments* without the values of those that may be secrets: the report of a bug is made to be sent."""
    shown = ["", *arguments]
    for at, (flag, value) in enumerate(pairwise(shown), 1):
        name, equals, _ = value.partition("=")
        if flag in _VALUES:
            shown[at] = "…"
        elif name in _VALUES and equals:
            shown[at] = f"{name}=…"
    return shown[1:]
