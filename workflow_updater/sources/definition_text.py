"""A definition as YAML for a person, by cfn-flip, which knows how templates are written."""

from __future__ import annotations

import re
import sys

import yaml
from cfn_flip.yaml_dumper import get_dumper

from workflow_updater.sources.yaml_definition import is_plain_text

_ODD_BREAK = re.compile("[\r\x85\u2028\u2029]")


def as_yaml(definition: object) -> str:
    """Return *definition* as YAML that reads as the same value, with a line feed at its end."""
    return yaml.dump(
        definition, Dumper=_Dumper, sort_keys=False, allow_unicode=True, default_flow_style=False, width=sys.maxsize
    )


class _Dumper(get_dumper(long_form=True)):  # type: ignore[misc] # cfn-flip has no types
    """
    cfn-flip's dumper, which leaves `Fn::` and `Ref` as they are.

    It writes YAML 1.1, where 1e3 and 0o7 are texts: they are quoted here, since YAML 1.2 reads numbers. Texts of
    several lines stand as blocks. A value that stands twice is written twice: definitions have no anchors.
    """

    def ignore_aliases(self, data: object) -> bool:
        return True


def _represent_text(dumper: yaml.Dumper, text: str) -> yaml.ScalarNode:
    style = None
    if not is_plain_text(text) or _ODD_BREAK.search(text):  # PyYAML escapes such breaks between double quotes only
        style = '"'
    elif "\n" in text.strip("\n"):
        style = "|"
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _represent_text)
