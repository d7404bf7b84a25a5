"""Files and functions stay small: ruff has no rule for lines per file and per function."""

from __future__ import annotations

import ast
import statistics
from pathlib import Path

ROOT = Path(__file__).parents[3]
FILE_LINES_MAX = 400
FILE_LINES_MEDIAN_MAX = 100
FUNCTION_LINES_MAX = 40
DATA = {"workflow_updater/core/services/sdk_actions.py"}  # a service a line, written by tools/service_actions.py


def python_files(*folders: str) -> list[Path]:
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def lines_without_docstring(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    assert node.end_lineno is not None
    size = node.end_lineno - node.lineno + 1
    first = node.body[0]
    if ast.get_docstring(node) is not None and first.end_lineno is not None:
        size -= first.end_lineno - first.lineno + 1
    return size


def long_functions(path: Path) -> list[str]:
    tree = ast.parse(path.read_text("utf-8"))
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    return [
        f"{path.name}:{node.lineno} {node.name} has {lines_without_docstring(node)} lines"
        for node in functions
        if lines_without_docstring(node) > FUNCTION_LINES_MAX
    ]


def test_no_file_has_more_than_400_lines() -> None:
    files = python_files("workflow_updater", "macro", "workflows", "tests", "benchmarks", "tools")
    sizes = {str(path.relative_to(ROOT)): len(path.read_text("utf-8").splitlines()) for path in files}

    assert {} == {name: size for name, size in sizes.items() if size > FILE_LINES_MAX and name not in DATA}


def test_the_median_file_is_under_100_lines() -> None:
    sizes = [len(path.read_text("utf-8").splitlines()) for path in python_files("workflow_updater", "macro")]

    assert statistics.median(size for size in sizes if size) < FILE_LINES_MEDIAN_MAX


def test_no_function_is_longer_than_a_screen() -> None:
    assert [] == [
        line for path in python_files("workflow_updater", "macro", "workflows") for line in long_functions(path)
    ]


def test_a_planted_long_function_is_seen(tmp_path: Path) -> None:
    planted = tmp_path / "planted.py"
    planted.write_text("def f():\n" + "    x = 1\n" * FUNCTION_LINES_MAX)

    assert ["planted.py:1 f has 41 lines"] == long_functions(planted)


def test_packages_hold_no_code_in_their_init() -> None:
    inits = [path for path in python_files("workflow_updater", "macro") if path.name == "__init__.py"]

    assert {} == {str(path): text for path in inits if (text := path.read_text("utf-8"))}


def test_no_room_is_named_for_nothing() -> None:
    names = {path.stem for path in python_files("workflow_updater", "macro", "workflows")}

    assert set() == names & {"utils", "util", "helpers", "helper", "common", "misc", "manager"}
