"""The imports form the graph of docs/architecture.md, and a planted violation is seen."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.unit.gates.imports import Import, imports_of, module_name

ROOT = Path(__file__).parents[3]
OURS = ("workflow_updater", "macro", "workflows", "tests")

# What each room may import of ours: the longest matching prefix of the importer decides.
ALLOWED = {
    "workflow_updater.core": ("workflow_updater.core",),
    "macro": ("macro", "workflow_updater.core"),
    "workflows": ("workflows", "workflow_updater.core"),
    "workflow_updater.errors": ("workflow_updater.core",),
    "workflow_updater.clock": (),
    "workflow_updater.screen": ("workflow_updater.core.printable", "workflow_updater.live_area"),
    "workflow_updater.live_area": (),
    "workflow_updater.bundle": (),
    "workflow_updater.packaging": ("workflow_updater.errors",),
    "workflow_updater.sources": ("workflow_updater.sources", "workflow_updater.core", "workflow_updater.errors"),
    "workflow_updater.report": (
        "workflow_updater.report",
        "workflow_updater.core",
        "workflow_updater.plan.model",
        "workflow_updater.plan.progress",
    ),
    "workflow_updater.cloud": (
        "workflow_updater.cloud",
        "workflow_updater.core",
        "workflow_updater.errors",
        "workflow_updater.clock",
        "workflow_updater.settings",
    ),
    "workflow_updater.plan": (
        "workflow_updater.plan",
        "workflow_updater.releases",
        "workflow_updater.core",
        "workflow_updater.cloud.ports",
        "workflow_updater.sources",
        "workflow_updater.errors",
        "workflow_updater.clock",
    ),
    "workflow_updater.releases": (
        "workflow_updater.releases",
        "workflow_updater.core",
        "workflow_updater.cloud.ports",
        "workflow_updater.errors",
    ),
    "workflow_updater.local_cloud": (
        "workflow_updater.local_cloud",
        "workflow_updater.core",
        "workflow_updater.errors",
    ),
    "workflow_updater.workflow_tests": (
        "workflow_updater.workflow_tests",
        "workflow_updater.core",
        "workflow_updater.sources",
        "workflow_updater.errors",
        "workflow_updater.local_cloud",  # its interpreter, inside functions only, as everywhere
    ),
}

# One door per third-party package: only these modules may import it.
DOORS = {
    "boto3": ("workflow_updater.cloud.aws", "macro.s3_source", "workflow_updater.local_cloud", "workflows"),
    "botocore": ("workflow_updater.cloud.aws", "macro.s3_source", "workflow_updater.local_cloud", "workflows"),
    "yaml": (
        "workflow_updater.sources.yaml_definition",
        "workflow_updater.sources.definition_text",
        "workflow_updater.sources.template_file",
    ),
    "cfn_flip": ("workflow_updater.sources.template_file", "workflow_updater.sources.definition_text"),
    "jinja2": ("workflow_updater.sources.jinja",),
    "jsonpatch": ("workflow_updater.sources.overlay",),
    "jsonpointer": ("workflow_updater.sources.overlay",),
    "rich": ("workflow_updater.live_area",),
    "ministack": ("workflow_updater.local_cloud",),
    "moto": ("workflow_updater.local_cloud",),
    "awslambdaric": ("workflow_updater.local_cloud",),
    "hypercorn": ("workflow_updater.local_cloud",),
    "quickjs": ("workflow_updater.report.graph.layout",),
    "jsonata": ("workflow_updater.local_cloud",),
}

# The core does no I/O: these modules of the standard library are what it would do it with.
IMPURE = {
    *("os", "io", "pathlib", "shutil", "tempfile", "glob", "socket", "ssl", "subprocess", "urllib", "http", "time"),
    *("random", "secrets", "uuid", "logging", "threading", "multiprocessing", "asyncio", "concurrent", "locale"),
}


def within(name: str, prefixes: tuple[str, ...]) -> bool:
    return any(name == prefix or name.startswith(prefix + ".") for prefix in prefixes)


def violations(edge: Import) -> list[str]:
    """Return why *edge* must not be, [] when it may."""
    found = []
    top = edge.imported.split(".")[0]
    place = f"{edge.importer}:{edge.line} imports {edge.imported}"
    room = max((prefix for prefix in ALLOWED if within(edge.importer, (prefix,))), key=len, default=None)
    if room and top in OURS and not within(edge.imported, ALLOWED[room]):
        found.append(f"{place}: {room} may import {', '.join(ALLOWED[room]) or 'nothing of ours'}")
    if top in DOORS and not within(edge.importer, DOORS[top]):
        found.append(f"{place}: the door to {top} is {', '.join(DOORS[top])}")
    if within(edge.importer, ("workflow_updater.core",)):
        if top not in OURS and top not in sys.stdlib_module_names:
            found.append(f"{place}: the core is standard library only")
        if top in IMPURE:
            found.append(f"{place}: the core does no I/O")
    if within(edge.imported, ("workflow_updater.local_cloud",)) and within(edge.importer, ("workflow_updater",)):
        known = within(edge.importer, ("workflow_updater.local_cloud",))
        if not known and not edge.lazy:
            found.append(f"{place}: the embedded cloud is imported inside a function only")
    return found


def sources() -> list[Path]:
    folders = [ROOT / "workflow_updater", ROOT / "macro", *(ROOT / "workflows").glob("*/functions")]
    return sorted(path for folder in folders for path in folder.rglob("*.py"))


def edges() -> list[Import]:
    return [edge for path in sources() for edge in imports_of(path, ROOT)]


def test_every_import_is_one_that_the_architecture_allows() -> None:
    assert [] == [line for edge in edges() for line in violations(edge)]


def test_modules_do_not_import_each_other_in_a_circle() -> None:
    modules = {module_name(path, ROOT) for path in sources()}
    graph: dict[str, set[str]] = {module: set() for module in modules}
    for edge in edges():
        target = edge.imported if edge.imported in modules else edge.imported.rpartition(".")[0]
        if not edge.lazy and target in modules and target != edge.importer:
            graph[edge.importer].add(target)
    # Peel off what imports nothing that is left; a circle is what cannot be peeled.
    while free := {module for module, needed in graph.items() if not needed & graph.keys()}:
        graph = {module: needed - free for module, needed in graph.items() if module not in free}

    assert {} == graph


@pytest.mark.parametrize(
    ("importer", "imported"),
    [
        ("workflow_updater.core.injection", "workflow_updater.settings"),
        ("workflow_updater.core.injection", "yaml"),
        ("workflow_updater.core.injection", "os"),
        ("workflow_updater.commands.deploy", "boto3"),
        ("workflow_updater.commands.deploy", "workflow_updater.local_cloud.supervisor"),
        ("workflow_updater.plan.executor", "workflow_updater.cloud.aws.stacks"),
        ("workflow_updater.local_cloud.server", "workflow_updater.plan.model"),
        ("macro.handler", "workflow_updater.errors"),
        ("macro.handler", "botocore.exceptions"),
    ],
)
def test_a_planted_violation_is_seen(importer: str, imported: str) -> None:
    assert violations(Import(importer, imported, lazy=False, line=1))


def test_the_reader_sees_lazy_plain_and_from_imports(tmp_path: Path) -> None:
    source = tmp_path / "room" / "module.py"
    source.parent.mkdir()
    source.write_text("import a.b\nfrom c import d\ndef f():\n    import e\n")

    assert [
        Import("room.module", "a.b", lazy=False, line=1),
        Import("room.module", "c.d", lazy=False, line=2),
        Import("room.module", "e", lazy=True, line=4),
    ] == list(imports_of(source, tmp_path))
