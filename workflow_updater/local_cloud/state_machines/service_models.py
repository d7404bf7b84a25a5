"""botocore's session and service models, for the calls that tasks make and the names that they use."""

from __future__ import annotations

from functools import cache
from typing import Any

import botocore.session


@cache
def session() -> Any:
    """Return the one botocore session of the process: loading models is what costs."""
    return botocore.session.Session()


@cache
def service_model(service: str) -> Any:
    """Return botocore's model of *service* (boto3's name)."""
    return session().get_service_model(service)
