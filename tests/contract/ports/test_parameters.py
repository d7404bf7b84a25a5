"""The `Parameters` port, over every cloud."""

from __future__ import annotations

from tests.contract.ports.backends import Backend


def test_a_parameter_is_found_by_its_name(backend: Backend) -> None:
    backend.make_parameter("/orders/queue", "https://queue", "String")

    found = backend.cloud.parameters.find("/orders/queue")

    assert found is not None
    assert ("/orders/queue", "String", "https://queue") == found


def test_a_secret_says_that_it_is_one_and_is_not_decrypted(backend: Backend) -> None:
    backend.make_parameter("/orders/secret", "open sesame", "SecureString")

    found = backend.cloud.parameters.find("/orders/secret")

    assert found is not None
    assert "SecureString" == found.type


def test_a_parameter_that_is_not_there_is_none(backend: Backend) -> None:
    assert backend.cloud.parameters.find("/orders/nothing") is None
