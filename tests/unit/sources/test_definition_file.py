"""Which reader a file needs, which file a folder means, and what is said when there is none."""

from __future__ import annotations

from pathlib import Path

import pytest

from workflow_updater.core.definition.document import MAX_BYTES, Document
from workflow_updater.errors import UsageError
from workflow_updater.sources.definition_file import definition_path, read_definition


@pytest.mark.parametrize(
    ("name", "text", "language"),
    [
        ("x.asl.json", "{}", "json"),
        ("x.JSON", "{}", "json"),
        ("x.asl.yaml", "Yes: 1", "yaml"),
        ("x.yml", "Yes: 1", "yaml"),
    ],
)
def test_the_name_says_the_language(tmp_path: Path, name: str, text: str, language: str):
    (tmp_path / name).write_text(text)

    document = read_definition(tmp_path / name)

    assert isinstance(document, Document)
    assert document.source_language == language


@pytest.mark.parametrize(
    "name", ["definition.asl.json", "definition.asl.yaml", "definition.asl.yml", "definition.asl.yaml.j2"]
)
def test_a_folder_means_its_definition(tmp_path: Path, name: str):
    (tmp_path / name).write_text("{}")
    (tmp_path / "README.md").write_text("x")

    assert definition_path(tmp_path) == tmp_path / name
    assert isinstance(read_definition(tmp_path), Document)


def test_findings_name_the_file(tmp_path: Path):
    file = tmp_path / "x.json"
    file.write_text("{,}")

    findings = read_definition(file)

    assert not isinstance(findings, Document)
    assert [(finding.file, finding.line, finding.column, finding.rule) for finding in findings] == [
        (str(file), 1, 2, "E001")
    ]


def test_of_a_file_that_is_too_large_only_the_beginning_is_read(tmp_path: Path):
    file = tmp_path / "x.json"
    with file.open("wb") as opened:
        opened.truncate(MAX_BYTES * 2)

    findings = read_definition(file)

    assert not isinstance(findings, Document)
    assert [finding.rule for finding in findings] == ["E004"]


def test_a_file_that_cannot_be_read_is_a_usage_error(tmp_path: Path):
    both = tmp_path / "both"
    both.mkdir()
    for name in ("definition.asl.json", "definition.asl.yaml"):
        (both / name).write_text("{}")
    (tmp_path / "folder.json").mkdir()
    for name in ("x.txt", "x.txt.j2"):
        (tmp_path / name).write_text("{}")
    (tmp_path / "loop.json").symlink_to("loop.json")

    for path, said in [
        ("missing.json", "there is no file"),
        ("missing.json.j2", "there is no file"),
        ("missing", "there is no file and no workflow"),
        ("x.txt.j2", "is neither .json nor .yaml"),
        ("folder.json", "has no definition"),
        ("both", "has definition.asl.json and definition.asl.yaml"),
        ("x.txt", "is neither .json nor .yaml"),
        ("loop.json", "cannot be read"),
    ]:
        with pytest.raises(UsageError, match=said):
            read_definition(tmp_path / path)
