"""Reads who imports whom from the source, without running it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Import:
    """Module *importer* imports *imported*; *lazy* when it does so inside a function."""

    importer: str
    imported: str
    lazy: bool
    line: int


def module_name(path: Path, root: Path) -> str:
    """Return the dotted name of the module in *path*."""
    parts = path.relative_to(root).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports_of(path: Path, root: Path) -> Iterator[Import]:
    """Yield the imports of one file; those under `if TYPE_CHECKING:` are none at run time and left out."""
    importer = module_name(path, root)

    def walk(node: ast.AST, *, lazy: bool) -> Iterator[Import]:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.Import):
                yield from (Import(importer, alias.name, lazy, child.lineno) for alias in child.names)
            elif isinstance(child, ast.ImportFrom):
                yield from _from(child, importer, lazy=lazy)
            elif not (isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test)):
                inside = lazy or isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef)
                yield from walk(child, lazy=inside)

    yield from walk(ast.parse(path.read_text("utf-8")), lazy=False)


def _from(node: ast.ImportFrom, importer: str, *, lazy: bool) -> Iterator[Import]:
    assert node.level == 0, f"{importer}:{node.lineno} imports relatively; absolute imports read better"
    # `from package import name` may name a module or a value; the longer name decides which room is entered.
    yield from (Import(importer, f"{node.module}.{alias.name}", lazy, node.lineno) for alias in node.names)
