"""A push deploys what it changes, from its commits, where workflows.toml says so; with git's own push."""

from __future__ import annotations

import io
import json
from itertools import count

import pytest

from tests.functional.pushing import BROKEN, BYE, HELLO, template
from tests.git_repositories import new_repository
from workflow_updater.cli import main

ORDERS, SALES = "workflows/orders/definition.asl.json", "workflows/sales/definition.asl.json"
NUMBERS = count()
TOML = """
[workflows.orders]
stack = "STACK"

[workflows.sales]
stack = "is-not-there"

[environments.production]
branch = "main"
"""


@pytest.fixture
def pushing(account, monkeypatch):
    """A stack, and a repository whose main branch deploys to it, with hooks and a remote that has the first commit."""
    stack = f"orders-{next(NUMBERS)}"
    account.create_stack(stack, template())
    made = new_repository(account.folder / "repository")
    new_repository(account.folder / "remote").git("config", "receive.denyCurrentBranch", "ignore")
    made.git("remote", "add", "origin", str(account.folder / "remote"))
    monkeypatch.chdir(made.folder)
    assert main(["hook", "install"]) == 0
    made.commit(**{ORDERS: HELLO, SALES: HELLO, "workflows.toml": TOML.replace("STACK", stack)})
    made.git("push", "--no-verify", "origin", "main")
    return stack, made


@pytest.fixture
def called_with(pushing, monkeypatch, capsys):
    """Calls the hook as git does, for a commit of one file that is not pushed yet."""
    _, made = pushing

    def called(file, *flags):
        first = made.git("rev-parse", "HEAD")
        commit = made.commit(**{file: BYE})
        monkeypatch.setattr("sys.stdin", io.StringIO(f"refs/heads/main {commit} refs/heads/main {first}\n"))
        capsys.readouterr()
        return main(["hook", "pre-push", "origin", "url", *flags])

    return called


def at_remote(made, branch="main"):
    return made.git("ls-remote", "origin", f"refs/heads/{branch}").partition("\t")[0]


def is_untouched(account, stack):
    return "WorkflowNotPushed" in json.dumps(account.live(stack))


def test_a_push_deploys_the_commit_and_not_what_lies_on_disk(account, pushing):
    stack, made = pushing
    commit = made.commit(**{ORDERS: BYE})
    made.write(ORDERS, BROKEN)
    made.write("workflows.toml", "nothing of worth")

    made.git("push", "origin", "main")

    assert BYE == account.live(stack)
    assert commit == at_remote(made)


def test_a_failed_deployment_stops_the_push(account, pushing):
    stack, made = pushing
    before = at_remote(made)
    made.commit(**{ORDERS: BROKEN})

    refused = made.try_git("push", "origin", "main")

    assert refused.returncode == 1
    assert "nothing is pushed" in refused.stderr and "${Broken}" in refused.stderr
    assert (before, True) == (at_remote(made), is_untouched(account, stack))


def test_an_error_stops_the_push_before_the_first_deployment(account, pushing):
    stack, made = pushing
    made.commit(**{ORDERS: BYE, "other.asl.json": {"StartAt": "A"}})

    assert made.try_git("push", "origin", "main").returncode == 1
    assert is_untouched(account, stack)


@pytest.mark.parametrize("pushed", ["main:side", "v1", ":gone", "main:refs/notes/x"])
def test_what_is_no_push_of_the_branch_deploys_nothing(account, pushing, pushed):
    stack, made = pushing
    made.git("push", "--no-verify", "origin", "main:gone")
    made.commit(**{ORDERS: BYE})
    made.git("tag", "v1")

    made.git("push", "origin", pushed)

    assert is_untouched(account, stack)


def test_another_remote_is_told_and_deploys_nothing(account, pushing):
    stack, made = pushing
    new_repository(account.folder / "fork").git("config", "receive.denyCurrentBranch", "ignore")
    made.git("remote", "add", "fork", str(account.folder / "fork"))
    made.commit(**{ORDERS: BYE, SALES: HELLO})

    done = made.try_git("push", "fork", "main")

    assert done.returncode == 0
    assert "orders is not deployed to production: that takes pushes to origin, and this one goes to fork" in done.stderr
    assert is_untouched(account, stack)


def test_several_branches_at_once_deploy_the_one_that_shall_be(account, pushing):
    stack, made = pushing
    made.git("checkout", "-q", "-b", "side")
    made.commit(**{SALES: BYE})
    made.git("checkout", "-q", "main")
    made.commit(**{ORDERS: BYE})

    made.git("push", "origin", "main", "side")

    assert BYE == account.live(stack)
    assert at_remote(made, "side") == made.git("rev-parse", "side")


def test_a_forced_push_deploys_what_it_takes_back(account, pushing):
    stack, made = pushing
    first = made.git("rev-parse", "HEAD")
    made.commit(**{ORDERS: BYE})
    made.git("push", "origin", "main")
    pushed = account.live(stack)
    made.git("reset", "-q", "--hard", first)

    made.git("push", "--force", "origin", "main")

    assert (BYE, HELLO) == (pushed, account.live(stack))


def test_a_new_branch_deploys_all_that_it_has(account, pushing):
    stack, made = pushing
    toml = TOML.replace("STACK", stack).replace('"main"', '"release"').replace('"is-not-there"', '""')
    made.commit(**{"workflows.toml": toml})

    made.git("push", "origin", "main:release")

    assert HELLO == account.live(stack)


