"""SIGKILL before and after every AWS call of a push, and a second deployer right behind."""

from __future__ import annotations

from tests.faults.found import hold, in_order
from tests.faults.killed import Moment, moments


def test_a_killed_push_is_completed_by_the_next_one(pushing):
    found = []
    for moment in moments(in_order(pushing.recorded())):
        definition = pushing.next_definition()
        pushing.kill(definition, moment)
        found.append((moment.name, pushing.push_again(definition)))

    hold("push/killed", found)


def test_a_second_deployer_is_not_held_up_by_a_killed_push(pushing):
    calls = pushing.recorded()
    for moment in [Moment(call, after=True) for call in calls if call.is_write]:
        killed = pushing.next_definition()
        pushing.kill(killed, moment)
        started = pushing.has_started()
        other = pushing.next_definition()

        assert pushing.push(other) == 0, moment.name

        pushing.check_settled(other, updates=1 + started)
