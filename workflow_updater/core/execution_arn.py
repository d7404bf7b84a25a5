"""The ARN of an execution, which follows from its state machine and its name."""

from __future__ import annotations


def execution_arn(machine_arn: str, name: str) -> str:
    """
    Return the ARN of the execution *name* of a state machine; *machine_arn* may name a version or an alias of it.

    source: service authorization reference of AWS Step Functions, resource type `execution`
    """
    arn, partition, service, region, account, _, machine = machine_arn.split(":")[:7]
    return ":".join([arn, partition, service, region, account, "execution", machine, name])
