"""
Writes docs/rules.md: every rule with its page, and with the smallest golden case that breaks it.

    python -m docs.rules_page > docs/rules.md          (`make docs`)

A test compares the file with what this writes, so that the page cannot lag behind the rules.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from workflow_updater.core.every_rule import EVERY_RULE
from workflow_updater.core.injection import placeholder_findings
from workflow_updater.core.validation.rule import Rule

GOLDEN = Path(__file__).parents[1] / "tests" / "golden"
MOST_LINES = 40  # of an example: what is longer explains less, and a part of it is shown
MOST_CHARACTERS = 30_000
AROUND = 6  # lines before and behind the place of the finding
ROOMS = {
    "0": "Reading and rendering",
    "1": "Machines, states and the ways between them",
    "2": "Fields",
    "3": "Paths, intrinsic functions, JSONata and variables",
    "4": "Tasks",
    "5": "Retry and Catch",
    "6": "Choice, Wait, Map, Parallel and the other types",
    "9": "Injection by the macro",
    "G": "Guardrails of the infra team",
}
INTRODUCTION = """# Rules

What `deploy-workflow validate` finds; `validate --explain E107` tells one of these pages. An `E` is what AWS (or the
macro) refuses; a `W` is what AWS accepts but is surely wrong; a `G` is what the infra team's
[guardrails](guardrails.md) do not allow. This page is written by `make docs` from the rules themselves, and the
examples are the tests' own.

