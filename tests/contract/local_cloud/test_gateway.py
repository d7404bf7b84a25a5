"""Who may talk to the local cloud."""

from __future__ import annotations

import http.client
import json
import socket
from urllib.parse import urlsplit

import pytest

from tests.local_cloud import LocalCloud


def answer(cloud: LocalCloud, path: str = "/", method: str = "POST", **headers: str) -> int:
    """Return the status of an unsigned ListBuckets that carries *headers*, their underscores read as hyphens."""
    connection = http.client.HTTPConnection(urlsplit(cloud.endpoint).netloc, timeout=10)
    try:
        connection.putrequest(method, path, skip_host=True)
        for name, value in {"Host": urlsplit(cloud.endpoint).netloc, **headers}.items():
            connection.putheader(name.replace("_", "-"), value)
        connection.endheaders()
        return connection.getresponse().status
    finally:
        connection.close()


@pytest.mark.parametrize("host", ["example.com", "127.0.0.1.example.com", "localhost.example.com", "10.0.0.1:80", ""])
def test_a_foreign_host_is_refused(local_cloud: LocalCloud, host: str) -> None:
    assert answer(local_cloud, method="GET", Host=host) == 403


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost:1", "bucket.localhost:1", "LOCALHOST", "[::1]:80", "localhost."]
)
def test_a_local_host_is_served(local_cloud: LocalCloud, host: str) -> None:
    assert answer(local_cloud, "/_local_cloud", "GET", Host=host) == 200


@pytest.mark.parametrize("origin", ["https://example.com", "http://localhost", "null"])
def test_any_origin_is_refused(local_cloud: LocalCloud, origin: str) -> None:
    assert answer(local_cloud, Origin=origin) == 403


def test_an_image_on_a_web_page_is_refused(local_cloud: LocalCloud) -> None:
    assert answer(local_cloud, "/?Action=DeleteStack&StackName=s", "GET", Sec_Fetch_Site="cross-site") == 403


def test_a_web_page_cannot_end_the_server(local_cloud: LocalCloud) -> None:
    assert answer(local_cloud, "/_local_cloud", "DELETE", Origin="https://example.com") == 403
    assert answer(local_cloud, "/_local_cloud", "GET") == 200


def test_only_one_address_is_listened_on(local_cloud: LocalCloud) -> None:
    with socket.socket() as client, pytest.raises(ConnectionRefusedError):
        client.connect(("127.0.0.2", urlsplit(local_cloud.endpoint).port))


def test_an_access_key_of_twelve_digits_is_an_account(local_cloud: LocalCloud, own_account: LocalCloud) -> None:
    assert local_cloud.client("sts").get_caller_identity()["Account"] == "111122223333"
    assert own_account.client("sts").get_caller_identity()["Account"] == own_account.account


def test_accounts_do_not_see_each_other(local_cloud: LocalCloud, own_account: LocalCloud) -> None:
    template = json.dumps({"Resources": {"Q": {"Type": "AWS::SQS::Queue"}}})
    own_account.client("cloudformation").create_stack(StackName="mine", TemplateBody=template)

    names = [stack["StackName"] for stack in local_cloud.client("cloudformation").describe_stacks()["Stacks"]]

    assert "mine" not in names
