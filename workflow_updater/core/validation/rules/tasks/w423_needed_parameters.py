"""W423: an integration gets the parameters that the guide calls required."""

from __future__ import annotations

from collections.abc import Iterator

from workflow_updater.core.definition.machine import State
from workflow_updater.core.services.optimized import INTEGRATIONS
from workflow_updater.core.validation.literals import one_of
from workflow_updater.core.validation.rule import Fault, StateRule
from workflow_updater.core.validation.rules.tasks.parameters import field_of, integration_of, lacks, missing


def _check(state: State) -> Iterator[Fault]:
    yield from missing(state, is_refused=False)
    resource = integration_of(state)
    known = INTEGRATIONS.get(resource.integration) if resource and resource.kind == "integration" else None
    if known and known.one_of and lacks(state, *known.one_of):
        field, names = field_of(state), one_of(known.one_of)
        yield Fault(state.pointer(field), f'the {field} of "{state.name}" have no {names}', f"add {names}")


RULE = StateRule(
    id="W423",
    title="An integration has the parameters that its service needs",
    description="The guide calls them required; E409 has those of which it is known that AWS refuses the definition.",
    source="https://docs.aws.amazon.com/step-functions/latest/dg/integrate-optimized.html",
    types=frozenset({"Task"}),
    fields=frozenset({"Resource"}),
    check=_check,
)
