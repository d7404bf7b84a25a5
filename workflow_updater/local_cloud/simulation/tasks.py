"""
Tasks that call nobody: their mocks answer.

Replaces `_eval_execution` of moto's service tasks, `_eval_integration_pattern` of those that wait, the call of a task
whose resource is a function, `_eval_body` of ItemReader and ResultWriter, the factory of service tasks, which does not
know every service, and wraps every `_from_error`, as some services have no error but their own. All of it only in a
simulation.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from moto.stepfunctions.parser.api import HistoryEventType, TaskFailedEventDetails
from moto.stepfunctions.parser.asl.component.common.error_name.custom_error_name import CustomErrorName
from moto.stepfunctions.parser.asl.component.common.error_name.failure_event import FailureEvent, FailureEventException
from moto.stepfunctions.parser.asl.component.state.exec.state_map.item_reader.item_reader_decl import ItemReader
from moto.stepfunctions.parser.asl.component.state.exec.state_map.result_writer.result_writer_decl import ResultWriter
from moto.stepfunctions.parser.asl.component.state.exec.state_task import lambda_eval_utils, state_task_factory
from moto.stepfunctions.parser.asl.component.state.exec.state_task.service.resource import ResourceCondition
from moto.stepfunctions.parser.asl.component.state.exec.state_task.service.state_task_service import StateTaskService
from moto.stepfunctions.parser.asl.component.state.exec.state_task.service.state_task_service_callback import (
    StateTaskServiceCallback,
)
from moto.stepfunctions.parser.asl.component.state.exec.state_task.service.state_task_service_unsupported import (
    StateTaskServiceUnsupported,
)
from moto.stepfunctions.parser.asl.component.state.exec.state_task.state_task import StateTask
from moto.stepfunctions.parser.asl.eval.callback.callback import CallbackOutcomeFailure, CallbackOutcomeSuccess
from moto.stepfunctions.parser.asl.eval.event.event_detail import EventDetails

from workflow_updater.local_cloud.hooks import replace
from workflow_updater.local_cloud.simulation.model import Answer
from workflow_updater.local_cloud.simulation.virtual_time import Event, Thread, place_here, sleep, time_here
from workflow_updater.local_cloud.state_machines.heartbeats import naming_errors
from workflow_updater.local_cloud.state_machines.retried_tokens import renew_token

HOOK = "mocked tasks"
WAITS_FOR_TOKEN = ResourceCondition.WaitForTaskToken


class AnyService(StateTaskServiceUnsupported):  # type: ignore[misc]  # moto has no types here
    """A task of a service that moto does not know, or knows only in part; its mock does not mind."""

    def __init__(self) -> None:
        StateTaskServiceCallback.__init__(
            self,
            supported_integration_patterns={WAITS_FOR_TOKEN, ResourceCondition.Sync, ResourceCondition.Sync2},
        )

    def _log_unsupported_warning(self) -> None:
        pass


class MockedError(FailureEventException):  # type: ignore[misc]  # moto has no types here
    """The error that a mock answers with: it is told as it is."""


def install() -> None:
    """Let mocks answer in every simulation."""
    for task in naming_errors(StateTask):
        _tell_mocked_errors(task)
    _replace_service_tasks()
    _replace_waiting()
    _replace_functions()
    _replace_item_readers()
    _replace_result_writers()


def _tell_mocked_errors(task: Any) -> None:
    def from_error(self: Any, env: Any, ex: Exception) -> Any:
        return ex.failure_event if isinstance(ex, MockedError) else plain(self, env=env, ex=ex)

    plain = replace(task, "_from_error", from_error, hook=HOOK)


def _replace_service_tasks() -> None:
    def known(service_name: str) -> Any:
        try:
            task = plain_factory(service_name)
        except Exception as problem:  # antlr4's RecognitionException, which is no kind of a narrower one
            if "Unknown service" not in str(problem):
                raise
            return AnyService()
        return AnyService() if isinstance(task, StateTaskServiceUnsupported) else task

    def execute(self: Any, env: Any) -> None:
        if time_here() is None:
            plain_execute(self, env)
            return
        renew_token(self, env)
        self.resource.eval(env=env)
        part = env.stack.pop()
        parameters = self._eval_parameters(env=env)
        credentials = self._eval_state_credentials(env=env)
        self._before_eval_execution(env, part, parameters, credentials)
        answer = place_here().notes.ask(self.resource.resource_arn, parameters)
        if getattr(self.resource, "condition", None) is None:
            env.stack.append(_result(env, answer))
        else:
            env.stack.append({})  # what the call itself answers; the mock tells what comes of it
            place_here().notes.pending[id(env)] = answer
        self._after_eval_execution(env, part, parameters, credentials)

    plain_factory = replace(state_task_factory, "state_task_service_for", known, hook=HOOK)
    plain_execute = replace(StateTaskService, "_eval_execution", execute, hook=HOOK)


def _replace_waiting() -> None:
    def wait(self: Any, env: Any, *arguments: Any, **named: Any) -> None:
        if time_here() is None:
            plain(self, env, *arguments, **named)
            return
        answer = place_here().notes.pending.pop(id(env))
        if self.resource.condition == WAITS_FOR_TOKEN:
            token = env.states.context_object.context_object_data["Task"]["Token"]
            _send_later(answer, lambda: env.callback_pool_manager.get(token))
            plain(self, env, *arguments, **named)
        else:
            env.stack.pop()
            env.stack.append(_result(env, answer))

    plain = replace(StateTaskServiceCallback, "_eval_integration_pattern", wait, hook=HOOK)


def _replace_functions() -> None:
    def call(env: Any, parameters: dict[str, Any], **named: Any) -> None:
        if time_here() is None:
            plain(env=env, parameters=parameters, **named)
            return
        payload = json.loads(parameters["Payload"])
        answer = place_here().notes.ask(parameters["FunctionName"], payload)
        env.stack.append({"Payload": _result(env, answer)})

    plain = replace(lambda_eval_utils, "execute_lambda_function_integration", call, hook=HOOK)


def _replace_item_readers() -> None:
    def read(self: Any, env: Any) -> None:
        if time_here() is None:
            plain(self, env)
            return
        answer = place_here().notes.ask(self.resource.resource_arn, _evaluated(self, env))
        env.stack.append(_result(env, answer))

    plain = replace(ItemReader, "_eval_body", read, hook=HOOK)


def _replace_result_writers() -> None:
    def write(self: Any, env: Any) -> None:
        if time_here() is None:
            plain(self, env)
            return
        parameters = _evaluated(self, env)
        env.stack.pop()
        run = env.map_run_record_pool_manager.get_all().pop().map_run_arn
        prefix = parameters.get("Prefix", "")
        key = f"{prefix and prefix.rstrip('/') + '/'}{run.rpartition(':')[2]}/manifest.json"
        written = {"Bucket": parameters.get("Bucket"), "Key": key}
        env.stack.append({"MapRunArn": run, "ResultWriterDetails": written})

    plain = replace(ResultWriter, "_eval_body", write, hook=HOOK)


def _evaluated(component: Any, env: Any) -> dict[str, Any]:
    if component.parargs is None:
        return {}
    component.parargs.eval(env=env)
    parameters: dict[str, Any] = env.stack.pop()
    return parameters


def _result(env: Any, answer: Answer) -> Any:
    """Return what *answer* results in, once its time has come; raises its error as the task's."""
    if answer.never:
        Event().wait(None)
    if answer.takes:  # else the turn stays here: fewer threads are under way at once
        sleep(answer.takes)
    if answer.error is None:
        return answer.result
    details = TaskFailedEventDetails(error=answer.error, cause=answer.cause or "")
    raise MockedError(
        FailureEvent(
            env=env,
            error_name=CustomErrorName(answer.error),
            event_type=HistoryEventType.TaskFailed,
            event_details=EventDetails(taskFailedEventDetails=details),
        )
    )


