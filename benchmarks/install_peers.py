"""Install the peers, pinned, each in a folder of its own below .peers/: `make bench-setup`."""

from __future__ import annotations

import shutil
import subprocess
import sys

from benchmarks.validators import VALIDATORS, Validator

STAMP = ".installed"


def install(peer: Validator) -> None:
    """Install *peer* unless its folder has that version already."""
    stamp = peer.folder / STAMP
    if stamp.exists() and stamp.read_text("utf-8") == peer.version:
        return
    print(f"{peer.name} {peer.version} → {peer.folder}")
    shutil.rmtree(peer.folder, ignore_errors=True)
    peer.folder.mkdir(parents=True)
    for command in _node(peer) if peer.is_node else _python(peer):
        subprocess.run(command, check=True)
    stamp.write_text(peer.version, "utf-8")


def _node(peer: Validator) -> list[list[str]]:
    if not shutil.which("npm"):
        raise SystemExit(
            f"{peer.name} needs Node, and npm is not there\n  → install Node 20 or newer, and run this again"
        )
    quiet = ["--silent", "--no-audit", "--no-fund", "--ignore-scripts"]
    return [["npm", "install", *quiet, "--prefix", str(peer.folder), f"{peer.package}@{peer.version}"]]


def _python(peer: Validator) -> list[list[str]]:
    pip = [str(peer.folder / "bin" / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    return [[sys.executable, "-m", "venv", str(peer.folder)], [*pip, f"{peer.package}=={peer.version}"]]


if __name__ == "__main__":
    for validator in VALIDATORS:
        if validator.package:
            install(validator)
