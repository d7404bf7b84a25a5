"""Template → Document whose places are those of the template, and of what it includes."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from workflow_updater.core.definition.document import Document
from workflow_updater.core.definition.read_json import decode, read_json
from workflow_updater.core.definition.reading_rules import UNREADABLE_JSON, UNREADABLE_YAML
from workflow_updater.core.validation.finding import Finding
from workflow_updater.sources.jinja.placed_text import Origins, PlacedText
from workflow_updater.sources.jinja.render import render
from workflow_updater.sources.rendering import Rendering

_OF_SYNTAX = (UNREADABLE_JSON.id, UNREADABLE_YAML.id)
_EXCERPT = 60  # characters of a rendered line in a hint


def read_rendered(file: Path, content: bytes, rendering: Rendering, *, is_json: bool) -> Document | tuple[Finding, ...]:
    """
    Return the definition that the template *content* of *file* becomes, or the findings that keep it from that.

    Raises:
        DeployError: AWS did not answer a lookup.
    """
    text = decode(content)
    if isinstance(text, Finding):
        return (text._replace(file=str(file)),)
    rendered = render(file, text, rendering, for_json=is_json)
    if isinstance(rendered, Finding):
        return (rendered,)
    encoded = rendered.encode("utf-8", "surrogatepass")  # half a character is then told as what it is: no UTF-8
    if is_json:
        read = read_json(encoded)
    else:
        from workflow_updater.sources.yaml_definition import read_yaml

        read = read_yaml(encoded)
    if not isinstance(read, Document):
        return tuple(_in_template(finding, rendered, str(file)) for finding in read)
    located, origins = read.locate, cache(lambda: Origins(rendered))
    return Document(read.value, read.source_language, lambda pointer: origins().place(*located(pointer)[:2]))


def _in_template(finding: Finding, rendered: PlacedText, file: str) -> Finding:
    place = Origins(rendered).place(finding.line, finding.column)
    hint = finding.hint
    line = "".join(rendered.split("\n")[finding.line - 1 : finding.line]).strip()
    if line and finding.rule in _OF_SYNTAX:
        shown = line if len(line) <= _EXCERPT else f"…{line[max(0, finding.column - _EXCERPT // 2) :][:_EXCERPT]}…"
        hint += f"; rendered, its line reads: {shown}"
    return finding._replace(file=place.file or file, line=place.line, column=place.column, hint=hint)
