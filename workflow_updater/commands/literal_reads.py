"""Which files a template reads, where it names them outright: told without rendering it, for a hook must be quick."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from posixpath import dirname, join, normpath

from workflow_updater.sources.git import contents_of

# A statement of jinja begins with its word; the function `file` may stand anywhere, by another name too.
_WORD = re.compile(rb"\{%[-+]?\s*(?:include|import|extends|from)\b|\bfile\b")
_OUTRIGHT = re.compile(
    rb"""(?:\{%[-+]?\s*(?:include|import|extends|from)\s*|\bfile\(\s*)(["'])([^"'\\]*)\1"""
    rb"""(?:\s+(?:import|ignore|with|without|as)\b|\s*[-+]?%\}|\s*\))"""
)


def literal_reads(top: Path, definition: str, blobs: Mapping[str, str]) -> frozenset[str] | None:
    """
    Return the paths that the template *definition* may read, through what it includes too; they may not be there.

    None when one is computed, or when the word `file` stands there for something else: then only rendering tells.

    Raises:
        UsageError: the repository lacks a content.
    """
    found: set[str] = set()
    unread = {definition}
    while unread:
        contents = contents_of(top, {path: blobs[path] for path in unread if path in blobs})
        unread = set()
        for content in contents.values():
            outright = list(_OUTRIGHT.finditer(content))
            if len(_WORD.findall(content)) != sum(len(_WORD.findall(match.group())) for match in outright):
                return None
            unread |= {_path(match.group(2).decode(errors="replace"), definition) for match in outright}
        unread -= found
        found |= unread
    return frozenset(found)


def _path(named: str, definition: str) -> str:
    """Return the path from the root: names count from the definition's folder, after a `/` from the root."""
    return normpath(named.lstrip("/") if named.startswith("/") else join(dirname(definition), named))
