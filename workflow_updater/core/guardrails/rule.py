"""A rule of the guardrails: as those of validation, but it is asked about a whole workflow, beside a policy."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from workflow_updater.core.guardrails.policy import Policy
from workflow_updater.core.guardrails.workflow import Workflow
from workflow_updater.core.validation.rule import Fault, Rule


class GuardrailRule(Rule):
    """
    A rule that holds a workflow to what a policy allows; its id is `G…`.

    Each is monotonic: another state in a workflow never takes a fault away.
    """

    __slots__ = ("check",)

    def __init__(self, *, check: Callable[[Workflow, Policy], Iterable[Fault]], **page: str) -> None:
        super().__init__(**page)
        self.check = check
