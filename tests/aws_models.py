"""What botocore knows of AWS, read once a process and not once a session: a third of the time of a command."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import botocore.session
import pytest
from botocore.loaders import Loader


class _Kept(Loader):
    """Remembers what it has read; every session of boto3 adds the same folder to where it looks, which is left out."""

    @property
    def search_paths(self) -> list[str]:
        return list(self._search_paths)


_LOADER = _Kept()


def read_ahead(*services: str) -> None:
    """Read the models of *services* now."""
    for service in services:
        _LOADER.load_service_model(service, "service-2")


@contextmanager
def read_once() -> Iterator[None]:
    """Let the sessions that are made while the block runs share what was read."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(botocore.session, "create_loader", lambda *_: _LOADER)
        yield
