"""The name of the bucket that `bootstrap` makes: strangers can guess it, and it says whose the bucket must be; pure."""

from __future__ import annotations

import re

_REGION = "[a-z]+(?:-[a-z]+)+-[0-9]+"  # eu-central-1, us-gov-west-1; a bucket of an own name may be of any account
_DEFAULT = re.compile(rf"workflows-([0-9]{{12}})-{_REGION}")


def default_bucket(account: str, region: str) -> str:
    """Return the name of the bucket that `bootstrap` makes in *region* of *account*, when nobody names another one."""
    return f"workflows-{account}-{region}"


def owner_in(bucket: str) -> str:
    """
    Return the account that *bucket* must be of, as its name says; "" for a name that no account can be read from.

    Names of buckets are global. Whoever knows an account's number, which is no secret, can take the name before the
    account does, and let everybody write there.
    """
    found = _DEFAULT.fullmatch(bucket)
    return found.group(1) if found else ""
