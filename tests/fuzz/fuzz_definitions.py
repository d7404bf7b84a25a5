"""
A fuzzer for whatever a definition's file may hold: `make fuzz`, or `python -m tests.fuzz.fuzz_definitions [OPTION…]`.

It learns from the golden definitions and looks for texts that make reading, validating or locating raise, run for more
than `_SLOW_SECONDS`, pass without an answer, or point to a place that is not there. Options are those of libFuzzer;
what it finds is written to the folder of `-artifact_prefix`, the present one unless said otherwise.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["workflow_updater"]):
    from workflow_updater.core.definition.document import Document
    from workflow_updater.core.definition.read_json import read_json
    from workflow_updater.core.validation.validate import located, validate
    from workflow_updater.sources.yaml_definition import read_yaml

GOLDEN = Path(__file__).parents[1] / "golden" / "validation"
_SLOW_SECONDS, _MOST_BYTES = 10, 4096
_READERS = {".json": b"\x00", ".yaml": b"\x01"}


def check(data: bytes) -> None:
    """Take the first byte of *data* for the language and the type of machine, the rest for the text."""
    language = data[0] if data else 0
    answer = (read_yaml if language % 2 else read_json)(data[1:])
    if isinstance(answer, Document):
        found = validate(answer.value, machine_type="EXPRESS" if language & 2 else "")
        answer = tuple(located(found, answer, "definition"))
    elif not answer:
        raise AssertionError("neither a document nor a finding")
    for finding in answer:
        if finding.line < 1 or finding.column < 1 or not finding.hint:
            raise AssertionError(f"a finding without a place or a cure: {finding}")


def seed(folder: Path) -> None:
    """Write every golden definition into *folder*, as the fuzzer reads it."""
    for index, file in enumerate(sorted(GOLDEN.glob("*/*"))):
        if file.suffix in _READERS:
            (folder / str(index)).write_bytes(_READERS[file.suffix] + file.read_bytes())


def main() -> None:
    """Fuzz until the options say that it is enough, or something is found."""
    with tempfile.TemporaryDirectory() as folder:
        seed(Path(folder))
        atheris.Setup(
            [sys.argv[0], f"-max_len={_MOST_BYTES}", f"-timeout={_SLOW_SECONDS}", *sys.argv[1:], folder], check
        )
        atheris.Fuzz()


if __name__ == "__main__":
    main()
