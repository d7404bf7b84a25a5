"""
The error names that tasks fail with.

Replaces two methods of moto's `StateTaskServiceAwsSdk`, which know the Java names of two services, and refines
`_error_cause_from_client_error` of its Lambda and DynamoDB tasks and `_from_error` of its Step Functions, SQS and
EventBridge tasks: on AWS an error that the service's model does not name has the general name of the SDK's exception.
"""

from __future__ import annotations

from typing import Any

from botocore.exceptions import ClientError
from moto.stepfunctions.parser.api import HistoryEventType, TaskFailedEventDetails
from moto.stepfunctions.parser.asl.component.common.error_name.custom_error_name import CustomErrorName
from moto.stepfunctions.parser.asl.component.common.error_name.failure_event import FailureEvent
from moto.stepfunctions.parser.asl.component.state.exec.state_task.service import (
    state_task_service_aws_sdk,
    state_task_service_dynamodb,
    state_task_service_events,
    state_task_service_lambda,
    state_task_service_sfn,
    state_task_service_sqs,
)
from moto.stepfunctions.parser.asl.eval.event.event_detail import EventDetails

from workflow_updater.local_cloud.hooks import replace
from workflow_updater.local_cloud.state_machines.service_models import service_model
from workflow_updater.local_cloud.state_machines.task_names import boto3_service, java_exception, java_service

HOOK = "error names"


def install() -> None:
    """Let tasks fail with AWS's error names."""
    sdk = state_task_service_aws_sdk.StateTaskServiceAwsSdk
    replace(sdk, "_normalise_service_error_name", staticmethod(_service_name), hook=HOOK)
    replace(sdk, "_normalise_exception_name", staticmethod(_exception_name), hook=HOOK)
    for task, general in (
        (state_task_service_lambda.StateTaskServiceLambda, "Lambda.AWSLambdaException"),
        (state_task_service_dynamodb.StateTaskServiceDynamoDB, "DynamoDB.AmazonDynamoDBException"),
    ):
        _generalise(task, general)
    _generalise_states(state_task_service_sfn.StateTaskServiceSfn)
    for task, general in (
        (state_task_service_sqs.StateTaskServiceSqs, "SQS.AmazonSQSException"),
        (state_task_service_events.StateTaskServiceEvents, "EventBridge.AmazonEventBridgeException"),
    ):
        _name_refusals(task, general)


def _service_name(api_name: str) -> str:
    model = service_model(boto3_service(api_name))
    return java_service(model.service_id)


def _exception_name(service: str, error: Exception) -> str:
    modelled = type(error) is not ClientError
    return java_exception(service, type(error).__name__ if modelled else None)


def _generalise(task: Any, general: str) -> None:
    def named(error: ClientError) -> tuple[str, str]:
        name, cause = plain(error)
        return (general if type(error) is ClientError else name), cause

    plain = replace(task, "_error_cause_from_client_error", staticmethod(named), hook=HOOK)


def _name_refusals(task: Any, general: str) -> None:
    def from_error(self: Any, env: Any, ex: Exception) -> Any:
        # A queue that does not exist refuses nothing: on AWS its address does not resolve.
        if not isinstance(ex, ClientError) or type(ex).__name__ == "QueueDoesNotExist":
            return plain(self, env=env, ex=ex)
        details = TaskFailedEventDetails(
            error=general,
            cause=ex.response["Error"]["Message"],
            resource=self._get_sfn_resource(),
            resourceType=self._get_sfn_resource_type(),
        )
        return FailureEvent(
            env=env,
            error_name=CustomErrorName(general),
            event_type=HistoryEventType.TaskFailed,
            event_details=EventDetails(taskFailedEventDetails=details),
        )

    plain = replace(task, "_from_error", from_error, hook=HOOK)


def _generalise_states(task: Any) -> None:
    def from_error(self: Any, env: Any, ex: Exception) -> Any:
        # moto appends "Exception" to every code, to AccessDeniedException too.
        if isinstance(ex, ClientError):
            code = ex.response["Error"]["Code"].removesuffix("Exception")
            error = {**ex.response["Error"], "Code": code}
            ex = ClientError({**ex.response, "Error": error}, ex.operation_name)
        return plain(self, env=env, ex=ex)

    plain = replace(task, "_from_error", from_error, hook=HOOK)
