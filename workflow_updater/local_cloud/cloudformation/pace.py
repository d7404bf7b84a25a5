"""How long things take: at once, or about as long as on AWS (`--realistic`)."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass


@dataclass(frozen=True)
class Pace:
    """Seconds that the steps of an operation take beside the work itself."""

    change_set_pending: float
    change_set: float
    stack_start: float
    resource: float
    stack_end: float

    async def pause(self, seconds: float) -> None:
        """Let *seconds* of this pace pass; even 0 lets other requests in."""
        await asyncio.sleep(seconds)


# Never 0 where AWS is asynchronous: a client that does not wait must notice it here.
QUICK = Pace(change_set_pending=0.005, change_set=0.01, stack_start=0.02, resource=0.0, stack_end=0.01)

# Not measured by us. AWS publishes no figures; these are the order of size that deployment tools are built around: `aws
# cloudformation deploy` looks for its change set every 5 s, CDK for change sets every 5 s and for events every 2 s, and
# the events of one-resource updates in public logs lie 2 to 4 s apart (start, resource, cleanup).
REALISTIC = Pace(change_set_pending=0.5, change_set=4.0, stack_start=2.0, resource=2.0, stack_end=1.5)
