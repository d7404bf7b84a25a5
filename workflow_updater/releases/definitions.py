"""What releases pushed, read from the bucket again; nothing is believed that its digest does not promise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from workflow_updater.cloud.ports import Objects
from workflow_updater.core.content_address import digest, parse_location
from workflow_updater.core.definition.document import Document
from workflow_updater.core.definition.read_json import read_json
from workflow_updater.core.release import Release
from workflow_updater.errors import Refused, UsageError
from workflow_updater.releases.store import CONNECTIONS


def read_definition(objects: Objects, release: Release) -> Any:  # noqa: ANN401 - any JSON
    """
    Return the definition that *release* pushed.

    Raises:
        UsageError: it is not in the bucket any more, or is none.
        Refused: it is not what was pushed.
        CloudUnavailable: AWS did not answer, or denied it.
    """
    place = parse_location(release.location)
    shown = f"s3://{place.bucket}/{place.key}"
    body = objects.get(place.bucket, place.key)  # whoever pushes may read this; a version takes another right
    if place.version_id and (body is None or digest(body) != release.digest):
        body = objects.get(place.bucket, place.key, place.version_id)
    if body is None:
        raise UsageError(
            f"the definition of release {release.sequence} is gone: {release.location} is not there any more",
            hint="a lifecycle rule or a person deleted it; its commit has the source, and `deploy` pushes that",
        )
    if digest(body) != release.digest:
        raise Refused(
            f"{shown} is not what release {release.sequence} pushed",
            hint="somebody wrote to the bucket, or to the record, past this tool",
        )
    found = read_json(body)
    if not isinstance(found, Document):
        raise UsageError(f"{shown} is no definition: {found[0].message}")
    return found.value


class Definitions:
    """
    The definitions of *releases*, read when they are iterated over, some at once, and each once.

    They end before the first one that cannot be had; *missing* then says why.
    """

    def __init__(self, objects: Objects, releases: Sequence[Release]) -> None:
        self.releases = releases
        self.missing: UsageError | Refused | None = None
        self._objects = objects
        self._read: list[Future[Any]] = []

    def __iter__(self) -> Iterator[Any]:
        """Yield each definition in the order of the releases; reads as many ahead as were asked for, at most eight."""
        with ThreadPoolExecutor(max_workers=CONNECTIONS) as pool:
            for index in range(len(self.releases)):
                ahead = index + 1 + min(index + 1, CONNECTIONS)
                self._read += [
                    pool.submit(read_definition, self._objects, release)
                    for release in self.releases[len(self._read) : ahead]
                ]
                try:
                    definition = self._read[index].result()
                except (UsageError, Refused) as gone:
                    self.missing = gone
                    return
                yield definition
