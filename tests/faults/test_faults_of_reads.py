"""Every AWS call of the verbs that only look meets every kind of fault: a passing one, and each that lasts."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from tests.faults.calls import Call
from tests.faults.found import Told, hold_verb, in_order, told_by
from tests.faults.looked_at import VERBS, Verb, create_looked_at
from tests.faults.tap import Injection, Tap
from tests.faults.weather import LASTING, Kind, Passing
from tests.functional.accounts import entered
from tests.functional.pushing import Account
from tests.local_cloud import LocalCloud
from workflow_updater.cli import main

OPERATION = re.compile(r"\b(cloudformation|s3|states|iam|sts|ssm):[A-Z]\w+")


@dataclass(frozen=True)
class Looked:
    """What a verb told: how it ended, its result, and all that it printed to stderr."""

    told: Told
    out: str
    err: str


@pytest.fixture(scope="package")  # as the account is: a worker may come back to this module
def looked_at(bootstrapped: LocalCloud, tmp_path_factory: pytest.TempPathFactory) -> Account:
    """The stack that the verbs of this module look at."""
    with pytest.MonkeyPatch.context() as patch:
        account = entered(bootstrapped, patch, tmp_path_factory.mktemp("looked-at"))
        create_looked_at(account)
    return account


@pytest.fixture
def looking(looked_at: Account, tap: Tap, begin, monkeypatch, capsys) -> Looking:
    return Looking(entered(looked_at.cloud, monkeypatch, looked_at.folder), tap, capsys, begin)


@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb.name.replace(" ", "-"))
def test_a_passing_fault_is_not_noticed_and_one_that_lasts_is_told(verb, looking):
    usual = looking.look(verb)
    calls = in_order(looking.tap.calls)
    assert usual.told == Told(0)
    assert not any(call.is_write for call in calls)

    passing = Passing()
    assert usual == looking.look(verb, passing)
    assert all(map(passing.has_met_all, calls))

    hold_verb(
        verb.name, {call: {kind.name: looking.ending(verb, kind, call, usual) for kind in LASTING} for call in calls}
    )


@dataclass
class Looking:
    """Calls of the verbs that look, through a tapped session."""

    account: Account
    tap: Tap
    capsys: pytest.CaptureFixture[str]
    begin: Callable[[], None]

    def look(self, verb: Verb, injection: Injection | None = None) -> Looked:
        self.begin()
        self.tap.begin({self.account.bucket: "BUCKET", "faults-0": "STACK", self.account.cloud.account: "ACCOUNT"})
        self.tap.injection = injection
        self.capsys.readouterr()
        code = main([word.replace("111122223333", self.account.cloud.account) for word in verb.words])
        printed = self.capsys.readouterr()
        return Looked(told_by(code, printed.err), printed.out, printed.err)

    def ending(self, verb: Verb, kind: Kind, call: Call, usual: Looked) -> str:
        """Return in a few words how *verb* ends that meets *kind* from *call* on, which must be told with its cure."""
        lasting = kind.at(call)
        looked = self.look(verb, lasting)
        at = (kind.name, call.name, looked)
        assert lasting.has_come, at
        assert not any(made.is_write for made in self.tap.calls), at
        if looked.told.code == 0:
            assert OPERATION.search(looked.out + looked.err), at
            return "done, and tells what was not read"
        assert looked.told.code == 5, at
        assert looked.out == "", at
        assert OPERATION.search(looked.told.error), at
        assert any(cure in looked.told.hint for cure in kind.cures), at
        return "exit 5"
