"""
Whether Step Functions can assume the role of a state machine, which AWS tries at create and update.

Asked with IAM enforced only: without it a role need not even exist.
"""

from __future__ import annotations

import ministack.app
from ministack.core import iam_evaluator
from ministack.core.responses import get_account_id, get_region
from ministack.services import iam

from workflow_updater.local_cloud.hooks import private
from workflow_updater.local_cloud.state_machines.answers import Answer, refusal

HOOK = "the trust of roles"
REFUSED = (  # source: aws-cloudformation-resource-providers-stepfunctions, Constants.java
    "Neither the global service principal states.amazonaws.com, nor the regional one "
    "is authorized to assume the provided role."
)


def not_assumable(role_arn: str, machine_name: str) -> Answer | None:
    """Return AWS's refusal when Step Functions may not assume *role_arn* for *machine_name*, None when it may."""
    if not private(ministack.app, "AUTH", hook=HOOK):
        return None
    role = private(iam, "_roles", hook=HOOK).get(role_arn.rsplit("/", 1)[-1])
    if role is not None and any(_trusts(role, service, machine_name) for service in _service_names()):
        return None
    return refusal("AccessDeniedException", REFUSED)


def _service_names() -> tuple[str, str]:
    return "states.amazonaws.com", f"states.{get_region()}.amazonaws.com"


def _trusts(role: dict[str, object], service: str, machine_name: str) -> bool:
    account, region = get_account_id(), get_region()
    attempt = private(iam_evaluator, "EvalContext", hook=HOOK)(
        principal_arn=service,
        principal_type="Service",
        principal_account="",
        action="sts:AssumeRole",
        resource_arn=role["Arn"],
        region=region,
        service_context={
            "aws:sourceaccount": account,
            "aws:sourcearn": f"arn:aws:states:{region}:{account}:stateMachine:{machine_name}",
        },
    )
    trust = private(iam_evaluator, "evaluate_resource_policy", hook=HOOK)
    return bool(trust(role["AssumeRolePolicyDocument"], attempt, service=service).decision == "Allow")
