"""What becomes of one template with macros: the job that a change set or a stack operation does in the background."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from workflow_updater.local_cloud.cloudformation import failures, macros
from workflow_updater.local_cloud.cloudformation.expansion import MacroCall, expand
from workflow_updater.local_cloud.cloudformation.failures import MacroFailed
from workflow_updater.local_cloud.cloudformation.lambda_call import Credentials
from workflow_updater.local_cloud.cloudformation.template_parameters import template_parameter_values

PROCESSED_MAX_BYTES = (
    1_000_000  # source: the quota of a template in S3, which the user guide names for processed ones too
)


@dataclass(frozen=True)
class Processing:
    """
    A template that waits for its macros.

    Args:
        original: the text as it was sent; `GetTemplate` shows it as Original.
        template: the same, parsed.
        caller: the principal that the macros run as.
    """

    endpoint: str
    original: str
    template: Mapping[str, Any]
    caller: Credentials

    async def run(self, parameters: Mapping[str, Mapping[str, Any]]) -> str:
        """
        Return the processed template as JSON; the macros run in a thread, their functions call back into this server.

        Raises:
            MacroFailed: a macro failed, does not exist, or made the template too large.
        """
        return await asyncio.to_thread(self._expand, parameters)

    def _expand(self, parameters: Mapping[str, Mapping[str, Any]]) -> str:
        values = template_parameter_values(self.template.get("Parameters") or {}, parameters)

        def call(macro: MacroCall, fragment: Any) -> Any:
            function = macros.find_function(macro.name)
            if function is None:
                raise MacroFailed(failures.unknown_macro(f"{self.caller.account}::{macro.name}"))
            return macros.invoke(self.endpoint, self.caller, macro, fragment, values, function)

        expanded = expand(self.template, call)
        processed = json.dumps(expanded, ensure_ascii=False)
        if len(processed.encode()) > PROCESSED_MAX_BYTES:
            raise MacroFailed(failures.TOO_LARGE)
        return processed
