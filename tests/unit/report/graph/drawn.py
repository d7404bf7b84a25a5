"""Definitions to draw, and what draws them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from workflow_updater.report.graph.chart import chart_of, chart_of_change
from workflow_updater.report.graph.layout import Layout
from workflow_updater.report.graph.model import Chart
from workflow_updater.report.graph.place import PlacedChart, place

GOLDEN = Path(__file__).parents[3] / "golden" / "difference"
TITLE = "orders: old → new"


def golden(name: str) -> Any:
    """Return one of the two definitions whose difference has a change of every kind."""
    return json.loads((GOLDEN / f"{name}.json").read_text("utf-8"))


def changed() -> Chart:
    return chart_of_change(golden("old"), golden("new"), TITLE)


def placed(definition: object) -> PlacedChart:
    return place(chart_of(definition, "title"), Layout())


def hostile(name: str) -> dict[str, Any]:
    """Return a definition that says *name* wherever a text may stand."""
    inner = {"StartAt": name, "States": {name: {"Type": "Pass", "End": True}}}
    return {
        "StartAt": "Choose",
        "States": {
            "Choose": {
                "Type": "Choice",
                "Choices": [{"Variable": name, "StringEquals": name, "Next": name}],
                "Default": "Each",
            },
            name: {
                "Type": "Task",
                "Resource": name,
                "TimeoutSecondsPath": name,
                "Retry": [{"ErrorEquals": [name]}],
                "Catch": [{"ErrorEquals": [name, name], "Next": "Stop"}],
                "Next": "Each",
            },
            "Each": {"Type": "Map", "MaxConcurrencyPath": name, "ItemProcessor": inner, "Next": "Stop"},
            "Stop": {"Type": "Fail", "Error": name, "Cause": name},
            "Odd": {"Type": name, "End": True},
        },
    }
