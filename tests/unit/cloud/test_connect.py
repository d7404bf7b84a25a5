"""From settings to a cloud: what is missing is told before any call."""

from __future__ import annotations

import pytest

from workflow_updater.cloud.aws.connect import connect
from workflow_updater.errors import CloudUnavailable, UsageError
from workflow_updater.settings import Settings


def test_without_region_the_call_says_how_to_name_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_REGION")
    monkeypatch.delenv("AWS_DEFAULT_REGION")

    with pytest.raises(UsageError, match="no region is set") as caught:
        connect(Settings())
    assert "--region" in caught.value.hint


def test_a_profile_that_nobody_has_is_told() -> None:
    with pytest.raises(UsageError, match="nobody"):
        connect(Settings(region="eu-central-1", profile="nobody"))


def test_an_endpoint_that_is_no_url_is_told() -> None:
    cloud = connect(Settings(region="eu-central-1", endpoint_url="nonsense"))

    with pytest.raises(UsageError, match="nonsense"):
        cloud.stacks.describe("orders")


def test_without_credentials_the_first_call_says_how_to_name_some(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    cloud = connect(Settings(region="eu-central-1", endpoint_url="http://127.0.0.1:9"))

    with pytest.raises(UsageError, match="no credentials") as caught:
        cloud.stacks.describe("orders")
    assert "--profile" in caught.value.hint


def test_an_endpoint_where_nobody_answers_is_unavailable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("workflow_updater.cloud.aws.clients.ATTEMPTS", 1)
    cloud = connect(Settings(region="eu-central-1", endpoint_url="http://127.0.0.1:9"))

    with pytest.raises(CloudUnavailable, match=r"http://127\.0\.0\.1:9"):
        cloud.stacks.describe("orders")


def test_connecting_asks_nobody_who_we_are() -> None:
    cloud = connect(Settings(region="eu-central-1", endpoint_url="http://127.0.0.1:9"))

    assert "eu-central-1" == cloud.region
