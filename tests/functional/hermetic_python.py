"""A python3 for scripts under test: its environments are ours, and `pip install` only notes what it was asked for."""

from __future__ import annotations

import os
import sys
from pathlib import Path

_PYTHON3 = """#!/bin/bash
[ "$1 $2 $3" = "-I -m venv" ] || exit 64
mkdir -p "$4/bin" && cp "{programs}/venv-python" "$4/bin/python" && ln -sf "{ours}/deploy-workflow" "$4/bin/"
"""
_VENV_PYTHON = """#!/bin/bash
[ "$1" = "-I" ] || exit 64
if [ "$2 $3" = "-m pip" ]; then printf '%s\\n' "$@" >> "{programs}/pip.txt"; exit; fi
exec {python} "$@"
"""


def lay_python3(folder: Path) -> str:
    """Put it into *folder* and return the PATH on which it comes first; it takes -I only, which reads no checkout."""
    folder.mkdir(parents=True)
    places = {"programs": folder, "ours": Path(sys.executable).parent, "python": sys.executable}
    for name, text in (("python3", _PYTHON3), ("venv-python", _VENV_PYTHON)):
        (folder / name).write_text(text.format_map(places), "utf-8")
        (folder / name).chmod(0o755)
    return f"{folder}:{os.environ['PATH']}"


def installed(folder: Path) -> list[str]:
    """Return the last word of each `pip install`."""
    lines = (folder / "pip.txt").read_text("utf-8").splitlines()
    ends = [index for index, line in enumerate(lines) if line == "-I" and index] + [len(lines)]
    return [lines[end - 1] for end in ends]
