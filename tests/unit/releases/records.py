"""Release records as values, for tests."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from workflow_updater.core.content_address import canonical, digest, location, object_key
from workflow_updater.core.release import Release, ReleaseFolder

BUCKET = "workflows-111122223333-eu-central-1"
FOLDER = ReleaseFolder(BUCKET, "orders", "ORDERS", "Orders")
NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


def release(sequence: int, definition: object = None, **fields: Any) -> Release:
    """Return release *sequence* of *definition*, which is one of its own when none is given."""
    content = digest(canonical(definition if definition is not None else {"Comment": f"{sequence}"}))
    started = NOON + timedelta(hours=sequence)
    return Release(
        **{
            "sequence": sequence,
            "kind": "rollback" if fields.get("restores") else "push",
            "stack": FOLDER.stack,
            "resource": FOLDER.resource,
            "state_machine": "arn:aws:states:eu-central-1:111122223333:stateMachine:orders",
            "digest": content,
            "location": location(BUCKET, object_key("orders", FOLDER.stack, FOLDER.resource, content)),
            "parent_digest": "",
            "commit": f"{sequence:04x}".ljust(40, "c"),
            "dirty": False,
            "author": "Ann <ann@example.com>",
            "subject": f"change {sequence}",
            "description": "",
            "change_set": f"arn:aws:cloudformation:eu-central-1:111122223333:changeSet/{sequence}",
            "started": started,
            "ended": started + timedelta(seconds=9),
            "outcome": "updated",
        }
        | fields
    )
