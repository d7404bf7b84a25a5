"""`hook pre-commit`: validates what is staged of the workflows that the commit changes, whatever lies on disk."""

from __future__ import annotations

from pathlib import Path

from workflow_updater.errors import EXIT_DONE
from workflow_updater.screen import Screen
from workflow_updater.sources.git import STAGED, changed_paths, commit_of, top_of


def pre_commit(screen: Screen) -> int:
    """
    Tell the findings of what is staged, and return 0, or 3 when one is an error.

    Raises:
        UsageError: there is no repository, or the staged workflows.toml is wrong.
    """
    top = top_of(Path.cwd())
    head = commit_of(top, "HEAD")
    paths = changed_paths(top, head, STAGED)
    if paths:
        from workflow_updater.commands.changed_workflows import changes_between

        changes = changes_between(top, head, STAGED, paths)
        if changes:
            from workflow_updater.commands.check_changes import check_changes, tell_checked
            from workflow_updater.report.json import findings_value

            checked = check_changes(top, changes)
            tell_checked(checked, screen, "staged")
            screen.result_json(findings_value(checked.findings))
            return checked.exit_code
    screen.result_json({"findings": []})
    return EXIT_DONE
