"""How long things take: at once, or about as long as on AWS (`--realistic`); always the same, so that runs compare."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Pace:
    """Seconds that the steps of an operation take beside the work itself."""

    change_set_pending: float  # CREATE_PENDING
    change_set: float  # CREATE_IN_PROGRESS
    macro: float  # more of CREATE_IN_PROGRESS, when macros run
    stack: float  # from the start of an operation to the first event of a resource
    resource: float  # from the first event of a resource to its last
    cleanup: float  # from the last event of a resource to the stack's cleanup, and from there to its end
    shift_minute: float = 0.2  # of the interval in which an alias moves bit by bit
    stale_read: float = 0.0  # how long DescribeStateMachine tells what was before an update
    calls: Mapping[str, float] = field(default_factory=dict)  # until an answer comes back, by service; "" the others

    async def pause(self, seconds: float) -> None:
        """Let *seconds* of this pace pass; even 0 lets other requests in."""
        await asyncio.sleep(seconds)

    def of_call(self, service: str) -> float:
        """Return what an answer of *service* takes; the name is the one that requests are signed for."""
        return self.calls.get(service, self.calls.get("", 0.0))


# Never 0 where AWS is asynchronous: a client that does not wait must notice it here.
QUICK = Pace(change_set_pending=0.005, change_set=0.01, macro=0.0, stack=0.03, resource=0.0, cleanup=0.0)

# Not measured by us, and AWS publishes no figures; docs/local_cloud.md names the basis of each.
REALISTIC = Pace(
    change_set_pending=1.0,
    change_set=5.0,
    macro=1.0,
    stack=5.0,
    resource=2.0,
    cleanup=1.0,
    shift_minute=60.0,
    stale_read=2.0,
    calls={"cloudformation": 0.1, "s3": 0.1, "": 0.05},
)


def pace_of(*, realistic: bool) -> Pace:
    """Return AWS's pace, or the quick one."""
    return REALISTIC if realistic else QUICK