A finding that you have weighed is taken back by a comment in the definition, which speaks for the object that it
stands in: `"Comment": "drained by hand, noqa: W501"`. Warnings can also be ignored for a workflow or a repository, in
`workflows.toml`: `ignore = ["W501"]` below `[workflows.NAME]` or `[validation]`. What keeps a text from being read
(`E0…`) and what guards the infra team's account (`E9…`, `G…`) cannot be taken back.
"""


def page() -> str:
    """Return the whole page, Markdown."""
    index = ["| rule | |", "|---|---|", *(f"| [{rule.id}](#{rule.id.lower()}) | {rule.title} |" for rule in EVERY_RULE)]
    lines = [INTRODUCTION, *index]
    for room, rules in groupby(EVERY_RULE, key=_room):
        lines += ["", f"## {ROOMS[room]}"]
        for rule in rules:
            lines += ["", *_entry(rule)]
    return "\n".join(lines) + "\n"


def _room(rule: Rule) -> str:
    return rule.id[0] if rule.id[0] in ROOMS else rule.id[1]


def _entry(rule: Rule) -> Iterator[str]:
    yield f'### <a id="{rule.id.lower()}"></a>{rule.id} · {rule.title}'
    yield ""
    yield f"{rule.severity.capitalize()}. {rule.description}"
    if rule.hint:
        yield f"Cure: {rule.hint}."
    yield f"([source]({rule.source}))"
    yield from _example(rule)


def _example(rule: Rule) -> Iterator[str]:
    found = (
        _from_validation(rule.id)
        or _from_guardrails(rule.id)
        or _from_rendering(rule.id)
        or _from_macro(rule.id)
        or _from_substitutions(rule.id)
    )
    if not found:
        return
    language, source, told = found
    yield from ("", f"```{language}", *source.rstrip("\n").split("\n"), "```", "", "```text")
    yield from (*told.rstrip("\n").split("\n"), "```")


def _from_validation(rule_id: str) -> tuple[str, str, str] | None:
    """Return language, source and findings of the smallest golden case of the rule; of a long one, a part."""
    cases = [case for case in (GOLDEN / "validation" / rule_id).glob("invalid*") if case.suffix != ".txt"]
    for case in sorted(cases, key=lambda case: (case.stat().st_size, case.name)):
        source, told = case.read_text("utf-8", errors="replace"), case.with_suffix(".txt").read_text("utf-8")
        if source.strip() and len(source) < MOST_CHARACTERS:
            return case.suffix[1:], *(
                _part(source, told, rule_id) if source.count("\n") > MOST_LINES else (source, _told(told))
            )
    return None


def _part(source: str, told: str, rule_id: str) -> tuple[str, str]:
    """Return the lines of *source* around the first finding of the rule, and the findings in these."""
    lines = source.splitlines()
    own = [line for line in told.splitlines() if line.split(" ")[1] == rule_id]
    place = int(own[0].partition(":")[0]) - 1
    first, end = max(0, place - AROUND), min(len(lines), place + AROUND + 1)
    shown = [*(["…"] if first else []), *lines[first:end], *(["…"] if end < len(lines) else [])]
    within = [line for line in own if first < int(line.partition(":")[0]) <= end]
    return "\n".join(shown), _told("\n".join(within))


def _from_guardrails(rule_id: str) -> tuple[str, str, str] | None:
    """Return the golden `invalid.json` of a rule about guardrails, with its policy behind it, and the findings."""
    folder = GOLDEN / "guardrails" / rule_id
    if not folder.is_dir():
        return None
    source, policy = (folder / "invalid.json").read_text("utf-8"), folder / "policy.json"
    if policy.exists():
        source += f"// guardrails: {json.dumps(json.loads(policy.read_text('utf-8')))}"
    return "json", source, _told((folder / "invalid.txt").read_text("utf-8"))


def _told(golden: str) -> str:
    """Return the lines of a golden file (`line:column rule pointer message [hint]`) without the pointer."""
    return re.sub(r"^(\S+ \S+) \S+ (.*) \[.*\]$", r"\1 \2", golden, flags=re.MULTILINE)


def _from_rendering(rule_id: str) -> tuple[str, str, str] | None:
    """Return what the smallest golden template (or patch) that breaks the rule holds, and what is told of it."""
    found = []
    for told in (GOLDEN / "rendering").glob("*/findings.txt"):
        lines = told.read_text("utf-8")
        file = told.parent / lines.partition(":")[0]
        if f" {rule_id} " in lines:
            source = file.read_text("utf-8")
            found.append((len(source), told.parent.name, file.suffix[1:], source, _told(lines.partition(":")[2])))
    if not found:
        return None
    _, _, suffix, source, told_of_it = min(found)
    return "jinja" if suffix == "j2" else suffix, source, told_of_it


def _from_macro(rule_id: str) -> tuple[str, str, str] | None:
    """Return what the smallest golden event that the macro refuses for this rule holds, and the answer."""
    found = []
    for case in (GOLDEN / "macro").iterdir():
        told = json.loads((case / "answer.json").read_text("utf-8")).get("errorMessage", "")
        if told.startswith(rule_id):
            source = json.dumps(_shortened(case), indent=2)
            found.append((len(source), case.name, source, told))
    if not found:
        return None
    _, _, source, told = min(found)
    return "json", source, told


def _from_substitutions(rule_id: str) -> tuple[str, str, str] | None:
    """Return a definition with the substitutions of its template, and what the rule about those says."""
    template = {"DefinitionSubstitutions": {"QueueUrl": "https://…", "QueueArn": "arn:…"}}
    definition = {"StartAt": "A", "States": {"A": {"Type": "Pass", "Result": "${QueueUrl}", "End": True}}}
    told = [found for found in placeholder_findings(json.dumps(definition), template) if found.rule == rule_id]
    source = json.dumps({"definition": definition, **template}, indent=2, ensure_ascii=False)
    return ("json", source, "\n".join(f"{found.rule} {found.message}" for found in told)) if told else None


def _shortened(case: Path) -> object:
    """Return the event of *case* less what every event has, and the objects in S3 that it leads to."""
    event = json.loads((case / "event.json").read_text("utf-8"))
    fragment = event.get("fragment") if isinstance(event, dict) else None
    if not isinstance(fragment, dict) or not isinstance(fragment.get("Resources"), dict):
        return event
    others = {
        name: resource for name, resource in fragment["Resources"].items() if resource.get("Type") != "AWS::IAM::Role"
    }
    told = {"Transform": fragment.get("Transform"), "Resources": others}
    objects = json.loads((case / "objects.json").read_text("utf-8"))
    return {"template": told, "parameters": event.get("templateParameterValues"), "objects": objects}


if __name__ == "__main__":
    sys.stdout.write(page())
