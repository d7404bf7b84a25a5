"""Capabilities asked for always, as on AWS; MiniStack asks only when it enforces IAM."""

from __future__ import annotations

from workflow_updater.local_cloud import hooks

HOOK = "capabilities"


def install() -> None:
    """Hook in."""
    from ministack.services.cloudformation import handlers

    hooks.replace(handlers, "_capabilities_enforced", lambda: True, hook=HOOK)
