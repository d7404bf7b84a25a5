"""How long things take: at once, or about as long as on AWS (`--realistic`)."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass


@dataclass(frozen=True)
class Pace:
    """Seconds that the steps of an operation take beside the work itself."""

    change_set_pending: float  # CREATE_PENDING
    change_set: float  # CREATE_IN_PROGRESS
    stack: float  # from the start of an operation to the first event of a resource
    resource: float  # from the first event of a resource to its last

    async def pause(self, seconds: float) -> None:
        """Let *seconds* of this pace pass; even 0 lets other requests in."""
        await asyncio.sleep(seconds)


# Never 0 where AWS is asynchronous: a client that does not wait must notice it here.
QUICK = Pace(change_set_pending=0.005, change_set=0.01, stack=0.03, resource=0.0)

# Not measured by us, and AWS publishes no figures; docs/local_cloud.md names the basis of each.
REALISTIC = Pace(change_set_pending=0.5, change_set=4.0, stack=3.5, resource=2.0)