def test_commits_that_nobody_here_knows_are_not_overtaken(account, pushing):
    stack, made = pushing
    other = new_repository(account.folder / "other")
    other.git("pull", "-q", str(account.folder / "remote"), "main")
    theirs = other.commit(README="theirs")
    other.git("push", str(account.folder / "remote"), "HEAD:main")
    made.commit(**{ORDERS: BYE})

    refused = made.try_git("push", "origin", "main")

    assert refused.returncode == 1
    assert "git fetch origin" in refused.stderr
    assert (theirs, True) == (at_remote(made), is_untouched(account, stack))


def test_a_changed_include_variable_or_patch_is_deployed(account, pushing):
    stack, made = pushing
    toml = TOML.replace("STACK", stack).replace('"is-not-there"', '""')
    said = json.dumps(HELLO).replace('"hello"', "\"{{ name }} {% include '/shared.txt' %}\"")
    (made.folder / ORDERS).unlink()
    with_all = f'{toml}patches = ["patch.json"]\nvariables = {{name = "one"}}\n'
    made.commit(
        **{f"{ORDERS}.j2": said, "shared.txt": "two", "workflows.toml": with_all, "patch.json": {"Comment": "3"}}
    )
    made.git("push", "origin", "main")
    results = [account.live(stack)]

    for change in (
        {"shared.txt": "zwei"},
        {"workflows.toml": with_all.replace("one", "eins")},
        {"patch.json": {"Comment": "drei"}},
    ):
        made.commit(**change)
        made.git("push", "origin", "main")
        results.append(account.live(stack))

    shown = [(live["States"]["Hello"]["Result"], live["Comment"]) for live in results]
    assert [("one two", "3"), ("one zwei", "3"), ("eins zwei", "3"), ("eins zwei", "drei")] == shown


def test_what_only_aws_can_complete_is_completed_by_the_push(account, pushing):
    stack, made = pushing
    account.cloud.client("ssm").put_parameter(Name=f"/{stack}", Value="of aws", Type="String")
    (made.folder / ORDERS).unlink()
    made.commit(**{f"{ORDERS}.j2": json.dumps(HELLO).replace('"hello"', f"\"{{{{ ssm('/{stack}') }}}}\"")})

    done = made.try_git("push", "origin", "main")

    assert (0, True) == (done.returncode, "was not checked here" in done.stderr)
    assert "of aws" == account.live(stack)["States"]["Hello"]["Result"]


def test_what_only_aws_shows_to_be_wrong_is_told_with_the_pushed_line(account, pushing):
    stack, made = pushing
    account.cloud.client("ssm").put_parameter(Name=f"/{stack}", Value="Nowhere", Type="String")
    (made.folder / ORDERS).unlink()
    wrong = json.dumps(HELLO).replace('"StartAt": "Hello"', f'"StartAt": "{{{{ ssm(\'/{stack}\') }}}}"')
    made.commit(**{f"{ORDERS}.j2": wrong})
    made.write(f"{ORDERS}.j2", "on disk")

    refused = made.try_git("push", "origin", "main")

    assert (1, True) == (refused.returncode, is_untouched(account, stack))
    assert f"{ORDERS}.j2:1:" in refused.stderr
    assert f"ssm('/{stack}')" in refused.stderr and "on disk" not in refused.stderr


def test_the_exit_code_is_that_of_the_deployment(called_with, capsys):
    code = called_with(SALES)

    assert code == 2, "there is no such stack"
    assert "is-not-there" in capsys.readouterr().err


def test_what_was_deployed_is_told_to_programs(pushing, called_with, capsys):
    stack, _ = pushing

    assert called_with(ORDERS, "--json") == 0

    told = json.loads(capsys.readouterr().out)
    assert [] == told["findings"]
    assert [(stack, "updated")] == [(one["stack"], one["ended"]) for one in told["deployments"]]


def test_tests_that_are_required_are_those_of_the_commit(account, pushing):
    stack, made = pushing
    toml = TOML.replace("STACK", stack).replace("[workflows.sales]", "require_tests = true\n\n[workflows.sales]")
    wrong = "cases: [{name: greets, expect: {output: nothing}}]\n"
    made.commit(
        **{ORDERS: BYE, "workflows.toml": toml.replace('"is-not-there"', '""'), "workflows/orders/tests/c.yaml": wrong}
    )
    made.write("workflows/orders/tests/c.yaml", wrong.replace("nothing", "bye"))

    refused = made.try_git("push", "origin", "main")
    made.git("commit", "-q", "-a", "-m", "corrected")
    made.git("push", "origin", "main")

    assert "1 of 1 tests failed" in refused.stderr
    assert BYE == account.live(stack)


def test_what_a_push_deploys_is_on_record_with_its_commit(account, pushing, capsys):
    stack, made = pushing
    commit = made.commit(**{ORDERS: BYE})
    made.write(ORDERS, BROKEN)

    made.git("push", "origin", "main")
    capsys.readouterr()
    assert main(["history", "--stack", stack, "--json"]) == 0

    (told,) = json.loads(capsys.readouterr().out)["releases"]
    release = told["release"]
    assert (release["commit"], release["dirty"], release["subject"]) == (commit, False, "a change")


def test_a_push_that_would_take_back_what_others_deployed_is_stopped(account, pushing):
    stack, made = pushing
    made.git("checkout", "-q", "-b", "colleague")
    theirs = made.commit(**{ORDERS: BYE})
    assert main(["deploy", "--stack", stack, "--workflow", ORDERS]) == 0
    made.git("checkout", "-q", "main")
    made.commit(**{ORDERS: {**HELLO, "Comment": "mine"}})

    refused = made.try_git("push", "origin", "main")

    assert refused.returncode == 1
    assert f"1 commit would be lost\n  {theirs[:12]} " in refused.stderr
    assert BYE == account.live(stack)
