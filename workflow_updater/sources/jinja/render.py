"""Template → text with places, or the finding that says why there is none."""

from __future__ import annotations

import re
from copy import deepcopy
from pathlib import Path
from types import TracebackType

from jinja2 import TemplateError, TemplateNotFound, TemplateSyntaxError, UndefinedError
from jinja2.exceptions import SecurityError

from workflow_updater.core.definition import rendering_rules as rules
from workflow_updater.core.definition.document import Place
from workflow_updater.core.validation.finding import Finding
from workflow_updater.core.validation.rule import Rule
from workflow_updater.errors import DeployError
from workflow_updater.sources.jinja.environment import DefinitionEnvironment, code_name
from workflow_updater.sources.jinja.limits import LimitReached
from workflow_updater.sources.jinja.lookups import LOCALS, lookups, read_text
from workflow_updater.sources.jinja.placed_text import PlacedText, Source
from workflow_updater.sources.jinja.put import outside
from workflow_updater.sources.rendering import LookupFailed, Rendering

# What expressions of a template end with; RecursionError is a RuntimeError, as are jinja's own complaints.
_FAULTS = (
    *(ArithmeticError, AssertionError, AttributeError, LookupError, MemoryError, RuntimeError, TypeError, ValueError),
    *(TemplateError, LookupFailed, LimitReached),
)
_RULES: tuple[tuple[type[Exception] | tuple[type[Exception], ...], Rule], ...] = (
    (TemplateSyntaxError, rules.TEMPLATE_SYNTAX),
    (SecurityError, rules.SANDBOX),
    (UndefinedError, rules.UNDEFINED_VARIABLE),
    ((TemplateNotFound, LookupFailed), rules.LOOKUP),
    ((LimitReached, OverflowError, RecursionError, MemoryError), rules.ENDLESS),
)
_MAIN = ""  # the name of the template itself; included ones are called by their paths
_UNDEFINED = re.compile(r"'(\w+)' is undefined")


def render(file: Path, text: str, rendering: Rendering, *, for_json: bool) -> PlacedText | Finding:
    """
    Return what the template *text* of *file* becomes; *for_json*: texts from outside stand between quotes.

    Raises:
        DeployError: AWS did not answer a lookup.
    """

    def read(name: str) -> Source:
        return Source(str(file), text) if name == _MAIN else Source(*read_text(name, file.parent, rendering))

    environment = DefinitionEnvironment(read, lookups(file.parent, rendering, escape=for_json))
    variables = (outside if for_json else deepcopy)(dict(rendering.variables))  # a template may change a list
    try:
        template = environment.get_template(_MAIN)
        found = environment.concat(template.root_render_func(template.new_context(variables)))
    except _FAULTS as fault:
        return _finding(fault, environment, rendering)
    except DeployError as error:
        place = _place(error, environment)
        raise type(error)(f"{place.file}:{place.line}:{place.column}: {error.message}", hint=error.hint) from error
    return found


def _finding(fault: Exception, environment: DefinitionEnvironment, rendering: Rendering) -> Finding:
    rule = next((rule for kinds, rule in _RULES if isinstance(fault, kinds)), rules.EXPRESSION)
    message, hint = _told(fault, rendering)
    place = _place(fault, environment)
    return rule.finding(message, hint=hint, line=place.line, column=place.column)._replace(file=place.file)


def _told(fault: Exception, rendering: Rendering) -> tuple[str, str]:
    """Return message and cure, "" for that of the rule."""
    text = str(fault)
    match fault:
        case TemplateSyntaxError():
            return f"not jinja: {fault.message}", ""
        case UndefinedError():
            name = _UNDEFINED.fullmatch(text)
            return text, rendering.cure(name.group(1)) if name else ""
        case TemplateNotFound(__cause__=LookupFailed() as cause) | (LookupFailed() as cause):
            return cause.message, cause.hint
        case RecursionError() | MemoryError():
            return "the template calls itself without end, or needs more memory than there is", ""
        case TemplateError() | LimitReached() | OverflowError():
            return text, ""
    return f"{type(fault).__name__}: {text.replace(LOCALS, '')}", ""


def _place(fault: Exception, environment: DefinitionEnvironment) -> Place:
    """Return where in a template the fault happened: the innermost place that is in one."""
    if isinstance(fault, TemplateSyntaxError):
        return environment.sources[-1].place(fault.lineno)  # nothing is loaded after what cannot be parsed
    numbers = {code_name(number): number for number in range(len(environment.templates))}
    place = Place(1, 1, environment.sources[0].file)
    step: TracebackType | None = fault.__traceback__
    while step:
        number = numbers.get(step.tb_frame.f_code.co_filename)
        if number is not None:
            offset = environment.templates[number].get_corresponding_lineno(step.tb_lineno)
            place = environment.sources[number].place(offset)
        step = step.tb_next
    return place
