"""
Whose execution environments end when a function is made or changed: those of its own account and region.

Replaces `ministack.services.lambda_svc.invalidate_worker`, which MiniStack calls without an account when a stack makes
a function. What a stack makes is named after stack and resource: a stack that was made in one account stopped the
function of its namesake in another one, in the middle of a call.
"""

from __future__ import annotations

from ministack.core.responses import get_account_id, get_region
from ministack.services import lambda_svc

from workflow_updater.local_cloud.hooks import replace


def install() -> None:
    """End the environments of the caller's account and region only."""

    def invalidate(
        name: str, qualifier: str | None = None, account: str | None = None, region: str | None = None
    ) -> None:
        plain(name, qualifier=qualifier, account=account or get_account_id(), region=region or get_region())

    plain = replace(lambda_svc, "invalidate_worker", invalidate)
