"""What the hooks call of MiniStack without replacing it: looked up at the start, so that nothing is missed later on."""

from __future__ import annotations

import importlib

from workflow_updater.local_cloud import hooks

CALLED = {
    "ministack.app": ("AUTH",),
    "ministack.core.iam_evaluator": ("_verified_key", "enforce", "resolve_credential"),
    "ministack.core.responses": ("get_account_id", "get_region"),
    "ministack.services.cloudformation": ("_change_sets", "_stack_events", "_stacks"),
    "ministack.services.cloudformation.changesets": ("_find_change_set",),
    "ministack.services.cloudformation.engine": (
        "_apply_transforms",
        "_evaluate_conditions",
        "_resolve_parameters",
        "validate_template_support",
        "yaml",
    ),
    "ministack.services.cloudformation.handlers": ("_check_capabilities", "_resolve_stack"),
    "ministack.services.cloudformation.helpers": ("_error", "_extract_members", "_page", "_xml"),
    "ministack.services.cloudformation.stacks": ("_add_event",),
    "ministack.services.s3": ("_get_object_data",),
}


def check() -> None:
    """
    Return when MiniStack has every name that the hooks call.

    Raises:
        HookMismatch: it lacks one; the message names it.
    """
    for module, names in CALLED.items():
        for name in names:
            hooks.private(importlib.import_module(module), name, hook="cloudformation")