class Worker:
    """Who answers a task token or an activity: `add_task` is what moto's interpreter calls to offer the latter."""

    def __init__(self, arn: str, waiting: Callable[[str], Any]) -> None:
        self._arn = arn
        self._waiting = waiting

    def add_task(self, task: Any) -> None:
        """Take *task* (moto's ActivityTask) at once, and answer it as its mock says."""
        answer = place_here().notes.ask(self._arn, json.loads(task.task_input))

        def begin() -> None:
            endpoint = self._waiting(task.task_token)
            endpoint.notify_activity_task_start(None)
            _send(answer, endpoint)

        Thread(begin).start()


def _send_later(answer: Answer, endpoint: Callable[[], Any]) -> None:
    Thread(lambda: _send(answer, endpoint())).start()


def _send(answer: Answer, endpoint: Any) -> None:
    """Send heartbeats and the outcome to *endpoint*, each at its time."""
    passed = 0.0
    for at in (moment for moment in sorted(answer.heartbeats) if answer.never or moment < answer.takes):
        sleep(at - passed)
        passed = at
        endpoint.notify_heartbeat()
    if answer.never:
        return
    sleep(answer.takes - passed)
    token = endpoint.callback_id
    if answer.error is None:
        outcome = CallbackOutcomeSuccess(callback_id=token, output=json.dumps(answer.result))
    else:
        outcome = CallbackOutcomeFailure(callback_id=token, error=answer.error, cause=answer.cause)
    endpoint.notify(outcome)
