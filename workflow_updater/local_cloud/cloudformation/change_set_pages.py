"""
DescribeChangeSet in pages, and with the values of properties when they are asked for.

AWS starts a new page at 1 MB of output. Here it is 100 changes, the page that MiniStack has for its other lists, so
that a client which reads the first page only is caught by a stack of some size.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from workflow_updater.local_cloud import hooks
from workflow_updater.local_cloud.cloudformation import property_values, records, requests
from workflow_updater.local_cloud.cloudformation.requests import Handler, Params, Response

HOOK = "change_set_pages"
Page = Callable[[list[Any], Params, str], tuple[list[Any], str, Response | None]]
END = "</DescribeChangeSetResult>"


def install() -> None:
    """Hook in."""
    from ministack.services.cloudformation import handlers, helpers

    table = hooks.private(handlers, "_ACTION_HANDLERS", hook=HOOK)
    plain: Handler = hooks.entry(table, "DescribeChangeSet", table_name="_ACTION_HANDLERS", hook=HOOK)
    page_of: Page = hooks.private(helpers, "_page", hook=HOOK)

    def describe(params: Params) -> Response:
        name = requests.value(params, "ChangeSetName")
        change_set = records.find_change_set(name, requests.value(params, "StackName"))
        if change_set is None:
            return plain(params)
        changes = change_set["Changes"]
        page, next_token, refusal = page_of(changes, params, "DescribeChangeSet")
        if refusal:
            return refusal
        change_set["Changes"] = page  # MiniStack's handler does not wait for anything, so nobody sees this
        try:
            status, headers, body = plain(params)
        finally:
            change_set["Changes"] = changes
        text = body.decode()
        if requests.is_true(params, "IncludePropertyValues"):
            text = property_values.written(text, page)
        return status, headers, text.replace(END, next_token + END).encode()

    table["DescribeChangeSet"] = describe
