"""Patches: however long they are, the source of each is read for its places once."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from workflow_updater.core.definition import json_positions
from workflow_updater.core.definition.document import Document
from workflow_updater.core.definition.positions import Positions
from workflow_updater.core.definition.read_json import read_json
from workflow_updater.sources.overlay import overlaid


def test_a_thousand_operations_read_the_patch_for_places_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    positions = json_positions.json_positions

    def counted(text: str) -> Positions:
        read.append(text)
        return positions(text)

    monkeypatch.setattr(json_positions, "json_positions", counted)
    patch = tmp_path / "patch.json"
    patch.write_text(
        "[" + ",\n".join(json.dumps({"op": "add", "path": f"/x{one}", "value": 1}) for one in range(1000)) + "]"
    )
    definition = read_json(b'{"StartAt": "A"}')
    assert isinstance(definition, Document)

    patched = overlaid(definition, "definition.asl.json", [patch])

    assert isinstance(patched, Document)
    assert [patched.locate(f"/x{one}").line for one in range(1000)] == [*range(1, 1001)]
    assert len(read) == 1
