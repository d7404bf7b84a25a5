"""Path → Document: which reader a file needs, and which file a folder means."""

from __future__ import annotations

import re
from pathlib import Path

from workflow_updater.core.definition.document import MAX_BYTES, Document
from workflow_updater.core.definition.read_json import read_json
from workflow_updater.core.validation.finding import Finding
from workflow_updater.errors import UsageError
from workflow_updater.sources.rendering import Rendering

TEMPLATE_SUFFIX = ".j2"
_PLAIN_NAMES = ("definition.asl.json", "definition.asl.yaml", "definition.asl.yml")
FOLDER_NAMES = (*_PLAIN_NAMES, *(name + TEMPLATE_SUFFIX for name in _PLAIN_NAMES))
_JSON, _YAML = {".json"}, {".yaml", ".yml"}
_JINJA = re.compile(rb"\{\{\s*[A-Za-z_]|\{%-?\s*(if|for|set|include|macro|extends)\b")


def definition_path(path: Path) -> Path:
    """
    Return the definition that *path* means: itself, or the `definition.asl.{json,yaml,yml}[.j2]` of a folder.

    Raises:
        UsageError: nothing is there, or not exactly one definition in the folder.
    """
    if not path.is_dir():
        return path
    found = [path / name for name in FOLDER_NAMES if (path / name).is_file()]
    if not found:
        raise UsageError(f"the folder {path} has no definition", hint=_cure(path))
    if len(found) > 1:
        names = " and ".join(file.name for file in found)
        raise UsageError(f"the folder {path} has {names}", hint="keep one of them, or give its path")
    return found[0]


def _cure(folder: Path) -> str:
    inside = sorted({file.parent.name for name in FOLDER_NAMES for file in folder.glob(f"*/{name}")})
    if inside:
        return f"it holds the folders of workflows: {', '.join(inside)}; name one of them"
    names = ", ".join(_PLAIN_NAMES)
    return f"name it one of {names}, with {TEMPLATE_SUFFIX} behind it when it is a template"


def read_definition(path: Path, rendering: Rendering | None = None) -> Document | tuple[Finding, ...]:
    """
    Return the definition in the file or folder *path*, or the findings that keep it from being read, with their file.

    A file named *.j2 is a template; *rendering* None: it may use what is in its folder.

    Raises:
        UsageError: there is no such file, it may not be read, or its name ends otherwise than in .json, .yaml or .yml.
        DeployError: AWS did not answer a lookup of a template.
    """
    file = definition_path(path)
    suffix = Path(file.name.lower().removesuffix(TEMPLATE_SUFFIX)).suffix
    if suffix not in _JSON | _YAML:
        if not file.exists():
            raise UsageError(f"there is no file and no workflow {file}", hint="check the name; paths count from here")
        raise UsageError(f"{file} is neither .json nor .yaml", hint="name it NAME.asl.json or NAME.asl.yaml")
    text = _content(file)
    if file.suffix.lower() == TEMPLATE_SUFFIX:
        from workflow_updater.sources.rendered_definition import read_rendered  # others never pay for jinja

        return read_rendered(file, text, rendering or Rendering(file.parent), is_json=suffix in _JSON)
    if suffix in _JSON:
        document = read_json(text)
    else:
        from workflow_updater.sources.yaml_definition import read_yaml  # JSON definitions never pay for PyYAML

        document = read_yaml(text)
    if isinstance(document, Document):
        return document
    hint = f"jinja is rendered in files named *{TEMPLATE_SUFFIX}: rename it to {file.name}{TEMPLATE_SUFFIX}"
    is_template = _JINJA.search(text) is not None
    return tuple(finding._replace(file=str(file), hint=hint if is_template else finding.hint) for finding in document)


def _content(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            return opened.read(MAX_BYTES + 1)
    except FileNotFoundError as fault:
        raise UsageError(f"there is no file {file}", hint="check the path; it counts from here") from fault
    except OSError as fault:
        raise UsageError(f"{file} cannot be read: {fault.strerror}") from fault
