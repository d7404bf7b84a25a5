"""GetTemplate as on AWS: `?` for every character that is not ASCII, and Processed only once a change set is made."""

from __future__ import annotations

import json
from html import escape
from typing import Any

from workflow_updater.local_cloud import hooks
from workflow_updater.local_cloud.cloudformation import records, requests
from workflow_updater.local_cloud.cloudformation.requests import Handler, Params, Response

HOOK = "templates"


def install() -> None:
    """Hook in."""
    from ministack.services.cloudformation import handlers

    table = hooks.private(handlers, "_ACTION_HANDLERS", hook=HOOK)
    plain: Handler = hooks.entry(table, "GetTemplate", table_name="_ACTION_HANDLERS", hook=HOOK)

    def get_template(params: Params) -> Response:
        response = plain(params)
        if response[0] != 200:
            return response
        name = requests.value(params, "ChangeSetName")
        change_set = records.find_change_set(name, requests.value(params, "StackName")) if name else None
        stage = requests.value(params, "TemplateStage", "Processed")
        if change_set is not None and not _is_made(change_set):
            body = "" if stage == "Processed" else str(change_set["_template_body"])
            return _answer(body, ["Original"])
        body = requests.field(response, "TemplateBody")
        if stage == "Processed" and body != _original(params, plain):
            body = json.dumps(json.loads(body), ensure_ascii=False)  # MiniStack escaped what AWS replaces
        return _answer(body, ["Original", "Processed"])

    table["GetTemplate"] = get_template


def _original(params: Params, get_template: Handler) -> str:
    return requests.field(get_template({**params, "TemplateStage": ["Original"]}), "TemplateBody")


def _is_made(change_set: dict[str, Any]) -> bool:
    return change_set["Status"] == "CREATE_COMPLETE" and "_pending" not in change_set


def _answer(body: str, stages: list[str]) -> Response:
    text = escape("".join(character if character.isascii() else "?" for character in body))
    members = "".join(f"<member>{stage}</member>" for stage in stages)
    result = f"<TemplateBody>{text}</TemplateBody><StagesAvailable>{members}</StagesAvailable>"
    return requests.answer("GetTemplate", result)
