"""Who sent the request that is being handled: CloudFormation runs macros as that principal."""

from __future__ import annotations

from workflow_updater.local_cloud import hooks
from workflow_updater.local_cloud.cloudformation.lambda_call import Credentials
from workflow_updater.local_cloud.settings import SECRET_ACCESS_KEY

HOOK = "caller"


def current() -> Credentials:
    """Return the credentials of the current request; its account's root unless IAM verified somebody else."""
    from ministack.core import iam_evaluator, responses

    account, region = responses.get_account_id(), responses.get_region()
    key = hooks.private(iam_evaluator, "_verified_key", hook=HOOK).get()
    if key:
        found = hooks.private(iam_evaluator, "resolve_credential", hook=HOOK)(key, account)
        return Credentials(account, region, key, found.secret_access_key, found.session_token)
    return Credentials(account, region, account, SECRET_ACCESS_KEY, None)
