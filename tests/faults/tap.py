"""
A tap on the wire of boto3: sees every call as it leaves, and lets it go wrong.

botocore emits `provide-client-params` once for a call and `before-send` for each of its attempts; what a handler of the
latter returns or raises stands for the answer. Signing, retries, parsing and everything above are the real ones.
"""

from __future__ import annotations

import io
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.httpsession import URLLib3Session

from tests.faults.calls import Call, call_of
from tests.faults.kinds import Fault

Watcher = Callable[[Call, bool], None]


class Injection(Protocol):
    """What goes wrong: *fault*, at the attempt that `meets` was asked about last."""

    fault: Fault

    def meets(self, call: Call) -> bool:
        """Return whether this attempt of *call* goes wrong."""
        ...


@dataclass
class Once:
    """*fault* at the first attempt of each of *calls*; *met* are those that it hit."""

    fault: Fault
    calls: frozenset[Call]
    met: set[Call] = field(default_factory=set)

    def meets(self, call: Call) -> bool:
        """Return whether this attempt of *call* goes wrong."""
        hit = call in self.calls and call not in self.met
        self.met |= {call} & self.calls
        return hit


@dataclass
class Staying:
    """*fault* at *call* and, as far as it reaches, at each attempt from there on."""

    fault: Fault
    call: Call
    met: set[Call] = field(default_factory=set)

    def meets(self, call: Call) -> bool:
        """Return whether this attempt of *call* goes wrong."""
        everything = self.fault.reach == "every call"
        hit = call == self.call or (bool(self.met) and (everything or call.is_like(self.call)))
        self.met |= {call} if hit else set()
        return hit


@dataclass
class Tap:
    """
    What is seen and done at the wire of one session.

    *calls* are those made since `begin`, in order, each once. *watch* is told of each attempt before it is sent
    (False) and after its answer came (True).
    """

    calls: list[Call] = field(default_factory=list)
    injection: Injection | None = None
    watch: Watcher | None = None
    _names: Mapping[str, str] = field(default_factory=dict)
    _after: str = ""
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _now: threading.local = field(default_factory=threading.local)
    _http: URLLib3Session = field(default_factory=URLLib3Session)

    def begin(self, names: Mapping[str, str]) -> None:
        """Forget what was seen; *names* maps the names of the next run to what stands for them."""
        self.calls, self.injection, self.watch, self._names, self._after = [], None, None, names, ""

    def attach(self, events: Any) -> None:
        """Listen to a session's or client's events."""
        events.register("provide-client-params", self._called)
        events.register("before-send", self._sent)

    def close(self) -> None:
        """Close the connections of what was sent past the session."""
        self._http.close()

    def _called(self, *, event_name: str, params: Mapping[str, Any], **_: Any) -> None:
        _, service, operation = event_name.split(".")
        service = {"sfn": "stepfunctions"}.get(service, service)
        with self._lock:
            call = call_of(self._after, service, operation, params, self._names)
            if call not in self.calls:
                self.calls.append(call)
            if call.is_write:
                self._after = call.name
        self._now.call = call

    def _sent(self, *, request: AWSPreparedRequest, **_: Any) -> AWSResponse | None:
        call: Call = self._now.call
        if self.watch:
            self.watch(call, False)
        with self._lock:
            fault = self.injection.fault if self.injection and self.injection.meets(call) else None
        if not fault and not self.watch:
            return None
        answer = self._http.send(request) if not fault or fault.delivered else None
        if answer:
            answer.raw = io.BytesIO(answer.content)  # read, and the connection given back
        if self.watch:
            self.watch(call, True)
        if fault is None:
            return answer
        made = fault.answer(call.service, request)
        if isinstance(made, Exception):
            raise made
        return made
