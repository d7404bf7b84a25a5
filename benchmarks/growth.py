"""
How the time of reading and validating grows with a definition: `python -m benchmarks.growth`.

Each shape is taken at two sizes, the second twice the first; the ratio of their times is about 2 when the time grows
with the size only, and 4 when it grows with its square. Ends with 1 when a ratio is more than 3.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from typing import Any

from workflow_updater.core.definition.document import MAX_BYTES, Document
from workflow_updater.core.definition.read_json import read_json
from workflow_updater.core.validation.validate import located, validate

_ROUNDS, _MOST = 5, 3.0
_FUNCTION = "arn:aws:lambda:eu-central-1:111122223333:function:work"
Shape = Callable[[int], dict[str, Any]]


def _machine(states: dict[str, Any]) -> dict[str, Any]:
    return {"StartAt": next(iter(states)), "States": states}


def _chain(body: Callable[[int], dict[str, Any]], size: int) -> dict[str, Any]:
    states = {f"S{index}": {**body(index), "Next": f"S{index + 1}"} for index in range(size)}
    return _machine({**states, f"S{size}": {"Type": "Succeed"}})


def _map(index: int, label: str) -> dict[str, Any]:
    config = {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"}
    inner = {"StartAt": f"I{index}", "States": {f"I{index}": {"Type": "Pass", "End": True}}}
    return {"Type": "Map", "Label": label, "ItemProcessor": {"ProcessorConfig": config, **inner}}


def _one(**state: object) -> dict[str, Any]:
    return _machine({"S": {**state, "Next": "T"}, "T": {"Type": "Succeed"}})


def _comparison(index: int) -> dict[str, Any]:
    return {"Variable": f"$.a{index}", "StringEquals": "x", "Next": "T"}


def _inside_one_another(size: int) -> dict[str, Any]:
    condition: dict[str, Any] = {"Variable": "$.a", "IsPresent": True}
    for _ in range(min(size, 90)):
        condition = {"Not": condition}
    choices = [{**condition, "Next": "T"} for _ in range(size)]
    return _machine({"S": {"Type": "Choice", "Choices": choices}, "T": {"Type": "Succeed"}})


SHAPES: dict[str, Shape] = {
    "tasks in a chain": lambda size: _chain(lambda _: {"Type": "Task", "Resource": _FUNCTION}, size),
    "states with faults": lambda size: _chain(lambda _: {"Type": "Wait", "Secnds": 1, "Timestamp": "now"}, size),
    "dangling targets": lambda size: _machine({f"S{n}": {"Type": "Pass", "Next": f"X{n}"} for n in range(size)}),
    "maps": lambda size: _chain(lambda index: _map(index, f"L{index}"), size),
    "maps of one label": lambda size: _chain(lambda index: _map(index, "L"), size),
    "retriers": lambda size: _one(
        Type="Task", Resource=_FUNCTION, Retry=[{"ErrorEquals": [f"E{index}"]} for index in range(size)]
    ),
    "error names": lambda size: _one(
        Type="Task", Resource=_FUNCTION, Retry=[{"ErrorEquals": [f"States.E{index}" for index in range(size)]}]
    ),
    "choices": lambda size: _machine(
        {"S": {"Type": "Choice", "Choices": [_comparison(index) for index in range(size)]}, "T": {"Type": "Succeed"}}
    ),
    "conditions inside one another": _inside_one_another,
    "one large result": lambda size: _one(Type="Pass", Result=[{"a.$": f"$.b{index}"} for index in range(size)]),
    "one large parameter": lambda size: _one(Type="Pass", Parameters={f"p{n}.$": f"$.a[{n}]" for n in range(size)}),
    "one long path": lambda size: _one(Type="Pass", InputPath="$" + ".a[0]" * size),
    "one long call": lambda size: _one(Type="Pass", Parameters={"a.$": f"States.Array({', '.join(['1'] * size)})"}),
    "one long expression": lambda size: _one(
        Type="Pass", QueryLanguage="JSONata", Output="{% " + " + ".join(["1"] * size) + " %}"
    ),
    "variables in a chain": lambda size: _chain(
        lambda n: {"Type": "Pass", "Assign": {f"v{n}.$": f"$v{n - 1}" if n else "$"}}, size
    ),
    "variables of the first state": lambda size: _chain(
        lambda n: (
            {"Type": "Pass", "Parameters": {"a.$": f"$v{n}"}}
            if n
            else {"Type": "Pass", "Assign": {f"v{index}": 1 for index in range(1, size)}}
        ),
        size,
    ),
    "unknown variables": lambda size: _one(
        Type="Pass", QueryLanguage="JSONata", Output="{% " + " + ".join(f"$v{n}" for n in range(size)) + " %}"
    ),
    "placeholders": lambda size: _chain(lambda n: {"Type": "Wait", "Seconds": f"${{Seconds{n}}}"}, size),
    "unknown fields": lambda size: _one(Type="Pass", **{f"Unknown{index}": 1 for index in range(size)}),
}


def seconds(text: bytes) -> float:
    """Return the shortest of some times that reading, validating and locating all findings of *text* took."""
    times = []
    for _ in range(_ROUNDS):
        start = time.perf_counter()
        read = read_json(text)
        if isinstance(read, Document):
            located(validate(read.value), read, "")
        times.append(time.perf_counter() - start)
    return min(times)


def main() -> int:
    """Print the ratios and return the exit code."""
    slow = False
    for name, shape in SHAPES.items():
        size = 5_000
        while len(json.dumps(shape(2 * size))) > MAX_BYTES:
            size //= 2
        small, large = (json.dumps(shape(count)).encode() for count in (size, 2 * size))
        first, second = seconds(small), seconds(large)
        ratio = second / first
        slow = slow or ratio > _MOST
        print(f"{name:<32}{2 * size:>7} {len(large):>10,} bytes {second * 1000:>8.1f} ms   x {ratio:.1f}")
    return int(slow)


if __name__ == "__main__":
    sys.exit(main())
