"""
Lambda code as zip archives that are equal, bit for bit, whenever and wherever they are built from equal files.

An equal zip has an equal digest, so that nothing is deployed again without a change. Members are stored, not deflated:
zlib's output differs between its versions, the code is small, and the function starts no slower.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from workflow_updater.errors import UsageError

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest time that a zip can hold
_MODE = 0o100644 << 16  # a regular file that everybody may read: Lambda runs the code as another user
_UNIX = 3

_PACKAGE = Path(__file__).parent
# What of the core the macro never enters; a test compares its imports.
_DESK_ONLY = {"change", "permissions", "lineage.py", "release.py", "release_note.py"}


def build_macro_zip(macro_source: Path) -> bytes:
    """
    Return the zip of the macro's function: *macro_source* as `macro/`, and the rooms of the core that it enters.

    Raises:
        UsageError: *macro_source* is no folder with a handler.py.
    """
    if not (macro_source / "handler.py").is_file():
        raise UsageError(f"{macro_source} is not the source of the macro", hint="its handler.py is missing")
    members = {f"macro/{name}": file for name, file in _files(macro_source, suffix=".py")}
    core = _files(_PACKAGE / "core", suffix=".py")
    members |= {f"workflow_updater/core/{name}": file for name, file in core if name.split("/")[0] not in _DESK_ONLY}
    return _zip({**members, "workflow_updater/__init__.py": _PACKAGE / "__init__.py"})


def build_function_zip(folder: Path) -> bytes:
    """
    Return the zip of a workflow's Lambda function: all files in *folder* but hidden ones and what Python compiled.

    Raises:
        UsageError: *folder* is no folder, or has nothing to run.
    """
    members = dict(_files(folder)) if folder.is_dir() else {}
    if not members:
        raise UsageError(f"{folder} has no code of a function", hint="it is a folder with the code's files in it")
    return _zip(members)


def _files(folder: Path, *, suffix: str = "") -> Iterator[tuple[str, Path]]:
    """Yield name within *folder* and path of every file that belongs into a zip."""
    for file in folder.rglob(f"*{suffix}"):
        name = file.relative_to(folder)
        hidden = any(part.startswith(".") or part == "__pycache__" for part in name.parts)
        if file.is_file() and not hidden and file.suffix != ".pyc":
            yield name.as_posix(), file


def _zip(members: Mapping[str, Path]) -> bytes:
    buffer = io.BytesIO()
    with ZipFile(buffer, "w", ZIP_STORED) as archive:
        for name in sorted(members):
            info = ZipInfo(name, _EPOCH)
            info.create_system = _UNIX
            info.external_attr = _MODE
            archive.writestr(info, members[name].read_bytes())
    return buffer.getvalue()
