"""
The command line: finds the verb, runs it, and turns every end into an exit code.

    deploy_workflow.py [VERB] …          `deploy` when the first word is no verb

The modules of the verbs are imported when their verb is called, and no earlier: `validate` in a commit hook must not
wait for boto3.
"""

from __future__ import annotations

import argparse
import gc
import importlib
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, NoReturn

from workflow_updater.core.errors import WorkflowError
from workflow_updater.core.nearest import nearest
from workflow_updater.errors import EXIT_DONE, DeployError, Interrupted, UsageError
from workflow_updater.failures import crashed, failed, unheard
from workflow_updater.installation import version
from workflow_updater.interruption import tidily_interrupted
from workflow_updater.screen import Screen

if TYPE_CHECKING:
    from workflow_updater.cloud.ports import Cloud

VERBS = {
    "deploy": "workflow_updater.commands.deploy",
    "plan": "workflow_updater.commands.plan",
    "validate": "workflow_updater.commands.validate",
    "render": "workflow_updater.commands.render",
    "diff": "workflow_updater.commands.diff",
    "graph": "workflow_updater.commands.graph",
    "permissions": "workflow_updater.commands.permissions",
    "test": "workflow_updater.commands.test",
    "run": "workflow_updater.commands.run",
    "status": "workflow_updater.commands.status",
    "history": "workflow_updater.commands.history",
    "blame": "workflow_updater.commands.blame",
    "rollback": "workflow_updater.commands.rollback",
    "bootstrap": "workflow_updater.commands.bootstrap",
    "publish-template": "workflow_updater.commands.publish_template",
    "hook": "workflow_updater.commands.hook",
    "local": "workflow_updater.commands.local",
}
_PUSHING = frozenset({"deploy", "plan", "status"})  # their WORKFLOW is a flag, as it was in the first version
_AT_THE_DESK = frozenset({"validate", "render", "diff", "graph", "permissions"})
COLLECTED_AT = (
    100_000  # new objects; at 700, Python's own, a fourth of the time that importing the SDK takes is the search
)

Connect = Callable[[], "Cloud"]


def main(argv: Sequence[str] | None = None) -> int:
    """
    Run one command and return its exit code (see `errors`); *argv* is without the program's name.

    Without *argv* the process is ours, and ends with the command: what is left then is not looked through for garbage.
    """
    if argv is not None:
        return _called(list(argv))
    gc.set_threshold(COLLECTED_AT)
    code = _called(sys.argv[1:])
    gc.freeze()
    return code


def _called(arguments: list[str]) -> int:
    _open_what_is_closed()
    screen = Screen(json_wanted=_wants_json(arguments))
    try:
        with tidily_interrupted(lambda: screen.note("tidying up; Ctrl-C again to leave things as they are")):
            code = _run(arguments, screen)
        sys.stdout.flush()
    except SystemExit as end:  # argparse has said why
        return end.code if isinstance(end.code, int) else EXIT_DONE
    except (DeployError, WorkflowError) as error:
        return failed(error if isinstance(error, DeployError) else UsageError(str(error)), screen)
    except BrokenPipeError:
        return unheard()
    except KeyboardInterrupt:
        return failed(Interrupted("interrupted"), screen)
    except Exception as error:  # noqa: BLE001 - one of the two process boundaries: a traceback helps nobody who deploys
        return crashed(error, arguments, screen)
    return code


