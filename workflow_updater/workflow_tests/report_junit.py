"""Results as JUnit XML, as CI servers read it: https://github.com/testmoapp/junitxml describes the common form."""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.etree import ElementTree

from workflow_updater.workflow_tests.running import Result

# XML 1.0 has no way to write these: https://www.w3.org/TR/xml/#charsets
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit(told: Sequence[tuple[str, Result]]) -> bytes:
    """Return the report on *told*, results with the names of their workflows: a suite for each workflow."""
    root = ElementTree.Element("testsuites", _counts([result for _, result in told]))
    for workflow in dict.fromkeys(name for name, _ in told):
        results = [result for name, result in told if name == workflow]
        suite = ElementTree.SubElement(root, "testsuite", {"name": _xml(workflow), **_counts(results)})
        for result in results:
            _add_case(suite, workflow, result)
    ElementTree.indent(root)
    document: bytes = ElementTree.tostring(root, "utf-8", xml_declaration=True)
    return document + b"\n"


def _add_case(suite: ElementTree.Element, workflow: str, result: Result) -> None:
    case = ElementTree.SubElement(
        suite,
        "testcase",
        {
            "name": _xml(result.case.name),
            "classname": _xml(workflow),
            "file": _xml(result.case.file),
            "line": str(result.case.line),
            "time": f"{result.seconds:.3f}",
        },
    )
    if result.failures:
        failure = ElementTree.SubElement(case, "failure", {"message": _xml(result.failures[0])})
        failure.text = _xml("\n".join(result.failures))


def _counts(results: Sequence[Result]) -> dict[str, str]:
    return {
        "tests": str(len(results)),
        "failures": str(sum(bool(result.failures) for result in results)),
        "errors": "0",
        "time": f"{sum(result.seconds for result in results):.3f}",
    }


def _xml(text: str) -> str:
    """Return *text* with what XML cannot hold as `?`; everything else is escaped when it is written."""
    return _NOT_XML.sub("?", text)
