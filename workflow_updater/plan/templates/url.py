"""Templates that are too large for a call travel through S3."""

from __future__ import annotations

from urllib.parse import quote

from workflow_updater.cloud.ports import Cloud, StoredObject
from workflow_updater.core.content_address import digest
from workflow_updater.errors import Refused
from workflow_updater.plan.model import Template

VERSIONING = (
    "the infra team switches versioning on and tries again: aws s3api put-bucket-versioning --bucket {bucket} "
    "--versioning-configuration Status=Enabled"
)


def address_for_call(cloud: Cloud, template: Template, *, bucket: str, folder: str) -> str | None:
    """
    Return the address that CreateChangeSet takes instead of *template*, None where the text itself fits into the call.

    One that is too large, and in no store yet, is stored in that *folder* of *bucket* ("" is its root).

    Raises:
        Refused: other bytes are there already, or others could take their place, since the bucket keeps no versions.
    """
    if template.url or not template.is_too_large_for_a_call:
        return template.url or None
    body = template.text.encode()
    stored = cloud.objects.put_new(bucket, f"{folder}/{digest(body)}.template".lstrip("/"), body)
    if not stored.version_id:
        raise Refused(
            f"the template is too large for a call, and the bucket {bucket} keeps no versions: CloudFormation could "
            "not be told which bytes to read",
            hint=VERSIONING.format(bucket=bucket),
        )
    return address(cloud.region, stored)


def address(region: str, stored: StoredObject) -> str:
    """Return the address, in path style, which works with every bucket, and of that version, whatever follows it."""
    domain = "amazonaws.com.cn" if region.startswith("cn-") else "amazonaws.com"
    version = f"?versionId={quote(stored.version_id, safe='')}" if stored.version_id else ""
    return f"https://s3.{region}.{domain}/{stored.bucket}/{quote(stored.key)}{version}"