def _open_what_is_closed() -> None:
    """Let nothing that is printed fail, nor land in a file or socket of ours, when whoever calls has closed 1 or 2."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 - as long as we run


def _wants_json(arguments: Sequence[str]) -> bool:
    """
    Return whether the result is to be JSON; asked before the flags are understood, which may go wrong.

    The `--format json` of `render` is a form of the definition, that of the other verbs the same as `--json`.
    """
    if "--json" in arguments or arguments[:1] == ["render"]:
        return "--json" in arguments
    formats = {following for word, following in pairwise(arguments) if word == "--format"}
    formats |= {word.removeprefix("--format=") for word in arguments if word.startswith("--format=")}
    return not formats.isdisjoint({"json", "sarif"})


def _run(arguments: list[str], screen: Screen) -> int:
    if not arguments:
        _overview(listed=True).print_help(sys.stderr)
        return UsageError.exit_code
    if arguments[0] == "help":
        arguments = [*arguments[1:], "--help"]
    if arguments[0] in {"-h", "--help", "--version"}:
        _overview(listed=arguments[0] != "--version").parse_args(arguments)
    verb, rest = _verb(arguments)
    module = importlib.import_module(VERBS[verb])
    parser = _parser(verb, module)
    options, unknown = parser.parse_known_args(rest)
    if unknown:
        raise _not_understood(verb, unknown, parser.flags, is_named=rest is not arguments)
    with ExitStack() as until_done:
        code: int = module.run(options, _connector(options, screen, until_done), screen)
        screen.still()
    return code


def _verb(arguments: Sequence[str]) -> tuple[str, Sequence[str]]:
    """Return the verb and what follows it."""
    first = arguments[0]
    if first in VERBS:
        return first, arguments[1:]
    if first.startswith("-"):
        return "deploy", arguments
    likely = nearest(first, VERBS)
    hint = f"did you mean {likely}?" if likely else f"verbs: {', '.join(VERBS)}"
    raise UsageError(f"there is no verb {first}", hint=hint)


def _not_understood(verb: str, words: Sequence[str], flags: Sequence[str], *, is_named: bool) -> UsageError:
    hint = f"deploy-workflow {verb} --help explains the flags"
    misplaced = next((word for word in words[: 1 if is_named else None] if word in VERBS), "")  # behind, it is a value
    if misplaced and misplaced != verb:
        hint = f"the verb comes first: deploy-workflow {misplaced} …"
    elif verb in _PUSHING and len(words) == 1 and not words[0].startswith("-"):
        hint = f"the workflow is named by a flag here: --workflow {words[0]}"
    elif verb == "rollback" and len(words) == 1 and not words[0].startswith("-"):
        hint = f"the release is named by a flag here: --to {words[0]}"
    elif verb in _AT_THE_DESK and words[0] in {"-f", "--workflow"}:
        hint = f"the workflow is named without a flag here: deploy-workflow {verb} WORKFLOW"
    elif verb in {"history", "run"} and len(words) == 1 and not words[0].startswith("-"):
        hint = f"the stack is named by a flag here: --stack {words[0]}"
    elif words[0].startswith("--") and (likely := nearest(words[0].partition("=")[0], flags)):
        hint = f"did you mean {likely}? {hint}"
    return UsageError(f"{verb} does not know {' '.join(words)}", hint=hint)


class _HelpFormatter(argparse.HelpFormatter):
    """The formatter of argparse, which makes one for every flag; asking shutil for the width would cost its import."""

    def __init__(self, prog: str) -> None:
        try:
            columns = os.get_terminal_size().columns
        except OSError:  # no terminal
            columns = 80
        super().__init__(prog, width=columns - 2)


class _Parser(argparse.ArgumentParser):
    """A parser whose complaint is an error like all others, and says where the flags are explained."""

    @property
    def flags(self) -> Sequence[str]:
        """The flags that it knows, in all their spellings."""
        return list(self._option_string_actions)

    def error(self, message: str) -> NoReturn:
        told = message.replace("the following arguments are required:", f"{self.prog.split()[-1]} needs")
        raise UsageError(told, hint=f"{self.prog} --help explains the flags")


def _overview(*, listed: bool) -> argparse.ArgumentParser:
    parser = _Parser(
        prog="deploy-workflow",
        usage="%(prog)s [VERB] …",
        description="Push Step Functions workflows into stacks that another team owns.",
        epilog="Without a verb: deploy. `deploy-workflow VERB --help` explains a verb.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"deploy-workflow {version()}")
    if listed:
        summaries = {verb: importlib.import_module(name).SUMMARY for verb, name in VERBS.items()}
        width = max(map(len, summaries))
        lines = [f"  {verb:<{width}} {summary}" for verb, summary in summaries.items()]
        parser.description = "\n".join([str(parser.description), "", "verbs:", *lines])
    return parser


def _parser(verb: str, module: ModuleType) -> _Parser:
    parser = _Parser(
        prog=f"deploy-workflow {verb}",
        description=module.SUMMARY,
        allow_abbrev=False,
        formatter_class=_HelpFormatter,
    )
    module.add_arguments(parser)
    common = parser.add_argument_group("account and output, for all verbs")
    common.add_argument(
        "--region", default="", help="AWS region; otherwise AWS_REGION, workflows.toml or the profile's"
    )
    common.add_argument("--profile", default="", help="profile of the AWS configuration; otherwise AWS_PROFILE")
    common.add_argument("--endpoint-url", default="", metavar="URL", help="where AWS is; otherwise AWS_ENDPOINT_URL")
    common.add_argument("--json", action="store_true", help="one JSON object on stdout instead of text")
    common.add_argument(
        "--local", action="store_true", help="the embedded cloud: the running one, else one for this call"
    )
    return parser


def _connector(options: argparse.Namespace, screen: Screen, until_done: ExitStack) -> Connect:
    """Return what connects to the account that *options* name, at most once."""
    made: list[Cloud] = []

    def connect() -> Cloud:
        if not made:
            from workflow_updater.account import open_account

            made.append(open_account(options, os.environ, Path.cwd(), screen, until_done))
        return made[0]

    return connect
