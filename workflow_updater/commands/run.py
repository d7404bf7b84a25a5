"""`run`: starts an execution of a stack's state machine and follows it to its end."""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from workflow_updater.clock import Clock, SystemClock
from workflow_updater.commands.chosen_stack import add_stack_arguments, choose_stack
from workflow_updater.commands.deadline import add_timeout
from workflow_updater.core.execution_arn import execution_arn
from workflow_updater.core.printable import printable_json
from workflow_updater.errors import EXIT_DONE, CloudAway, CloudUnavailable, DeploymentFailed, Interrupted, UsageError
from workflow_updater.plan.hints.cures import execution_cure
from workflow_updater.plan.looking.find_machine import alias_of, find_machine
from workflow_updater.plan.progress import Noted
from workflow_updater.plan.waiting.execution import StateMoved, follow_execution
from workflow_updater.screen import Screen

if TYPE_CHECKING:
    from workflow_updater.cloud.ports import Cloud, Execution

SUMMARY = "start an execution of a stack's state machine, and follow it"
DEFAULT_TIMEOUT_SECONDS = 600.0
_INPUT_HINT = "give it as JSON, or as @FILE that holds JSON in UTF-8"  # to `run --input` and to `deploy --run`


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the flags of this verb."""
    add_stack_arguments(parser)
    parser.add_argument(
        "--input", default="{}", metavar="JSON|@FILE", help="the input; @FILE reads it from a file ({})"
    )
    parser.add_argument("--name", default="", help="the name of the execution, otherwise AWS makes one")
    parser.add_argument("--attach", default="", metavar="ARN", help="follow this execution instead of starting one")
    add_timeout(parser, DEFAULT_TIMEOUT_SECONDS)


def run(options: argparse.Namespace, connect: Callable[[], Cloud], screen: Screen, clock: Clock | None = None) -> int:
    """
    Follow an execution to its end, show its output, and return 0 when it succeeded, 1 when it did not.

    Raises:
        UsageError: no such stack, state machine or execution; the input is no JSON.
        StillRunning: it was still running at the deadline; the hint says how to follow it further.
        Interrupted: Ctrl-C; the execution goes on.
    """
    clock = clock or SystemClock()
    until = clock.monotonic() + options.timeout
    if options.attach and (options.stack or options.workflow):
        raise UsageError("--attach names an execution already", hint="leave --stack and --workflow out")
    execution_arn = options.attach or _started(options, connect)
    return show_end(follow(connect(), execution_arn, screen, clock=clock, until=until), screen)


def _started(options: argparse.Namespace, connect: Callable[[], Cloud]) -> str:
    """Return the ARN of a new execution of the machine that *options* name."""
    chosen = choose_stack(options, os.environ, Path.cwd())
    input_json = read_input(options.input)
    cloud = connect()
    machine = find_machine(cloud.stacks, chosen.stack, resource=chosen.resource)
    alias = alias_of(cloud.stacks, chosen.stack, machine)
    return start(cloud, machine.physical_id, input_json, name=options.name, alias_arn=alias)


def read_input(given: str) -> str:
    """
    Return the input as JSON text; *given* is the text itself, or `@FILE`.

    Raises:
        UsageError: it is no JSON, or there is no such file.
    """
    text = given
    if given.startswith("@"):
        try:
            text = Path(given[1:]).read_text("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            why = error.strerror if isinstance(error, OSError) else error
            raise UsageError(f"{given[1:]}: cannot read the input: {why}", hint=_INPUT_HINT) from error
    try:
        json.loads(text)
    except ValueError as error:
        raise UsageError(f"the input is no JSON: {error}", hint=_INPUT_HINT) from error
    return text


def start(cloud: Cloud, machine_arn: str, input_json: str, *, name: str = "", alias_arn: str = "") -> str:
    """
    Return the ARN of a new execution; with an alias, of the version that this chooses, as for everybody who uses it.

    Raises:
        UsageError: the machine is an express one, the name is taken, or AWS does not accept the input.
        CloudUnavailable: AWS denied it, or did not answer; then the hint says how to find out whether it began.
        Interrupted: Ctrl-C; the hint says so too.
    """
    if cloud.machines.describe(machine_arn).type == "EXPRESS":
        raise UsageError(
            f"{machine_arn} is an express workflow; its executions cannot be followed",
            hint="its log group in CloudWatch Logs shows them",
        )
    chosen = name or str(uuid4())  # AWS would make one itself, and another one for each attempt whose answer is lost
    unknown, attach = "whether the execution began is not known", f"`run --attach {execution_arn(machine_arn, chosen)}`"
    try:
        return cloud.machines.start(alias_arn or machine_arn, input_json=input_json, name=chosen, is_new=not name)
    except CloudAway as lost:
        hint = f"{lost.hint}; then {attach} follows it, if it did"
        raise CloudAway(f"{lost.message}; {unknown}", hint=hint) from lost
    except KeyboardInterrupt:
        raise Interrupted(f"interrupted; {unknown}", hint=f"{attach} follows it, if it did") from None


def follow(cloud: Cloud, execution_arn: str, screen: Screen, *, clock: Clock, until: float) -> Execution:
    """
    Return the execution at its end, after showing every state that it entered.

    Raises:
        StillRunning: it was still running at *until*.
        CloudUnavailable: AWS refuses to tell, or was away at *until*; the hint says how to follow it further.
        Interrupted: Ctrl-C; the execution goes on.
    """
    screen.note(f"execution {execution_arn}")
    following = follow_execution(cloud.machines, execution_arn, clock=clock, until=until)
    try:
        while True:
            _show(next(following), screen)
    except StopIteration as end:
        execution: Execution = end.value
        return execution
    except KeyboardInterrupt:
        raise Interrupted(
            f"interrupted; {execution_arn} goes on by itself", hint=f"`run --attach {execution_arn}` follows it"
        ) from None
    except CloudUnavailable as lost:
        raise CloudUnavailable(
            f"how {execution_arn} ended is not known: {lost.message}",
            hint=f"{lost.hint}; `run --attach {execution_arn}` follows it".removeprefix("; "),
        ) from lost
    finally:
        screen.still()


def show_end(execution: Execution, screen: Screen, *, value: Mapping[str, Any] | None = None) -> int:
    """Show how the execution ended and return the exit code; in the JSON object it stands beside *value*."""
    told = {**(value or {}), "execution": execution_value(execution)}
    if execution.status == "SUCCEEDED":
        screen.result_json(told)
        screen.note("SUCCEEDED")
        screen.result(printable_json(execution.output))
        return EXIT_DONE
    why = ": ".join(part for part in (execution.error, execution.cause) if part)
    failure = DeploymentFailed(
        f"{execution.arn} ended {execution.status}" + (f"\n  {why}" if why else ""),
        hint=execution_cure(execution.error, execution.cause),
    )
    screen.result_json(told | {"error": failure.message, "hint": failure.hint, "exit_code": failure.exit_code})
    screen.error(failure.message, failure.hint)
    return failure.exit_code


def execution_value(execution: Execution) -> dict[str, Any]:
    """Return the execution as a value for `--json`; the output is parsed."""
    return {
        "arn": execution.arn,
        "status": execution.status,
        "output": json.loads(execution.output) if execution.output else None,
        "error": execution.error,
        "cause": execution.cause,
    }


def _show(moved: StateMoved | Noted, screen: Screen) -> None:
    if isinstance(moved, Noted):
        screen.note(f"note: {moved.text}")
    elif moved.entered:
        screen.note(f"  {moved.state}")
        screen.live(moved.state)
