"""Requests → the texts to inject, or every reason why one of them must not be."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from macro.source import CONCURRENT_READS, ObjectUnavailable, Source
from workflow_updater.core import injection_rules as rules
from workflow_updater.core.admission import admit
from workflow_updater.core.content_address import Location, addressed_digest, digest
from workflow_updater.core.definition.document import Document
from workflow_updater.core.definition.read_json import read_json
from workflow_updater.core.definition.reading_rules import UNREADABLE_JSON
from workflow_updater.core.errors import InjectionRefused
from workflow_updater.core.injection import PLACEHOLDER_DEFINITION, definition_text
from workflow_updater.core.injection_requests import InjectionRequest
from workflow_updater.core.validation.finding import Finding, errors_in
from workflow_updater.core.validation.validate import validate

_JSON_ONLY = "the macro reads JSON only: push with deploy_workflow.py, which turns YAML into JSON"


@dataclass(frozen=True)
class Fetched:
    """
    What came of one request: *text* is the final definition, and good only without *findings*.

    *value* is the pushed definition, as it was before `definition_text`.
    """

    request: InjectionRequest
    text: str
    findings: tuple[Finding, ...] = ()
    value: Any = None


@dataclass(frozen=True)
class _Definition:
    value: Any
    text: str


def fetch(
    requests: Sequence[InjectionRequest], buckets: Collection[str], source: Callable[[], Source]
) -> tuple[Fetched, ...]:
    """
    Return what came of each request, in their order; the objects are read concurrently, each once.

    One that fails does not keep the others from being read: all faults are told together. *source* is called once,
    before any thread starts, and only when there is something to read.
    """
    places = {request: admit(request, buckets) for request in requests if request.location}
    wanted = list(dict.fromkeys(place for place in places.values() if isinstance(place, Location)))
    contents = _read_all(wanted, source()) if wanted else {}
    return tuple(_fetched(request, places, contents) for request in requests)


def _fetched(
    request: InjectionRequest,
    places: Mapping[InjectionRequest, Location | Finding],
    contents: Mapping[Location, _Definition | tuple[Finding, ...]],
) -> Fetched:
    place = places.get(request)
    if place is None:
        return Fetched(request, definition_text(PLACEHOLDER_DEFINITION))
    if isinstance(place, Finding):
        return Fetched(request, "", (place,))
    content = contents[place]
    if isinstance(content, _Definition):
        return Fetched(request, content.text, value=content.value)
    return Fetched(request, "", content)


def _read_all(locations: Sequence[Location], source: Source) -> dict[Location, _Definition | tuple[Finding, ...]]:
    if len(locations) == 1:
        return {locations[0]: _read(locations[0], source)}
    from concurrent.futures import ThreadPoolExecutor  # here: most templates have one state machine

    with ThreadPoolExecutor(min(CONCURRENT_READS, len(locations))) as threads:
        return dict(zip(locations, threads.map(lambda location: _read(location, source), locations), strict=True))


def _read(location: Location, source: Source) -> _Definition | tuple[Finding, ...]:
    """Return the final definition in the object, or every fault of it."""
    try:
        content = source(location)
    except ObjectUnavailable as fault:
        return (fault.finding,)
    promised = addressed_digest(location.key)
    if promised and digest(content) != promised:
        return (rules.HASH_DIFFERS.finding(f"the SHA-256 of s3://{location.bucket}/{location.key} is another"),)
    document = read_json(content)
    if not isinstance(document, Document):
        return tuple(
            fault._replace(hint=_JSON_ONLY) if fault.rule == UNREADABLE_JSON.id else fault for fault in document
        )
    findings = errors_in(validate(document.value))
    try:
        text = definition_text(document.value)
    except InjectionRefused as refused:
        return (*findings, *refused.findings)
    return tuple(findings) or _Definition(document.value, text)
