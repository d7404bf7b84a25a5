"""`hook`: what git calls before a commit and before a push, and how it comes to do so."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import TYPE_CHECKING

from workflow_updater.errors import UsageError
from workflow_updater.screen import Screen

if TYPE_CHECKING:
    from workflow_updater.cloud.ports import Cloud

SUMMARY = "validate what is staged, and deploy what is pushed, from git's own hooks"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the flags of this verb."""
    actions = ("install", "pre-commit", "pre-push")
    parser.add_argument("action", choices=actions, metavar="|".join(actions), help="the others are for git to call")
    parser.add_argument("remote", nargs="?", default="", help=argparse.SUPPRESS)  # as git calls pre-push
    parser.add_argument("url", nargs="?", default="", help=argparse.SUPPRESS)
    install = parser.add_argument_group("install")
    install.add_argument("--pre-commit", action="store_true", help="only the hook that validates what is staged")
    install.add_argument("--pre-push", action="store_true", help="only the hook that deploys what is pushed")
    install.add_argument("--uninstall", action="store_true", help="remove the hooks, and restore those that were there")


def run(options: argparse.Namespace, connect: Callable[[], Cloud], screen: Screen) -> int:
    """
    Do what git, or a person, asks for, and return the exit code.

    Raises:
        UsageError: the flags do not fit.
        DeployError: as the action says.
    """
    if options.remote and options.action != "pre-push":
        raise UsageError(f"hook {options.action} takes no {options.remote}", hint="see deploy-workflow hook --help")
    if options.action == "install":
        from workflow_updater.commands.hook_install import install

        return install(options, screen)
    if options.action == "pre-commit":
        from workflow_updater.commands.hook_pre_commit import pre_commit

        return pre_commit(screen)
    from workflow_updater.commands.hook_pre_push import pre_push

    return pre_push(options, screen)
