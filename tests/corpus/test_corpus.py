"""Definitions that others wrote are judged as AWS judges them, each for the right reason."""

from __future__ import annotations

import tarfile
from pathlib import Path

from benchmarks import corpus

ARCHIVE = Path(__file__).with_name("documents.tar.xz")


def test_no_valid_document_is_refused_and_every_invalid_one_is_for_its_reason(tmp_path: Path, capsys):
    with tarfile.open(ARCHIVE) as archive:
        archive.extractall(tmp_path, filter="data")

    assert corpus.main(str(tmp_path)) == 0, capsys.readouterr().out
    assert "invalid: 89 of 89 refused" in capsys.readouterr().out
