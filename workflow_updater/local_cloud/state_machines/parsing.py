"""
Definitions, parsed by moto: one at a time, remembered, and in the spelling that moto's grammar knows.

Gives each of moto's `Preprocessor`s a scope stack of its own. It is an attribute of the class there: two parses at once
mix their query languages up, and after one that fails no definition can be parsed any more.
"""

from __future__ import annotations

import copy
import json
import threading
from functools import lru_cache
from typing import Any

from moto.stepfunctions.parser.asl.parse.asl_parser import AmazonStateLanguageParser
from moto.stepfunctions.parser.asl.parse.preprocessor import Preprocessor

from workflow_updater.local_cloud.hooks import private, replace

HOOK = "parsing"
_ONE_AT_A_TIME = threading.Lock()  # ANTLR's tables are shared and grow while it parses


def install() -> None:
    """Keep parses apart."""
    private(Preprocessor, "_query_language_per_scope", hook=HOOK)

    def begin(self: Any, *arguments: Any) -> None:
        plain(self, *arguments)
        self._query_language_per_scope = []

    plain = replace(Preprocessor, "__init__", begin, hook=HOOK)


def parse(definition: str) -> Any:
    """
    Return moto's components of *definition*: a copy, since an execution may leave marks in them.

    Raises:
        Exception: of several kinds, when moto does not understand it.
    """
    with _ONE_AT_A_TIME:
        return copy.deepcopy(_parsed(definition))  # takes a tenth of the time that parsing takes


@lru_cache(maxsize=256)
def _parsed(definition: str) -> Any:
    # The grammar takes a name as it is written: escaped, it would be another one in the history.
    return AmazonStateLanguageParser.parse(json.dumps(_machine(json.loads(definition)), ensure_ascii=False))[0]


def _machine(machine: Any) -> Any:
    """Return *machine* with the same meaning in words that moto's grammar has."""
    if not isinstance(machine, dict) or not isinstance(machine.get("States"), dict):
        return machine
    return {**machine, "States": {name: _state(state) for name, state in machine["States"].items()}}


def _state(state: Any) -> Any:
    if not isinstance(state, dict):
        return state
    changed = dict(state)
    if isinstance(state.get("Branches"), list):
        changed["Branches"] = [_machine(branch) for branch in state["Branches"]]
    for name in ("ItemProcessor", "Iterator"):
        if name in state:
            changed[name] = _processor(_machine(state[name]))
    percentage = state.get("ToleratedFailurePercentage")
    if isinstance(percentage, int):  # the grammar wants a fraction
        changed["ToleratedFailurePercentage"] = float(percentage)
    return changed


def _processor(processor: Any) -> Any:
    config = processor.get("ProcessorConfig") if isinstance(processor, dict) else None
    if not isinstance(config, dict) or config.get("ExecutionType") != "EXPRESS":
        return processor
    # The grammar has no EXPRESS; the children run inside the parent's execution either way.
    return {**processor, "ProcessorConfig": {**config, "ExecutionType": "STANDARD"}}
