"""Rule E3601 of cfn-lint, which checks the definitions of state machines in templates: https://github.com/aws-cloudformation/cfn-lint."""

from __future__ import annotations

import json
import re

from cfnlint.context import create_context_for_template
from cfnlint.jsonschema import CfnTemplateValidator
from cfnlint.rules.resources.stepfunctions.StateMachineDefinition import StateMachineDefinition
from cfnlint.template import Template
from rounds import measure

RULE = StateMachineDefinition()
TEMPLATE = Template("", {"Resources": {}}, ["us-east-1"])
VALIDATOR = CfnTemplateValidator({}).evolve(cfn=TEMPLATE, context=create_context_for_template(TEMPLATE))
PLACEHOLDER = re.compile(r"\$\{([^}]+)\}")


def accepts(text: bytes, _machine_type: str) -> bool:
    """Return whether the rule finds nothing; its placeholders are told to be substituted."""
    names = dict.fromkeys(PLACEHOLDER.findall(text.decode()), "value")
    properties = {"Definition": json.loads(text), "DefinitionSubstitutions": names}
    return next(iter(RULE.validate(VALIDATOR, {}, properties, {})), None) is None


if __name__ == "__main__":
    measure(accepts)
