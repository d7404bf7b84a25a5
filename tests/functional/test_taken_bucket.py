"""A stranger has taken the bucket name that everybody can guess, and lets everybody read and write there."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.functional.accounts import entered
from tests.functional.pushing import HELLO, Account, template
from tests.local_cloud import LocalCloud, new_account
from workflow_updater.cli import main


@pytest.fixture
def stranger(own_account: LocalCloud) -> Iterator[LocalCloud]:
    """The account that has the bucket of `own_account`'s name, with versions, and open to all."""
    cloud = own_account.in_account(new_account())
    name, s3 = f"workflows-{own_account.account}-{own_account.region}", cloud.client("s3")
    s3.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": cloud.region})
    s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})
    resources = [f"arn:aws:s3:::{name}", f"arn:aws:s3:::{name}/*"]
    allowed = {"Effect": "Allow", "Principal": "*", "Action": "s3:*", "Resource": resources}
    s3.put_bucket_policy(Bucket=name, Policy=json.dumps({"Version": "2012-10-17", "Statement": [allowed]}))
    yield cloud
    cloud.close()


@pytest.fixture
def victim(own_account: LocalCloud, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Account:
    """The account itself: its macro has another bucket, and its stack `orders` has no workflow yet."""
    account = entered(own_account, monkeypatch, tmp_path)
    assert main(["bootstrap", "--bucket", f"elsewhere-{own_account.account}"]) == 0
    account.create_stack("orders", template())
    return account


def test_nothing_is_written_to_it_and_nothing_read_from_it(
    stranger: LocalCloud, victim: Account, capsys: pytest.CaptureFixture[str]
) -> None:
    s3 = stranger.client("s3")
    victim.cloud.client("s3").put_object(Bucket=victim.bucket, Key="open", Body=b"")  # as anybody may
    s3.put_object(Bucket=victim.bucket, Key="orders/templates/orders.template", Body=b"{}")
    (victim.folder / "orders.json").write_text(json.dumps(template()), "utf-8")

    codes = [
        victim.push("orders", HELLO),
        main(["publish-template", "orders.json", "--stack", "orders"]),
        main(["history", "--stack", "orders"]),
    ]

    assert codes == [5, 5, 5]
    assert f"it must be of account {victim.cloud.account}" in capsys.readouterr().err
    assert len(s3.list_object_versions(Bucket=victim.bucket)["Versions"]) == 2
