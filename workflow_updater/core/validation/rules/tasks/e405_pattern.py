"""E405: the integration supports the pattern."""

from __future__ import annotations

from collections.abc import Iterator

from workflow_updater.core.definition.machine import State
from workflow_updater.core.definition.placeholders import has_placeholder
from workflow_updater.core.services.optimized import INTEGRATIONS, SDK_PATTERNS
from workflow_updater.core.services.resource import resource_of
from workflow_updater.core.validation.rule import Fault, StateRule


def _check(state: State) -> Iterator[Fault]:
    resource = resource_of(state)
    if resource is None:
        return
    patterns: tuple[str, ...]
    if resource.kind == "sdk":
        patterns = SDK_PATTERNS
    elif resource.kind == "integration" and resource.integration in INTEGRATIONS:
        patterns = INTEGRATIONS[resource.integration].patterns
    else:
        return
    if resource.pattern not in patterns and not has_placeholder(resource.pattern):
        message = f'{resource.integration} has no .{resource.pattern}, in the Resource of "{state.name}"'
        yield Fault(state.pointer("Resource"), message, _hint(resource.pattern, patterns))


def _hint(written: str, patterns: tuple[str, ...]) -> str:
    others = " or ".join(f".{pattern}" for pattern in patterns if pattern)
    return f"leave .{written} out{f', or write {others}' if others else ''}"


RULE = StateRule(
    id="E405",
    title="An integration supports its pattern",
    description=(
        "Some wait for a job (.sync), some for a task token (.waitForTaskToken), those of the AWS SDK never for a job. "
        "AWS: “The resource provided … is not recognized”."
    ),
    source="https://docs.aws.amazon.com/step-functions/latest/dg/integrate-optimized.html",
    types=frozenset({"Task"}),
    fields=frozenset({"Resource"}),
    check=_check,
)
