"""
What a cold start of the macro costs before its first event, beside what loading the SDK would cost.

Each figure is a whole process: minimum and median of N runs, the kinds in turn, so that the machine's mood falls on
all of them alike. The macro runs from its zip as in Lambda, where nothing keeps what Python compiles, and once more
with compiled files, as the SDK has them everywhere. Run with `make bench`, or `python benchmarks/macro_import.py N`.
"""

from __future__ import annotations

import io
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from zipfile import ZipFile

from workflow_updater.bundle import macro_source
from workflow_updater.packaging import build_macro_zip

MACRO, SDK = "import macro.handler", 'import boto3; boto3.client("s3")'
ENVIRONMENT = {
    # PYTHONDONTWRITEBYTECODE and its like would make the compiled kind another one without a word.
    **{name: value for name, value in os.environ.items() if not name.startswith("PYTHON")},
    "AWS_REGION": "eu-central-1",
    "AWS_DEFAULT_REGION": "eu-central-1",
    "AWS_ACCESS_KEY_ID": "testing",
    "AWS_SECRET_ACCESS_KEY": "testing",
    "AWS_EC2_METADATA_DISABLED": "true",
}


def milliseconds(code: str, folder: Path, *, compiled: bool = True) -> float:
    """Return how long a Python process takes that runs *code* in *folder*."""
    started = time.perf_counter()
    command = [sys.executable, *([] if compiled else ["-B"]), "-c", code]
    subprocess.run(command, env=ENVIRONMENT, cwd=folder, check=True)
    return (time.perf_counter() - started) * 1000


def measure(runs: int, fresh: Path, compiled: Path) -> dict[str, list[float]]:
    """Return the milliseconds of every run of every kind; the zip of the macro is unpacked in both folders."""
    kinds = {
        "empty Python": ("pass", compiled, True),
        f"{MACRO}, as in Lambda": (MACRO, fresh, False),
        f"{MACRO}, compiled": (MACRO, compiled, True),
        SDK: (SDK, compiled, True),
    }
    measured: dict[str, list[float]] = {kind: [] for kind in kinds}
    for run in range(runs + 1):
        for kind, (code, folder, keeps) in kinds.items():
            took = milliseconds(code, folder, compiled=keeps)
            measured[kind] += [took] if run else []  # the first compiles, and warms the file cache
    if any(fresh.rglob("*.pyc")) or not any(compiled.rglob("*.pyc")):
        raise SystemExit("the figures are void: what should be compiled is not, or the other way round")
    return measured


def main(runs: int) -> None:
    """Measure, and print minimum, median, and the ratio of what each adds to empty Python."""
    with tempfile.TemporaryDirectory() as folder:
        fresh, compiled = Path(folder, "fresh"), Path(folder, "compiled")
        for place in (fresh, compiled):
            with ZipFile(io.BytesIO(build_macro_zip(macro_source()))) as archive:
                archive.extractall(place)
        measured = measure(runs, fresh, compiled)
    print(f"{'a process that runs':<44}{'min ms':>7}{'median ms':>11}   ({runs} runs)")
    for kind, values in measured.items():
        print(f"{kind:<44}{min(values):>7.0f}{statistics.median(values):>11.0f}")
    for name, figure in (("minimum", min), ("median", statistics.median)):
        empty, in_lambda, macro, sdk = (figure(values) for values in measured.values())
        ratios = (
            f"{(sdk - empty) / (in_lambda - empty):.1f} as in Lambda, {(sdk - empty) / (macro - empty):.1f} compiled"
        )
        print(f"by {name}, the SDK adds so many times what the macro adds: {ratios}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20)
