"""
Validation beside that of its peers, in the same run: `make bench-setup`, then `python -m benchmarks.validate [FOLDER]`.

The whole process on one small file: minimum and median of RUNS, the validators in turn, so that the machine's mood
falls on all alike. The corpus in one process: documents per second of the first round and of the best one, and how
many are judged as their labels say. Prints a table in Markdown, which docs/benchmarks.md shows.
"""

from __future__ import annotations

import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks.documents import ROOT, Labelled, corpus_folder, read_corpus
from benchmarks.validators import OURS, VALIDATORS, Validator

RUNS = 15
SECONDS = 5.0  # of rounds through the corpus; one round at least
SMALL = ROOT / "workflows" / "hello" / "definition.asl.json"
ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "NODE"))}


COLUMNS = (
    "validator",
    "one file, whole process: min, median ms",
    "times ours",
    "documents/s: first round, best",
    "times ours",
    "valid accepted",
    "invalid refused",
)


class Rounds(NamedTuple):
    """What a validator did with the corpus: documents per second at first and at best, and what it accepted."""

    first: float
    best: float
    accepted: list[bool]


class Program(NamedTuple):
    """A command, and what it needs in the environment."""

    command: Sequence[str]
    environment: Mapping[str, str]

    def run(self) -> str:
        """
        Return what it prints.

        Raises:
            SystemExit: it ended with another code than 0.
        """
        environment = {**ENVIRONMENT, **self.environment}
        ended = subprocess.run(self.command, env=environment, capture_output=True, text=True, check=False)
        if ended.returncode:
            said = (ended.stdout + ended.stderr)[-800:]
            raise SystemExit(f"the figures are void: {' '.join(self.command)} ended with {ended.returncode}\n{said}")
        return ended.stdout


EMPTY = {
    "an empty Python process": Program([*OURS.interpreter, "-c", "pass"], {}),
    "an empty Node process": Program(["node", "-e", ""], {}),
}


def processes(programs: Mapping[str, Program]) -> dict[str, list[float]]:
    """Return the milliseconds of every run of every program; the first, which warms the file cache, left out."""
    measured: dict[str, list[float]] = {name: [] for name in programs}
    for run in range(RUNS + 1):
        for name, program in programs.items():
            started = time.perf_counter()
            program.run()
            measured[name] += [(time.perf_counter() - started) * 1000] if run else []
    return measured


def rounds(validator: Validator, listed: Path) -> Rounds:
    """Return what *validator* does with the files *listed*."""
    printed = Program(validator.judge_all(listed, SECONDS), validator.environment).run()
    return Rounds(**json.loads(printed.splitlines()[-1]))


def main(argument: str = "") -> None:
    """Measure all, and print the table."""
    folder = corpus_folder(argument)
    documents = read_corpus(folder)
    missing = [validator.name for validator in VALIDATORS if not validator.folder.is_dir()]
    if missing:
        raise SystemExit(f"not installed: {', '.join(missing)}\n  → make bench-setup")
    with tempfile.TemporaryDirectory() as scratch:
        template, listed = Path(scratch, "template.json"), Path(scratch, "list.json")
        template.write_text(json.dumps(_template(SMALL)), "utf-8")
        listed.write_text(json.dumps([(str(folder / one.name), one.machine_type) for one in documents]), "utf-8")
        took = processes({**_judging_one(template), **EMPTY})
        done = {validator.name: rounds(validator, listed) for validator in VALIDATORS}
    print(f"{_machine()}; {len(documents)} documents, one small file of {SMALL.stat().st_size} bytes, {RUNS} runs.\n")
    print(f"| {' | '.join(COLUMNS)} |\n{'|---' * len(COLUMNS)}|")
    for validator in VALIDATORS:
        print(_row(validator, took, done, documents))
    for name in EMPTY:
        print(f"| {name} | {_figures(took[name])} | {_ratio(took, name)} | | | | |")


def _judging_one(template: Path) -> dict[str, Program]:
    return {one.name: Program(one.judge_one(SMALL, template), one.environment) for one in VALIDATORS}


def _template(definition: Path) -> dict[str, object]:
    properties = {
        "RoleArn": "arn:aws:iam::111122223333:role/r",
        "Definition": json.loads(definition.read_text("utf-8")),
    }
    return {"Resources": {"Machine": {"Type": "AWS::StepFunctions::StateMachine", "Properties": properties}}}


def _row(
    validator: Validator, took: Mapping[str, list[float]], done: Mapping[str, Rounds], documents: Sequence[Labelled]
) -> str:
    name, mine, ours = validator.name, done[validator.name], done[OURS.name]
    ratio = f"{mine.first / ours.first:.2f}, {mine.best / ours.best:.2f}"
    shares = [_share(mine.accepted, documents, valid=valid) for valid in (True, False)]
    cells = [
        f"{name} {validator.version}".strip(),
        _figures(took[name]),
        _ratio(took, name),
        f"{mine.first:,.0f}, {mine.best:,.0f}",
        ratio,
        *shares,
    ]
    return f"| {' | '.join(cells)} |"


def _ratio(took: Mapping[str, list[float]], name: str) -> str:
    return f"{min(took[name]) / min(took[OURS.name]):.2f}"


def _figures(values: Sequence[float]) -> str:
    return f"{min(values):.0f}, {statistics.median(values):.0f}"


def _share(accepted: Sequence[bool], documents: Sequence[Labelled], *, valid: bool) -> str:
    """Return how many documents of that label the validator judged like the label."""
    right = [found is valid for found, document in zip(accepted, documents, strict=True) if document.valid is valid]
    return f"{100 * sum(right) / len(right):.1f} %"


def _machine() -> str:
    processor = next(
        (line.partition(":")[2].strip() for line in _lines(Path("/proc/cpuinfo")) if line.startswith("model name")),
        platform.processor(),
    )
    node = subprocess.run(["node", "--version"], capture_output=True, text=True, check=True).stdout.strip()
    return f"{os.cpu_count()} cores {processor}, {platform.system()}, Python {platform.python_version()}, Node {node}"


def _lines(file: Path) -> list[str]:
    return file.read_text("utf-8").splitlines() if file.exists() else []


if __name__ == "__main__":
    main(*sys.argv[1:2])
