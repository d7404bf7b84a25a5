"""
The folder that a function runs in: its code, its layers, the runtime's packages and the program that starts it.

Replaces `ministack.services.lambda_svc._provided_runtime_code_dir`, which unpacks a zip that must bring its own
`bootstrap`. Code of a managed runtime comes as `ManagedCode`; a custom runtime's zip goes to MiniStack as before.

    bootstrap   starts the runtime client
    task/       the deployment package, LAMBDA_TASK_ROOT, the working folder, first on the module path
    opt/        the layers, later ones over earlier ones
    runtime/    links to the packages that AWS's Python runtime brings, and to nothing else of the server's
                site-packages: what a function forgot to package is missing here as it would be on AWS
"""

from __future__ import annotations

import hashlib
import io
import shlex
import sys
import zipfile
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from ministack.services import lambda_svc

from workflow_updater.local_cloud.hooks import private, replace

TASK, OPT, RUNTIME = "task", "opt", "runtime"

# What `pip list` shows in AWS's python3.13 image, and the C part of the runtime client.
RUNTIME_PACKAGES = (
    "awslambdaric",
    "boto3",
    "botocore",
    "dateutil",
    "jmespath",
    "runtime_client",
    "s3transfer",
    "simplejson",
    "six",
    "snapshot_restore_py",
    "urllib3",
)
NODE_CLIENT = Path(__file__).with_name("node_client.cjs")


@dataclass(frozen=True)
class ManagedCode:
    """A deployment package of a managed *runtime* ("python…" or "nodejs…") with the zips of its layers."""

    package: bytes
    layers: tuple[bytes, ...]
    runtime: str

    def digest(self) -> str:
        """Return a name for the unpacked folder: the same for the same content."""
        parts = (self.package, *self.layers, self.runtime.encode())
        return hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()


def managed(package: bytes, config: dict[str, Any]) -> ManagedCode:
    """Return *package* together with the layers and the runtime that *config* names."""
    layer_of = private(lambda_svc, "_resolve_layer_zip")
    layers = (layer_of(layer) for layer in config.get("Layers") or [])
    return ManagedCode(package, tuple(layer for layer in layers if layer), str(config["Runtime"]))


def install() -> None:
    """Let MiniStack unpack managed code our way."""
    lock = private(lambda_svc, "_provided_code_lock")
    unpack = private(lambda_svc, "_extract_zip_preserving_mode")

    def code_folder(code: bytes | ManagedCode) -> str:
        if not isinstance(code, ManagedCode):
            return str(plain(code))
        folder = Path(private(lambda_svc, "_PROVIDED_CODE_CACHE")) / code.digest()
        # MiniStack starts processes under this lock: a process forked while `bootstrap` is open for writing would
        # keep it open, and the kernel refuses to execute such a file.
        with lock:
            if not (folder / "bootstrap").exists():
                _write(folder, code, unpack)
        return str(folder)

    plain = replace(lambda_svc, "_provided_runtime_code_dir", code_folder)


def _write(folder: Path, code: ManagedCode, unpack: Any) -> None:
    for name, archives in ((TASK, (code.package,)), (OPT, code.layers), (RUNTIME, ())):
        (folder / name).mkdir(parents=True, exist_ok=True)
        for archive in archives:
            with zipfile.ZipFile(io.BytesIO(archive)) as opened:
                unpack(opened, str(folder / name))
    if code.runtime.startswith("python"):
        _link_runtime(folder / RUNTIME)
    # Written last: its presence says that the folder is complete.
    bootstrap = folder / "bootstrap.part"
    bootstrap.write_text(start_program(code.runtime), encoding="utf-8")
    bootstrap.chmod(0o755)
    bootstrap.rename(folder / "bootstrap")


def _link_runtime(folder: Path) -> None:
    for name in RUNTIME_PACKAGES:
        spec = find_spec(name)
        if spec is not None and spec.origin:
            origin = Path(spec.origin)
            target = origin.parent if spec.submodule_search_locations else origin
            link = folder / target.name
            if not link.exists():
                link.symlink_to(target)


def start_program(runtime: str) -> str:
    """Return the shell script that becomes the runtime client of *runtime*."""
    if runtime.startswith("python"):
        # -S leaves the server's site-packages out; PYTHONPATH brings back what the real runtime has.
        client = f"{shlex.quote(sys.executable)} -S -m awslambdaric"
    else:
        client = f"node {shlex.quote(str(NODE_CLIENT))}"
    return f'#!/bin/sh\ncd "$LAMBDA_TASK_ROOT" && exec {client} "$_HANDLER"\n'
