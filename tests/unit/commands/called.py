"""Runs a verb as the command line does, on a fake cloud."""

from __future__ import annotations

import argparse
import io
import json
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from tests.fakes.cloud import FakeCloud
from workflow_updater.screen import Screen


@dataclass(frozen=True)
class Called:
    code: int
    out: str
    err: str

    @property
    def value(self) -> Any:
        return json.loads(self.out)


def call(verb: ModuleType, cloud: FakeCloud, *arguments: str, **injected: Any) -> Called:
    """Return exit code and output; an error of the verb comes through, as it does to `cli.main`."""
    parser = argparse.ArgumentParser()
    verb.add_arguments(parser)
    json_wanted = "--json" in arguments
    options = parser.parse_args([argument for argument in arguments if argument != "--json"])
    options.json, options.local = json_wanted, False
    out, err = io.StringIO(), io.StringIO()
    screen = Screen(json_wanted=json_wanted, stdout=out, stderr=err)
    code = verb.run(options, cloud.connect, screen, **injected)
    return Called(code, out.getvalue(), err.getvalue())
