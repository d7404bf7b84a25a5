"""The zips: what is in them, and that equal files give equal bytes."""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.unit.gates.imports import imports_of, module_name
from workflow_updater import packaging
from workflow_updater.commands import macro_zip
from workflow_updater.errors import UsageError
from workflow_updater.packaging import build_function_zip, build_macro_zip

ROOT = Path(__file__).parents[2]
LAMBDA_EDITOR_LIMIT_BYTES = 3_000_000  # above it, the console shows no code any more


def members(content: bytes) -> list[zipfile.ZipInfo]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.infolist()


def modules(folder: str) -> list[Path]:
    return [path for path in (ROOT / folder).rglob("*.py") if "__pycache__" not in path.parts]


def tracked(folder: str) -> set[str]:
    return {path.relative_to(ROOT).as_posix() for path in modules(folder)}


def imported_by_the_macro() -> set[str]:
    """Return the files of all modules that the handler imports, at once or in a function."""
    files = {module_name(path, ROOT): path for room in ("macro", "workflow_updater/core") for path in modules(room)}
    found: set[str] = set()
    pending = ["macro.handler"]
    while pending:
        module = pending.pop()
        if module not in found:
            found.add(module)
            named = [edge.imported for edge in imports_of(files[module], ROOT)]
            pending += [name for one in named for name in (one, one.rpartition(".")[0]) if name in files]
    return {files[module].relative_to(ROOT).as_posix() for module in found}


def test_the_macro_zip_has_all_that_the_macro_imports_and_no_room_besides():
    names = [member.filename for member in members(build_macro_zip(ROOT / "macro"))]
    needed = imported_by_the_macro()
    rooms = {Path(name).parent for name in needed}

    assert needed <= set(names) <= tracked("macro") | tracked("workflow_updater")
    assert {name for name in names if Path(name).name != "__init__.py" and Path(name).parent not in rooms} == set()
    assert names == sorted(names)


def test_the_macro_runs_from_its_zip_alone(tmp_path: Path):
    with zipfile.ZipFile(io.BytesIO(build_macro_zip(ROOT / "macro"))) as archive:
        archive.extractall(tmp_path)
    event = {"requestId": "1", "fragment": {"Resources": {}}, "params": {}, "templateParameterValues": {}}
    code = f"import sys; sys.path[:0] = ['.']; from macro.handler import handler; print(handler({event}, None))"

    told = subprocess.run(
        [sys.executable, "-I", "-S", "-B", "-c", code], cwd=tmp_path, capture_output=True, check=True, text=True
    )

    assert "'requestId': '1', 'status': 'failure'" in told.stdout
    assert "E9" in told.stdout


def test_the_macro_zip_is_small():
    assert len(build_macro_zip(ROOT / "macro")) < LAMBDA_EDITOR_LIMIT_BYTES / 2


def test_equal_files_give_equal_bytes_whatever_their_times_and_modes(tmp_path: Path, monkeypatch):
    original = build_macro_zip(ROOT / "macro")
    macro = shutil.copytree(ROOT / "macro", tmp_path / "macro")
    package = tmp_path / "workflow_updater"
    shutil.copytree(ROOT / "workflow_updater" / "core", package / "core")
    shutil.copy(ROOT / "workflow_updater" / "__init__.py", package)
    for file in tmp_path.rglob("*"):
        os.utime(file, (2_000_000_000, 2_000_000_000))
        file.chmod(0o700)
    monkeypatch.setattr(packaging, "_PACKAGE", package)

    assert build_macro_zip(macro) == original == build_macro_zip(ROOT / "macro")


def test_members_are_plain_files_that_lambda_may_read(tmp_path: Path):
    (tmp_path / "app.py").write_text("x = 1\n")

    (member,) = members(build_function_zip(tmp_path))

    assert (member.external_attr >> 16, member.date_time) == (0o100644, (1980, 1, 1, 0, 0, 0))


def test_a_function_zip_has_data_too_but_nothing_hidden_or_compiled(tmp_path: Path):
    for name in ("app.py", "lib/rules.json", "__pycache__/app.pyc", ".git/config", ".env", "lib/old.pyc"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"x")

    assert [member.filename for member in members(build_function_zip(tmp_path))] == ["app.py", "lib/rules.json"]


@pytest.mark.parametrize("build", [build_macro_zip, build_function_zip])
def test_a_folder_without_code_is_refused(tmp_path: Path, build):
    with pytest.raises(UsageError):
        build(tmp_path)
    with pytest.raises(UsageError):
        build(tmp_path / "missing")


def test_the_command_writes_the_zip_and_says_its_digest(tmp_path: Path, capsys):
    code = macro_zip.main([str(tmp_path / "dist" / "macro.zip")])

    assert code == 0
    assert (tmp_path / "dist" / "macro.zip").read_bytes() == build_macro_zip(ROOT / "macro")
    assert "sha256" in capsys.readouterr().out


def test_the_zip_of_the_macro_is_told_to_programs_as_one_object(tmp_path, capsys):
    assert macro_zip.main([str(tmp_path / "macro.zip"), "--json"]) == 0

    told = json.loads(capsys.readouterr().out)
    content = (tmp_path / "macro.zip").read_bytes()
    assert {
        "file": str(tmp_path / "macro.zip"),
        "bytes": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
    } == told
