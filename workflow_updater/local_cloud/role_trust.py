"""Whether an AWS service can assume a role, asked with IAM enforced only: without it a role need not even exist."""

from __future__ import annotations

from workflow_updater.local_cloud.hooks import private

HOOK = "role_trust"


def is_assumable(role_arn: str, *services: str, source_arn: str = "") -> bool:
    """
    Return whether the role *role_arn* trusts any of *services* (such as "states.amazonaws.com").

    Args:
        source_arn: the resource that the service acts for, which a trust policy may name as aws:SourceArn.
    """
    import ministack.app
    from ministack.services import iam

    if not private(ministack.app, "AUTH", hook=HOOK):
        return True
    role = private(iam, "_roles", hook=HOOK).get(role_arn.rsplit("/", 1)[-1])
    return role is not None and any(_trusts(role, service, source_arn) for service in services)


def _trusts(role: dict[str, object], service: str, source_arn: str) -> bool:
    from ministack.core import iam_evaluator, responses

    attempt = private(iam_evaluator, "EvalContext", hook=HOOK)(
        principal_arn=service,
        principal_type="Service",
        principal_account="",
        action="sts:AssumeRole",
        resource_arn=role["Arn"],
        region=responses.get_region(),
        service_context={"aws:sourceaccount": responses.get_account_id(), "aws:sourcearn": source_arn},
    )
    evaluate = private(iam_evaluator, "evaluate_resource_policy", hook=HOOK)
    return bool(evaluate(role["AssumeRolePolicyDocument"], attempt, service=service).decision == "Allow")
