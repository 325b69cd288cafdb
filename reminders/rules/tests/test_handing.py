"""Who is named in rules takes part when work is handed over."""

import pytest

from accounts.handover import operations as handover
from accounts.people.queries import system_user
from accounts.tests.builders import make_user
from common import clock
from reminders.reminder.models import Reminder
from reminders.rules.choices import Escalation
from reminders.tests.engine import TODAY, at, make_rule, scan

pytestmark = pytest.mark.django_db


def _hand_over(giver, taker) -> dict[str, int]:
    return handover.hand_over(actor=system_user(), from_user_id=giver.pk, to_user_id=taker.pk, at=clock.now())


def test_the_taker_is_named_in_place_of_the_giver(team):
    named = make_rule(recipients=["NAMED"], people=[team.worker, team.head])
    higher = make_rule(escalate_after=2, escalate_to=Escalation.PERSON, escalate_person=team.worker, is_active=False)
    other = make_rule(recipients=["NAMED"], people=[team.boss])
    assert _hand_over(team.worker, team.other)["reminder-rules"] == 2
    for row in (named, higher, other):
        row.refresh_from_db()
    assert set(named.people.all()) == {team.other, team.head}
    assert (higher.escalate_person, higher.version) == (team.other, 2)
    assert list(other.people.all()) == [team.boss] and other.version == 1


def test_who_was_named_already_is_named_once(team):
    rule = make_rule(recipients=["NAMED"], people=[team.worker, team.other])
    _hand_over(team.worker, team.other)
    assert list(rule.people.all()) == [team.other]


def test_the_taker_hears_of_what_is_due_from_then_on(things, team):
    make_rule(recipients=["NAMED"], people=[team.worker], steps=[0])
    _hand_over(team.worker, team.other)
    things.put(1, TODAY, make_user())
    scan(at())
    assert Reminder.objects.get().user == team.other
