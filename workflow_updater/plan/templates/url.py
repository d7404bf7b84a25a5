"""Templates that are too large for a call travel through S3."""

from __future__ import annotations

from urllib.parse import quote

from workflow_updater.cloud.ports import Cloud, StoredObject
from workflow_updater.errors import Refused

VERSIONING = (
    "the infra team switches versioning on and tries again: aws s3api put-bucket-versioning --bucket {bucket} "
    "--versioning-configuration Status=Enabled"
)


def store_template(cloud: Cloud, bucket: str, key: str, text: str) -> str:
    """
    Store the template *text* at a *key* made of its digest, and return the address that CreateChangeSet takes.

    Raises:
        Refused: other bytes are there already, or others could take their place, since the bucket keeps no versions.
    """
    stored = cloud.objects.put_new(bucket, key, text.encode())
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
