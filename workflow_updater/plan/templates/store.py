"""
The infra team's template store: the original template of each stack, in the workflow bucket, where a policy can pin it.

    s3://BUCKET/PREFIX/templates/STACK.template        PREFIX as the template's own, without bucket

Developers do not write there. A push sends the address of the version that it read, and no bytes of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from workflow_updater.cloud.ports import Cloud, Found
from workflow_updater.core.bucket_name import default_bucket
from workflow_updater.core.content_address import split_prefix
from workflow_updater.core.injection_requests import InjectionRequest
from workflow_updater.errors import AccessDenied, Refused
from workflow_updater.plan.bucket import told_bucket
from workflow_updater.plan.model import Template
from workflow_updater.plan.templates.url import VERSIONING, address

TEMPLATE_MAX_BYTES = 1_000_000  # source: CloudFormation's quota "1 MB" of a template in S3, as cfn-lint counts it


@dataclass(frozen=True)
class TemplateStore:
    """Where the template of one stack lies."""

    bucket: str
    key: str

    @property
    def uri(self) -> str:
        """The object without its version."""
        return f"s3://{self.bucket}/{self.key}"


@dataclass(frozen=True)
class Stored:
    """What the store holds; *template* is None when it holds nothing, or when *unread* says why nobody could look."""

    template: Template | None = None
    unread: str = ""


NOTHING_STORED = Stored()


def store_of(
    requests: Sequence[InjectionRequest], *, stack: str, account: str, region: str, bucket: str
) -> TemplateStore:
    """
    Return the store of *stack*, whose template makes these *requests* (at least one).

    The bucket is that of the template's Prefix, else *bucket*, else that of the workflow that is deployed, else the one
    that `bootstrap` makes.
    """
    prefixes = dict.fromkeys(request.prefix for request in requests)
    prefix = next(iter(prefixes))  # of several snippets, the first one's
    told = next(filter(None, (told_bucket(prefix, named=bucket, location=one.location) for one in requests)), "")
    key = "/".join(filter(None, (split_prefix(prefix)[1].strip("/"), "templates", f"{stack}.template")))
    return TemplateStore(told or default_bucket(account, region), key)


def read_stored(cloud: Cloud, store: TemplateStore) -> Stored:
    """
    Return what *store* holds now, pinned to its version.

    Raises:
        Refused: what is there cannot be pinned, or is no text.
        UsageError: it is larger than a template can be.
        CloudUnavailable: AWS did not answer.
    """
    try:
        found = newest(cloud, store)
    except AccessDenied as denied:
        return Stored(unread=denied.message)
    if found is None:
        return NOTHING_STORED
    try:
        text = found.body.decode()
    except UnicodeDecodeError as fault:
        raise Refused(
            f"{store.uri} is no template: not UTF-8 at byte {fault.start}",
            hint="the infra team publishes it again: `publish-template`",
        ) from fault
    return Stored(Template(text, found.stored.location, url=address(cloud.region, found.stored)))


def newest(cloud: Cloud, store: TemplateStore) -> Found | None:
    """
    Return the newest version in *store*, None when there is none.

    Raises:
        Refused: the bucket keeps no versions, so that nobody could say which template was meant.
        AccessDenied: the caller may not read there, or the bucket is a stranger's.
    """
    found = cloud.objects.newest(store.bucket, store.key, max_bytes=TEMPLATE_MAX_BYTES)
    if found is not None and not found.stored.version_id:
        raise Refused(f"{store.uri} has no version to pin", hint=VERSIONING.format(bucket=store.bucket))
    return found
