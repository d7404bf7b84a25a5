"""
`make demo`: the whole way of one workflow, on the embedded cloud, with the commands that a user types.

Every step is a command of this project, shown before it runs; nothing is simulated here.
"""

from __future__ import annotations

import json
import shlex
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
SHIPPED = Path("workflows/call_center")
EDITED = Path("build/demo/definition.asl.yaml")

# The edit that the demo makes: what the caller reads when a case is closed.
BEFORE = "'{}resolved...closed.'"
AFTER = "'{}resolved...closed. Thank you for calling.'"


def say(text: str) -> None:
    """Print a line of the story."""
    colour, plain = ("\033[1;36m", "\033[0m") if sys.stdout.isatty() else ("", "")
    sys.stdout.write(f"\n{colour}{text}{plain}\n")
    sys.stdout.flush()


def workflow_updater(*arguments: str) -> str:
    """Show and run one command of this project; return its stdout. A failure ends the demo with its exit code."""
    sys.stdout.write(f"$ ./deploy_workflow.py {shlex.join(arguments)}\n")
    sys.stdout.flush()
    command = [sys.executable, "deploy_workflow.py", *arguments]
    ended = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False)
    sys.stdout.write(ended.stdout)
    sys.stdout.flush()
    if ended.returncode:
        raise SystemExit(ended.returncode)
    return ended.stdout


def edit_a_copy() -> None:
    """Write the shipped definition with one change to *EDITED*."""
    text = (ROOT / SHIPPED / "definition.asl.yaml").read_text("utf-8")
    if BEFORE not in text:
        raise SystemExit(f"error: {SHIPPED}/definition.asl.yaml no longer says {BEFORE}; make demo edits just that")
    (ROOT / EDITED).parent.mkdir(parents=True, exist_ok=True)
    (ROOT / EDITED).write_text(text.replace(BEFORE, AFTER), "utf-8")


def a_case(number: int) -> str:
    """Return the input of a case that nobody has opened before; the `auto` mode needs no agent at a desk."""
    case = {"caseId": f"{time.time_ns() // 1_000_000}-{number}", "subject": "password reset", "mode": "auto"}
    return json.dumps(case)


def main() -> None:
    """Walk the whole way."""
    began = time.monotonic()
    say("1. An AWS of our own: CloudFormation, S3, IAM, Lambda, Step Functions on 127.0.0.1")
    workflow_updater("local", "up")

    say("2. Infra team: the workflow bucket, the macro, and the stack of the call center. No workflow in it yet.")
    workflow_updater("bootstrap", "--local", "--stack", "call_center")

    say("3. Dev team: push the workflow. CloudFormation calls the macro; the change set is reviewed, then executed.")
    push = ("deploy", "--local", "--yes", "--stack", "call-center", "--workflow")
    workflow_updater(*push, str(SHIPPED))

    say("4. It runs: real states, real Lambda code, a real table.")
    workflow_updater("run", "--local", "--stack", "call-center", "--input", a_case(1))

    say(f"5. A change, in a copy ({EDITED}): {BEFORE} becomes {AFTER}. What would a push do?")
    edit_a_copy()
    workflow_updater("plan", "--local", "--stack", "call-center", "--workflow", str(EDITED))

    say("6. Push it.")
    workflow_updater(*push, str(EDITED))
    workflow_updater("run", "--local", "--stack", "call-center", "--input", a_case(2))

    say("7. Push it again: it runs already, so nothing is written anywhere.")
    workflow_updater(*push, str(EDITED))

    say(f"Done in {time.monotonic() - began:.1f} s. Now you:")
    sys.stdout.write(
        f"  edit {EDITED}, then repeat the commands of 5 and 6\n"
        "  break it (a Next to nowhere) and push: you are told file, line and column before anything is sent\n"
        "  ./deploy_workflow.py status --local --stack call-center --workflow workflows/call_center\n"
        "  ./deploy_workflow.py local down       stops the embedded cloud; local reset forgets it\n"
        "  workflows/call_center/README.md       the workflow;  README.md: your own stack, your own account\n"
    )


if __name__ == "__main__":
    main()
