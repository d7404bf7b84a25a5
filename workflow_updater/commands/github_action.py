"""
`python -m workflow_updater.commands.github_action`: one call of this program as a step of a GitHub Actions job.

action.yml hands its inputs over as variables INPUT_*, and no shell reads them: each becomes one word of the call. What
the call prints is not taken for workflow commands; what it ends as becomes the outputs of the step.
"""

from __future__ import annotations

import io
import json
import os
import secrets
from collections.abc import Mapping
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

from workflow_updater.cli import main
from workflow_updater.errors import EXIT_DIFFERS, EXIT_DONE, UsageError
from workflow_updater.report.github import error_line
from workflow_updater.screen import Screen

_NAMED = ("deploy", "plan", "status", "history", "rollback", "blame")  # their workflow follows --workflow
_PLACED = ("validate", "test", "render", "diff", "graph", "permissions")
_ANNOTATED = frozenset({"deploy", "plan", "validate"})
_FLAGS = ("stack", "environment", "bucket", "region")
JSON_MAX_CHARACTERS = 500_000  # source: docs.github.com, jobs.<job_id>.outputs: at most 1 MB a job, as UTF-16


def step(environ: Mapping[str, str]) -> int:
    """Make the call that the variables INPUT_* of *environ* ask for, and return the exit code of the step."""
    screen = Screen()
    try:
        words = words_of(environ)
    except UsageError as error:
        screen.note(error_line("deploy-workflow", error.message, error.hint))
        return error.exit_code
    if words[0] in _ANNOTATED and environ.get("INPUT_WORKFLOW"):
        for line in _annotations(environ):
            screen.note(line)
    page = Path(environ.get("GITHUB_STEP_SUMMARY") or os.devnull)
    before = page.stat().st_size if page.is_file() else 0
    code, told = _quietly_called(words, screen)
    value: dict[str, Any] = json.loads(told) if told.startswith("{") else {}  # else `args` asked for help
    if "exit_code" in value:
        screen.note(error_line(f"deploy-workflow {words[0]}", value["error"], value["hint"]))
    outputs = {name: value.get(name, "") for name in ("ended", "digest", "differs")}
    outputs |= {"json": told.strip() if len(told) <= JSON_MAX_CHARACTERS else "", "exit-code": code}
    _write_outputs(environ, outputs | {"summary": _copied(page, before, environ)})
    return EXIT_DONE if code == EXIT_DIFFERS else code


def words_of(environ: Mapping[str, str]) -> list[str]:
    """
    Return the words of the call: the verb, a flag for each input that is set, the lines of `args`, the workflow.

    Raises:
        UsageError: the verb is none for a step.
    """
    verb = environ.get("INPUT_VERB", "")
    if verb not in (*_NAMED, *_PLACED):
        raise UsageError(f"a step cannot call {verb!r}", hint=f"verbs: {', '.join((*_NAMED, *_PLACED))}")
    workflow = environ.get("INPUT_WORKFLOW", "")
    words = [verb, "--json", *_flags(environ, _FLAGS)]
    words += [line for line in environ.get("INPUT_ARGS", "").splitlines() if line]
    if not workflow:
        return words
    return [*words, f"--workflow={workflow}"] if verb in _NAMED else [*words, "--", workflow]


def _flags(environ: Mapping[str, str], names: tuple[str, ...]) -> list[str]:
    given = {name: environ.get(f"INPUT_{name.upper()}", "") for name in names}
    return [f"--{name}={value}" for name, value in given.items() if value]


def _annotations(environ: Mapping[str, str]) -> list[str]:
    """Return the findings as workflow commands; what keeps them from being found, the call itself will tell."""
    told = io.StringIO()
    flags = _flags(environ, ("environment", "region"))
    with redirect_stdout(told), redirect_stderr(io.StringIO()):
        main(["validate", "--format", "github", *flags, "--", environ["INPUT_WORKFLOW"]])
    return told.getvalue().splitlines()


def _quietly_called(words: list[str], screen: Screen) -> tuple[int, str]:
    """
    Return exit code and result of the call.

    A line of its progress that looks like a workflow command is none: between the two that stand on the same stream,
    the runner takes nothing for one.
    """
    token, told = secrets.token_hex(16), io.StringIO()
    screen.note(f"::stop-commands::{token}")
    with redirect_stdout(told):
        code = main(words)
    screen.note(f"::{token}::")
    return code, told.getvalue()


def _copied(page: Path, before: int, environ: Mapping[str, str]) -> str:
    """Return a file with what the call added to the summary of its step, for a comment; "" for nothing."""
    added = page.read_bytes()[before:] if page.is_file() else b""
    if not added:
        return ""
    file = Path(environ.get("RUNNER_TEMP", ".")) / f"deploy-workflow-{secrets.token_hex(4)}.md"
    file.write_bytes(added)
    return str(file)


def _write_outputs(environ: Mapping[str, str], outputs: Mapping[str, object]) -> None:
    """Append to the file GITHUB_OUTPUT; no value can end itself, for nobody can guess the delimiter."""
    delimiter = secrets.token_hex(16)
    texts = {name: str(value).lower() if isinstance(value, bool) else str(value) for name, value in outputs.items()}
    lines = [f"{name}<<{delimiter}\n{text}\n{delimiter}\n" for name, text in texts.items()]
    with Path(environ.get("GITHUB_OUTPUT") or os.devnull).open("a", encoding="utf-8") as file:
        file.write("".join(lines))


if __name__ == "__main__":
    raise SystemExit(step(os.environ))
