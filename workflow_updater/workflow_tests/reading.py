"""Test file → cases: every key and every name is checked, and all faults are told at once."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from workflow_updater.core.definition.document import Document
from workflow_updater.core.validation.finding import Finding
from workflow_updater.workflow_tests.expecting import read_expected
from workflow_updater.workflow_tests.faults import FORM, Faults
from workflow_updater.workflow_tests.mocking import read_mocks
from workflow_updater.workflow_tests.model import Case
from workflow_updater.workflow_tests.outline import Outline

FILE_KEYS = ("cases", "workflow", "environment", "substitutions", "context", "mocks")
CASE_KEYS = ("name", "input", "context", "substitutions", "mocks", "expect")


def workflow_of(document: Document, path: Path) -> Path:
    """Return the folder or file of the workflow that the test file *path* is for: named in it, else the one around."""
    told = document.value.get("workflow") if isinstance(document.value, dict) else None
    folder = path.resolve().parent
    return folder / told if isinstance(told, str) else folder.parent


def environment_of(document: Document) -> str:
    """Return the environment that the test file wants its workflow rendered for, "" for none."""
    told = document.value.get("environment") if isinstance(document.value, dict) else None
    return told if isinstance(told, str) else ""


def read_cases(document: Document, file: str, outline: Outline) -> tuple[tuple[Case, ...], tuple[Finding, ...]]:
    """Return the cases in *document*, read from *file* for the workflow of *outline*, and what is wrong with them."""
    faults = Faults(document, file)
    shared = document.value if isinstance(document.value, dict) else {"cases": document.value}
    where = "/cases" if isinstance(document.value, dict) else ""
    faults.check_keys(shared, "", FILE_KEYS)
    for key in ("workflow", "environment"):
        faults.has(shared, key, "", str, "a text")
    listed = shared.get("cases")
    cases: list[Case] = []
    if isinstance(listed, list) and listed:
        readers = (_Reader(faults, outline, shared, f"{where}/{index}") for index in range(len(listed)))
        cases = [reader.read(value) for reader, value in zip(readers, listed, strict=True)]
        _check_names(faults, cases, where)
    else:
        faults.add(FORM, where, "a test file is a list of cases, or an object whose `cases` is one")
    places = [document.locate(f"{where}/{index}") for index in range(len(cases))]
    located = (
        case._replace(file=file, line=place.line, column=place.column)
        for case, place in zip(cases, places, strict=True)
    )
    return tuple(located), tuple(sorted(set(faults.findings)))


class _Reader:
    """Reads the case at *place*; *shared* is what holds for all cases of the file."""

    def __init__(self, faults: Faults, outline: Outline, shared: Mapping[str, Any], place: str) -> None:
        self._faults, self._outline, self._shared, self._place = faults, outline, shared, place

    def read(self, value: object) -> Case:
        if not isinstance(value, dict):
            self._faults.add(FORM, self._place, "a case is an object", f"keys: {', '.join(CASE_KEYS)}")
            return Case("")
        self._faults.check_keys(value, self._place, CASE_KEYS)
        name = value.get("name")
        if not isinstance(name, str) or not name.strip():
            self._faults.add(FORM, f"{self._place}/name", "a case needs a name: a text", "say what it shows")
        expected = value.get("expect", {})
        return Case(
            name=str(name),
            input=value.get("input", {}),
            context=self._joined(value, "context"),
            substitutions=self._joined(value, "substitutions"),
            mocks={**self._mocks(self._shared, ""), **self._mocks(value, self._place)},
            expected=read_expected(self._faults, expected, f"{self._place}/expect", self._outline),
        )

    def _joined(self, value: Mapping[str, Any], key: str) -> dict[str, Any]:
        joined: dict[str, Any] = {}
        for holder, place in ((self._shared, ""), (value, self._place)):
            if self._faults.has(holder, key, place, dict, "an object"):
                joined |= holder[key]
        return joined

    def _mocks(self, holder: Mapping[str, Any], place: str) -> dict[str, Any]:
        return read_mocks(self._faults, holder.get("mocks", {}), f"{place}/mocks", self._outline)


def _check_names(faults: Faults, cases: list[Case], where: str) -> None:
    seen: dict[str, int] = {}
    for index, case in enumerate(cases):
        if case.name in seen:
            message = f"case {seen[case.name] + 1} has the same name"
            faults.add(FORM, f"{where}/{index}/name", message, "names tell cases apart")
        seen.setdefault(case.name, index)
