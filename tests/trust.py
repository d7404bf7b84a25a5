"""The trust policy of a state machine's role, for every test that makes such a role."""

from __future__ import annotations

MACHINE_TRUST = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Principal": {"Service": "states.amazonaws.com"}, "Action": "sts:AssumeRole"}],
}
