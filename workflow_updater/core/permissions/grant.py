"""What a role must be allowed to do, as values: one action on one resource, and who needs it."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

Condition = tuple[str, str, str]  # operator, key, value: ("StringEquals", "iam:PassedToService", "eks.amazonaws.com")
Certainty = Literal["sure", "open", "perhaps"]

_COLON = re.compile(r":(?![^{}]*\})")  # one that is not inside `${AWS::Region}`


class Grant(NamedTuple):
    """
    One action on one resource; the unit in which permissions are added, compared and taken away.

    *resource* is an ARN, with `*` where the definition does not say more, or `*`; placeholders stay as they are.
    *condition* is what is known of the request besides, and the narrowest condition that a policy may set.
    """

    action: str
    resource: str
    condition: tuple[Condition, ...] = ()


class Need(NamedTuple):
    """
    A grant, and the states that need it as sorted JSON pointers; the machine's own needs have a pointer to its setting.

    *certainty* is `sure`; `open` when only the execution knows which resource it is, so that the role may well name one
    that is narrower; `perhaps` when the call needs it in some cases only, or its name is not surely known. *note* says
    why.
    """

    grant: Grant
    why: tuple[str, ...]
    certainty: Certainty = "sure"
    note: str = ""


class Place(NamedTuple):
    """
    Where the machine runs, for the ARNs that are made here; `*` is anywhere.

    IAM accepts no wildcard for the partition. *machine* is the name of the state machine itself.
    """

    partition: str = "aws"
    region: str = "*"
    account: str = "*"
    machine: str = "*"

    def arn(self, service: str, resource: str) -> str:
        """Return the ARN of *resource*; S3 has neither region nor account in its ARNs, IAM no region."""
        region = "" if service in {"s3", "iam"} else self.region
        account = "" if service == "s3" else self.account
        if service == "bedrock" and resource.startswith("foundation-model/"):
            account = ""  # they belong to AWS
        return f"arn:{self.partition}:{service}:{region}:{account}:{resource}"

    @property
    def machine_arn(self) -> str:
        """The ARN of the state machine itself."""
        return self.arn("states", f"stateMachine:{self.machine}")


ANYWHERE = Place()


def arn_fields(arn: str) -> list[str]:
    """Return the six fields of *arn*: `arn`, partition, service, region, account, resource; fewer when it is none."""
    return _COLON.split(arn, maxsplit=5)
