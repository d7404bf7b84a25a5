"""
Writes the tables of docs/reliability.md from what tests/faults found (tests/golden/faults); the text around them stays.

    make reliability        tries everything again, writes what is found, then the page

A test compares the page with what this writes, so that it cannot tell more than the tests hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

PAGE = Path(__file__).parent / "reliability.md"
FOUND = Path(__file__).parents[1] / "tests" / "golden" / "faults"
FAULTS = (
    "throttled",
    "500",
    "503",
    "connection_reset",
    "answer_lost",
    "answer_late",
    "clock_skewed",
    "credentials_expired",
    "denied",
)
_TABLE = re.compile(r"(<!-- table: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)
_STEPS = {
    "": "read",
    "s3:PutObject orders/STACK": "publish",
    "cloudformation:CreateChangeSet": "review",
    "cloudformation:ExecuteChangeSet": "update, verify, record",
}


def page() -> str:
    """Return the page as it should be: its text, with the tables as they were found."""
    tables = {
        "cases": _cases,
        "faults": _faults,
        "words": _words,
        "away": _away,
        "verbs": _verbs,
        "killed": _killed,
        "interrupted": _interrupted,
    }
    text = PAGE.read_text("utf-8")
    return _TABLE.sub(lambda found: found[1] + "\n".join(tables[found[2]]()) + "\n" + found[3], text)


def _rows(name: str) -> list[list[str]]:
    return [line.split(" | ") for line in (FOUND / f"{name}.txt").read_text("utf-8").splitlines()]


def _cases() -> Iterator[str]:
    calls, kills, interruptions = (len(_rows(f"push/{name}")) for name in ("denied", "killed", "ctrl_c"))
    cases = calls * len(FAULTS) * 2
    yield f"{calls} AWS calls meet {len(FAULTS)} faults, once and for good: {cases} cases."
    verbs = _found_of_verbs()
    calls, tries = sum(len({row[1:3] for row in rows}) for rows in verbs.values()), sum(map(len, verbs.values()))
    yield f"{calls} AWS calls of {len(verbs)} other commands meet what lasts, each kind alone: {tries} cases."
    yield f"{kills} moments of SIGKILL and {interruptions} of Ctrl-C are listed below."


def _faults() -> Iterator[str]:
    """Yield, for each call, how a push ends that meets a fault there once, for good, and the one after that."""
    yield "| step | AWS call | one fault | a fault that stays | the push after it |"
    yield "|---|---|---|---|---|"
    found: dict[tuple[str, str], dict[str, list[str]]] = {}
    for fault in FAULTS:
        for after, call, *endings in _rows(f"push/{fault}"):
            found.setdefault((after, call), {})[fault] = endings
    for (after, call), endings in found.items():
        columns = (_together({fault: ends[column] for fault, ends in endings.items()}) for column in range(3))
        yield f"| {_step(after)} | {_call(call)} | {' | '.join(columns)} |"


def _together(endings: Mapping[str, str]) -> str:
    """Return how most faults end, and which end otherwise."""
    by_ending: dict[str, list[str]] = {}
    for fault, ending in endings.items():
        by_ending.setdefault(ending, []).append(fault.replace("_", " "))
    most, *others = sorted(by_ending, key=lambda ending: -len(by_ending[ending]))
    return "; ".join([most, *(f"{', '.join(by_ending[ending])}: {ending}" for ending in others)])


def _words() -> Iterator[str]:
    """Yield what is told of each fault, of a push that cannot store its definition."""
    yield "| fault | what the push says, and the cure |"
    yield "|---|---|"
    for fault in FAULTS:
        (error,), (hint,) = _rows(f"told/{fault}")
        yield f"| {fault.replace('_', ' ')} | {error} → {hint} |"


def _away() -> Iterator[str]:
    """Yield what is told of an AWS that is away while an update is followed."""
    yield "| AWS is away | what the push says |"
    yield "|---|---|"
    for fault, told in _rows("told/away"):
        yield f"| {fault} | {told} |"


def _verbs() -> Iterator[str]:
    """Yield how each of the other verbs ends when a fault lasts from a call on, calls that end alike together."""
    yield "| command | after | AWS calls | a fault that lasts |"
    yield "|---|---|---|---|"
    for verb, rows in _found_of_verbs().items():
        endings: dict[tuple[str, str], dict[str, str]] = {}
        for _, after, call, kind, ending in rows:
            endings.setdefault((after, call), {})[kind] = ending
        alike: dict[tuple[str, str], list[str]] = {}
        for (after, call), by_kind in endings.items():
            alike.setdefault((after, _together(by_kind)), []).append(_call(call))
        for (after, ending), calls in alike.items():
            yield f"| {_command(verb)} | {_call(after) if after else ''} | {', '.join(calls)} | {ending} |"


def _found_of_verbs() -> dict[str, list[tuple[str, ...]]]:
    """Return verb → its rows: verb, the last write before, call, kind of fault, ending."""
    files = sorted((FOUND / "verbs").glob("*.txt"))
    found = [[tuple(row) for row in _rows(f"verbs/{file.stem}")] for file in files]
    return {rows[0][0]: rows for rows in found}


def _command(verb: str) -> str:
    words, _, note = verb.partition(" (")
    return f"`{words}`" + (f" ({note}" if note else "")


def _killed() -> Iterator[str]:
    yield "| SIGKILL | the next push |"
    yield "|---|---|"
    for moment, again in _rows("push/killed"):
        yield f"| {_moment(moment)} | {again} |"


def _interrupted() -> Iterator[str]:
    yield "| Ctrl-C | how the push ends | the next push |"
    yield "|---|---|---|"
    for moment, ending, again in _rows("push/ctrl_c"):
        yield f"| {_moment(moment)} | {ending} | {again} |"


def _step(after: str) -> str:
    return next(step for call, step in reversed(_STEPS.items()) if after.startswith(call))


def _call(name: str) -> str:
    operation, _, about = name.partition(" ")
    about = about.removeprefix("orders/").replace("STACK/Orders/DIGEST.asl.json", "the definition")
    about = about.replace("releases/STACK/Orders/SEQUENCE.json", "a record of a release")
    about = about.replace("releases/STACK/Orders/", "the records").replace("templates/STACK.template", "the template")
    return f"`{operation}` {about}".strip()


def _moment(name: str) -> str:
    when, _, call = name.partition(" ")
    return f"{when} {_call(call)}"


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
