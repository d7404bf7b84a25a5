"""JUnit XML: in the form that CI servers read, whatever names and messages hold."""

from __future__ import annotations

from xml.etree import ElementTree

from hypothesis import given, settings
from hypothesis import strategies as st

from workflow_updater.workflow_tests.model import Case
from workflow_updater.workflow_tests.report_junit import junit
from workflow_updater.workflow_tests.running import Result

PASSED = Result(Case("passes", "cases.yaml", 3, 1), (), seconds=0.25)
FAILED = Result(Case('<fails> & "more"', "cases.yaml", 9, 1), ("status: ]]> \x00\x1b", "second"), seconds=0.5)


def test_suites_cases_and_failures_are_told() -> None:
    root = ElementTree.fromstring(junit([("orders", PASSED), ("orders", FAILED), ("hello", PASSED)]))
    orders, hello = root.findall("testsuite")
    passed, failed = orders.findall("testcase")

    counts = {"tests": "3", "failures": "1", "errors": "0", "time": "1.000"}
    assert ("testsuites", counts) == (root.tag, root.attrib)
    assert {"name": "orders", "tests": "2", "failures": "1", "errors": "0", "time": "0.750"} == orders.attrib
    assert "hello" == hello.get("name")
    assert {
        "name": "passes",
        "classname": "orders",
        "file": "cases.yaml",
        "line": "3",
        "time": "0.250",
    } == passed.attrib
    assert (None, '<fails> & "more"') == (passed.find("failure"), failed.get("name"))
    failure = failed.find("failure")
    assert failure is not None
    assert ("status: ]]> ??", "status: ]]> ??\nsecond") == (failure.get("message"), failure.text)


@settings(deadline=None)  # the machine may be busy
@given(st.text())
def test_whatever_a_name_holds_the_report_can_be_read(name: str) -> None:
    case = Case(name, name)

    root = ElementTree.fromstring(junit([(name, Result(case, (name,)))]))

    assert "1" == root.get("tests")
