"""The page about workflow tests explains every key; what it shows printing is run with all pages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from workflow_updater.workflow_tests.expecting import CALLS_KEYS, EXPECT_KEYS
from workflow_updater.workflow_tests.mocking import REPLY_KEYS
from workflow_updater.workflow_tests.reading import CASE_KEYS, FILE_KEYS

PAGE = (Path(__file__).parents[3] / "docs" / "workflow_tests.md").read_text("utf-8")


@pytest.mark.parametrize("key", sorted({*FILE_KEYS, *CASE_KEYS, *REPLY_KEYS, *EXPECT_KEYS, *CALLS_KEYS}))
def test_every_key_is_explained(key: str) -> None:
    assert re.search(rf"`[^`]*\b{key}\b[^`]*`", PAGE)
