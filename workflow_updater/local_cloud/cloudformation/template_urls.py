"""
TemplateURL as on AWS: every form of an S3 address, `?versionId=`, read with the caller's permissions.

MiniStack reads path-style addresses only and always the newest version. A policy that pins `cloudformation:TemplateUrl`
pins the version with it, so the version must count.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from workflow_updater.local_cloud import hooks
from workflow_updater.local_cloud.cloudformation import caller, requests
from workflow_updater.local_cloud.cloudformation.requests import Params, Response

HOOK = "template_urls"
TEMPLATE_MAX_BYTES = 1_000_000  # source: MiniStack's reading of the quota "1 MB" of a template in S3
VIRTUAL_HOST = re.compile(r"^(?P<bucket>.+?)\.(s3[.-].*amazonaws\.com(\.cn)?|s3\.localhost|localhost)$")
S3_HOST = re.compile(r"^(s3[.-].*amazonaws\.com(\.cn)?|localhost|127\.0\.0\.1|s3\.localhost)$")
NO_S3_ADDRESS = "TemplateURL must be a supported URL."
NO_KEY = "S3 error: The specified key does not exist."
DENIED = "S3 error: Access Denied"
MORE = "\nFor more information check http://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html"
Resolve = Callable[[Params, str, str, str], tuple[str | None, Response | None]]


@dataclass(frozen=True)
class Address:
    """Where a template lies; *version* None is the newest."""

    bucket: str
    key: str
    version: str | None


def read_address(url: str) -> Address | None:
    """Return what an S3 *url* names, path-style or virtual-hosted; None when it is no address of an S3 object."""
    parts = urlsplit(url)
    host, path = parts.hostname or "", unquote(parts.path.removeprefix("/"))
    if parts.scheme not in ("http", "https"):
        return None
    version = parse_qs(parts.query).get("versionId", [None])[0]
    if S3_HOST.match(host):
        bucket, _, key = path.partition("/")
    elif hosted := VIRTUAL_HOST.match(host):
        bucket, key = hosted["bucket"], path
    else:
        return None
    return Address(bucket, key, version) if bucket and key else None


def install() -> None:
    """Hook in."""
    from ministack.services.cloudformation import helpers

    plain: Resolve = hooks.private(helpers, "_resolve_document", hook=HOOK)

    def resolve(params: Params, body_key: str, url_key: str, label: str) -> tuple[str | None, Response | None]:
        url = requests.value(params, url_key)
        if url_key != "TemplateURL" or not url or requests.value(params, body_key):
            return plain(params, body_key, url_key, label)
        address = read_address(url)
        if address is None:
            return None, requests.error(NO_S3_ADDRESS)
        return _read(address)

    hooks.replace(helpers, "_resolve_document", resolve, hook=HOOK)


def _read(address: Address) -> tuple[str | None, Response | None]:
    from ministack.services import s3

    if not _may_read(address):
        return None, requests.error(DENIED + MORE)
    body: bytes | None = hooks.private(s3, "_get_object_data", hook=HOOK)(address.bucket, address.key, address.version)
    if body is None:
        return None, requests.error(NO_KEY + MORE)
    if len(body) > TEMPLATE_MAX_BYTES:
        return None, requests.error(f"Template may not exceed {TEMPLATE_MAX_BYTES} bytes in size.")
    return body.decode(errors="replace"), None


def _may_read(address: Address) -> bool:
    import ministack.app
    from ministack.core import iam_evaluator

    if not ministack.app.AUTH:
        return True
    who = caller.current()
    action = "s3:GetObjectVersion" if address.version else "s3:GetObject"
    arn = f"arn:aws:s3:::{address.bucket}/{address.key}"
    enforce: Any = hooks.private(iam_evaluator, "enforce", hook=HOOK)
    return enforce(who.access_key_id, action, "cloudformation", who.region, resource_arn=arn) is None
