"""What stays on the loopback interface counts as sent by TLS: nobody can listen in, and bucket policies ask for it."""

from __future__ import annotations

from workflow_updater.local_cloud import hooks


def install() -> None:
    """
    Answer `aws:SecureTransport` with true for every request, which is what clients of AWS always get.

    Raises:
        HookMismatch: this MiniStack lacks the name that the hook replaces.
    """
    import ministack.app

    def pin(source_ip: str, _secure: bool) -> None:  # noqa: FBT001 - MiniStack's signature
        plain(source_ip, True)

    plain = hooks.replace(ministack.app, "pin_request_origin", pin, hook="secure_loopback")
