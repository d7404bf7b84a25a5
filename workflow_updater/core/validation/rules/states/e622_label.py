"""E622: the Label of a Map state can be part of an ARN."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workflow_updater.core.definition.machine import State
from workflow_updater.core.validation.literals import is_open
from workflow_updater.core.validation.rule import Fault, StateRule

_MAX_CHARACTERS = 40  # source: of the rule
_FORBIDDEN = r'[\s<>{}\[\]?*"#%\\^|~`$&,;:\x00-\x1f\x7f-\x9f]'


def _check(state: State) -> Iterator[Fault]:
    label = state.body["Label"]
    if not isinstance(label, str) or is_open(label):
        return
    forbidden = re.search(_FORBIDDEN, label)
    if not label:
        yield Fault(state.pointer("Label"), f'the Label of "{state.name}" is empty', "write a name, or leave it out")
    if len(label) > _MAX_CHARACTERS:
        message = f'the Label of "{state.name}" has {len(label)} characters, {_MAX_CHARACTERS} are allowed'
        yield Fault(state.pointer("Label"), message, "shorten it")
    if forbidden:
        character = forbidden.group()
        shown = f'"{character}"' if character.isprintable() else f"U+{ord(character):04X}"
        yield Fault(state.pointer("Label"), f'the Label of "{state.name}" must not contain {shown}')


RULE = StateRule(
    id="E622",
    title="A Label is a short name without special characters",
    description=(
        "It becomes part of the ARN of each map run: at most 40 characters, no white space, no control characters, and "
        'none of < > { } [ ] ? * " # % \\ ^ | ~ ` $ & , ; : (INVALID_LABEL_NAME).'
    ),
    source="https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html",
    hint="use letters, digits, - and _",
    types=frozenset({"Map"}),
    fields=frozenset({"Label"}),
    check=_check,
)
