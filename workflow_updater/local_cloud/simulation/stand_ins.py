"""
What stands in for `threading`, `time`, `datetime`, chance and identifiers in moto's interpreter.

Replaces these names in the modules of moto.stepfunctions.parser that `USERS` lists. Each stand-in asks where it is
called: in a simulation it is virtual, anywhere else it is the real thing.
"""

from __future__ import annotations

import datetime
import threading
import time
from types import ModuleType
from typing import Any

from moto.stepfunctions.parser.asl.component.common.retry import retrier_decl
from moto.stepfunctions.parser.asl.component.common.retry.jitter_strategy_decl import JitterStrategyDecl
from moto.stepfunctions.parser.asl.component.intrinsic.function.statesfunction.unique_id_generation import uuid
from moto.stepfunctions.parser.asl.component.program import program
from moto.stepfunctions.parser.asl.component.state import state
from moto.stepfunctions.parser.asl.component.state.exec import execute_state
from moto.stepfunctions.parser.asl.component.state.exec.state_map.iteration import inline_iteration_component, job
from moto.stepfunctions.parser.asl.component.state.exec.state_map.iteration.itemprocessor import map_run_record
from moto.stepfunctions.parser.asl.component.state.exec.state_parallel import branch_worker, branches_decl
from moto.stepfunctions.parser.asl.component.state.exec.state_task.service import state_task_service_callback
from moto.stepfunctions.parser.asl.component.state.wait.wait_function import timestamp, wait_function
from moto.stepfunctions.parser.asl.eval import environment, states
from moto.stepfunctions.parser.asl.eval.callback import callback
from moto.stepfunctions.parser.asl.eval.event import event_manager

from workflow_updater.local_cloud.hooks import replace
from workflow_updater.local_cloud.simulation import virtual_time
from workflow_updater.local_cloud.simulation.virtual_time import place_here, time_here

HOOK = "virtual time"
# Which module of the interpreter must not take which name from the real world.
USERS = {
    "threading": (
        map_run_record,
        environment,
        program,
        execute_state,
        job,
        inline_iteration_component,
        branch_worker,
        branches_decl,
        state_task_service_callback,
    ),
    "Thread": (execute_state,),
    "Event": (callback,),
    "time": (retrier_decl, wait_function, state_task_service_callback),
    "datetime": (map_run_record, event_manager, state, timestamp),
    "long_uid": (map_run_record, states, uuid),
}
_REAL_IDENTIFIER = states.long_uid


class Clock(datetime.datetime):
    """`datetime.datetime` whose now is the simulation's."""

    @classmethod
    def now(cls, tz: datetime.tzinfo | None = None) -> Any:
        """Return the time in the simulation; without *tz* in UTC too, since that is what moto compares it with."""
        here = time_here()
        if here is None:
            return datetime.datetime.now(tz)
        moment: datetime.datetime = place_here().notes.started + datetime.timedelta(seconds=here.now)
        return moment if tz else moment.replace(tzinfo=None)


def install() -> None:
    """
    Let simulations have their own time.

    Raises:
        HookMismatch: moto's modules do not use these names any more.
    """
    stand_ins = {
        "threading": _module(threading, Thread=_thread, Event=_event),
        "Thread": _thread,
        "Event": _event,
        "time": _module(time, time=_time, sleep=_sleep),
        "datetime": _module(datetime, datetime=Clock),
        "long_uid": _identifier,
    }
    for name, users in USERS.items():
        for user in users:
            replace(user, name, stand_ins[name], hook=HOOK)
    _without_chance()


def _module(real: ModuleType, **other: Any) -> ModuleType:
    stand_in = ModuleType(real.__name__)
    vars(stand_in).update(vars(real), **other)
    return stand_in


def _thread(*arguments: Any, **named: Any) -> Any:
    make = threading.Thread if time_here() is None else virtual_time.Thread
    return make(*arguments, **named)


def _event() -> Any:
    return threading.Event() if time_here() is None else virtual_time.Event()


def _sleep(seconds: float) -> None:
    (time.sleep if time_here() is None else virtual_time.sleep)(seconds)


def _time() -> float:
    here = time_here()
    return time.time() if here is None else here.now


def _identifier() -> str:
    """Return a UUID: in a simulation 00000000-0000-4000-8000-000000000001 and so on."""
    if time_here() is None:
        return str(_REAL_IDENTIFIER())
    notes = place_here().notes
    notes.identifiers += 1
    return f"00000000-0000-4000-8000-{notes.identifiers:012}"


def _without_chance() -> None:
    def jitter(self: Any, env: Any) -> None:
        if time_here() is None:  # in a simulation the delay is the longest that FULL may choose
            plain(self, env)

    plain = replace(JitterStrategyDecl, "_eval_body", jitter, hook=HOOK)
