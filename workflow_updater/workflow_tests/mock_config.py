"""
Step Functions Local's MockConfigFile.json → cases.

The form is AWS's: https://docs.aws.amazon.com/step-functions/latest/dg/sfn-local-mock-cfg-file.html. Its cases expect
nothing: each has to come to an end, and tells which.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from workflow_updater.core.definition.document import Document
from workflow_updater.core.definition.json_pointer import pointer
from workflow_updater.core.validation.finding import Finding
from workflow_updater.workflow_tests.faults import FORM, NAME, Faults
from workflow_updater.workflow_tests.mocking import read_numbered
from workflow_updater.workflow_tests.model import Case, Mock, Reply
from workflow_updater.workflow_tests.outline import Outline


def machines_in(document: Document) -> tuple[str, ...]:
    """Return the names of the state machines that the file has cases for."""
    machines = document.value.get("StateMachines") if isinstance(document.value, dict) else None
    return tuple(machines) if isinstance(machines, dict) else ()


def read_mock_config(
    document: Document, file: str, machine: str, outline: Outline, given: object
) -> tuple[tuple[Case, ...], tuple[Finding, ...]]:
    """Return the cases of *machine*, the workflow of *outline*, with *given* as input, and what is wrong with them."""
    faults = Faults(document, file)
    config = document.value if isinstance(document.value, dict) else {}
    responses = config.get("MockedResponses", {})
    place = f"/StateMachines{pointer((machine,))}/TestCases"
    entry = config.get("StateMachines", {}).get(machine)  # machines_in has found it
    listed = entry.get("TestCases") if isinstance(entry, dict) else None
    if not isinstance(listed, dict) or not isinstance(responses, dict):
        faults.add(
            FORM, place, "a mock configuration has StateMachines.NAME.TestCases and MockedResponses, all objects"
        )
        return (), tuple(faults.findings)
    reader = _Reader(faults, responses, outline)
    cases = []
    for name, mocked in listed.items():
        here = place + pointer((name,))
        where = document.locate(here)
        mocks = reader.mocks(mocked, here)
        cases.append(Case(name, file, where.line, where.column, input=given, mocks=mocks, expected=None))
    return tuple(cases), tuple(sorted(set(faults.findings)))


class _Reader:
    def __init__(self, faults: Faults, responses: Mapping[str, Any], outline: Outline) -> None:
        self._faults, self._responses, self._outline = faults, responses, outline

    def mocks(self, mocked: object, place: str) -> dict[str, Mock]:
        """Return what each state of *mocked* answers: its values name responses."""
        if not isinstance(mocked, dict):
            self._faults.add(FORM, place, "a test case is an object: which response each state gets")
            return {}
        mocks = {}
        for state, response in mocked.items():
            here = place + pointer((state,))
            if state not in self._outline.states:
                self._faults.unknown(NAME, here, "state", state, list(self._outline.states))
            elif not isinstance(response, str) or response not in self._responses:
                self._faults.unknown(NAME, here, "response", str(response), list(self._responses))
            else:
                mocks[state] = self._mock(state, response)
        return mocks

    def _mock(self, state: str, response: str) -> Mock:
        resource = self._outline.states[state].body.get("Resource", "")
        unwrapped = ":function:" in resource or "${" in resource  # such a task's result is the payload alone

        def reply(faults: Faults, value: object, place: str) -> Reply:
            return _reply(faults, value, place, unwrapped=unwrapped)

        place = f"/MockedResponses{pointer((response,))}"
        numbered = self._responses[response]
        if not isinstance(numbered, dict) or not numbered:
            self._faults.add(FORM, place, "a response is an object", 'like {"0": {"Return": …}, "1-2": {"Throw": …}}')
            return Mock(())
        return Mock(read_numbered(self._faults, numbered, place, reply))


def _reply(faults: Faults, value: object, place: str, *, unwrapped: bool) -> Reply:
    match value:
        case {"Return": result, **rest} if not rest:
            is_wrapped = unwrapped and isinstance(result, dict) and "Payload" in result
            return Reply(result=result["Payload"] if is_wrapped else result)
        case {"Throw": {"Error": str(error), **told}, **rest} if not rest:
            cause = told.get("Cause", "")
            if isinstance(cause, str):
                return Reply(error=error, cause=cause)
    faults.add(FORM, place, 'an answer is {"Return": …} or {"Throw": {"Error": …, "Cause": …}}')
    return Reply()
