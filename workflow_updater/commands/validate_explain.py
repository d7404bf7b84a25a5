"""`validate --explain RULE`: the manual page of one rule."""

from __future__ import annotations

from workflow_updater.core.every_rule import EVERY_RULE
from workflow_updater.core.nearest import nearest
from workflow_updater.errors import EXIT_DONE, UsageError
from workflow_updater.screen import Screen


def explain(rule_id: str, screen: Screen) -> int:
    """
    Tell what the rule *rule_id* is about and return 0.

    Raises:
        UsageError: there is no such rule.
    """
    pages = {rule.id: rule for rule in EVERY_RULE}
    page = pages.get(rule_id.upper())
    if page is None:
        likely = nearest(rule_id, pages)
        raise UsageError(
            f"there is no rule {rule_id}", hint=f"did you mean {likely}?" if likely else "docs/rules.md has all"
        )
    screen.result(f"{page.id} ({page.severity}): {page.title}")
    screen.result("")
    screen.result(page.description)
    if page.hint:
        screen.result(f"  → {page.hint}")
    screen.result(f"source: {page.source}")
    screen.result_json(
        {
            "rule": page.id,
            "severity": page.severity,
            "title": page.title,
            "description": page.description,
            "hint": page.hint,
            "source": page.source,
        }
    )
    return EXIT_DONE
