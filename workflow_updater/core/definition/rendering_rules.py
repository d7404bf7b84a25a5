"""The rules that a template or a patch breaks when no definition comes of it; who renders finds these."""

from __future__ import annotations

from workflow_updater.core.validation.rule import Rule

_JINJA = "https://jinja.palletsprojects.com/en/stable/templates/"
_SANDBOX = "https://jinja.palletsprojects.com/en/stable/sandbox/"
_JSON_PATCH = "https://www.rfc-editor.org/rfc/rfc6902"

TEMPLATE_SYNTAX = Rule(
    id="E010",
    title="The template is jinja",
    description="A file named *.j2 is rendered with jinja2 before it is read; its syntax must be jinja's.",
    source=_JINJA,
    hint="correct the syntax at this place",
)
UNDEFINED_VARIABLE = Rule(
    id="E011",
    title="Every name in a template stands for something",
    description="A variable that nothing defines, or a member that a value does not have; jinja would put nothing.",
    source=f"{_JINJA}#variables",
    hint="define it, or write NAME | default(VALUE)",
)
LOOKUP = Rule(
    id="E012",
    title="A lookup finds what it asks for",
    description="env, must_env, file, output, ssm and include: what they ask for must be there, and no secret.",
    source="https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-securestring.html",
    hint="check what is asked for",
)
SANDBOX = Rule(
    id="E013",
    title="A template stays in its sandbox",
    description="Templates work with values; what would lead into the program that renders them is refused.",
    source=_SANDBOX,
    hint="use variables, filters and the lookups only",
)
ENDLESS = Rule(
    id="E014",
    title="A template comes to an end",
    description="More text than a definition can have, or more steps of loops and macros than one can need.",
    source=f"{_SANDBOX}#security-considerations",
    hint="shorten the loops; a definition has 1,048,576 bytes at most",
)
EXPRESSION = Rule(
    id="E015",
    title="The expressions of a template can be computed",
    description="An expression that has no value (a sum of text and number), or one that no JSON can hold.",
    source=f"{_JINJA}#expressions",
    hint="check the types of what it works with",
)
PATCH_FORM = Rule(
    id="E020",
    title="A patch is a JSON Patch or a merge patch",
    description="A patch file holds an array of operations (RFC 6902), or an object to merge (RFC 7386).",
    source=_JSON_PATCH,
    hint='write an array of {"op": …, "path": …, "value": …}, or an object with what shall be other',
)
PATCH_FAILED = Rule(
    id="E021",
    title="Every operation of a patch can be carried out",
    description="A path that the definition does not have, or a test that fails: the patch fits another definition.",
    source=f"{_JSON_PATCH}#section-5",
    hint="compare the path with `render --environment NAME` without this patch",
)

RENDERING_RULES = (
    *(TEMPLATE_SYNTAX, UNDEFINED_VARIABLE, LOOKUP, SANDBOX, ENDLESS, EXPRESSION),
    *(PATCH_FORM, PATCH_FAILED),
)
