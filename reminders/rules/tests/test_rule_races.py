"""Two people keep the same rule, or its words, at the same moment: one is told that it changed meanwhile."""

from datetime import timedelta

import pytest

from accounts.tests.builders import make_user
from common import errors
from common.models import Event
from orders.tests.builders import AT
from reminders.rules import operations
from reminders.rules.models import OptOut, ReminderRule
from reminders.sending.tests.test_reminder_races import at_once

pytestmark = pytest.mark.django_db(transaction=True)
LATER = AT + timedelta(days=3)


@pytest.fixture
def keepers(db):
    return [make_user("administrator") for _n in range(2)]


@pytest.fixture
def rule(db):
    return ReminderRule.objects.select_related("template").get(code="delivery_near")


def kinds(found):
    return sorted(type(one).__name__ for one in found)


def test_of_two_who_change_a_rule_at_once_one_sees_what_the_other_wrote(keepers, rule):
    def change(actor, steps):
        changes = {"steps": steps}
        return lambda: operations.save_rule(
            actor=actor, rule_id=rule.pk, version=rule.version, changes=changes, at=LATER
        )

    found = at_once(change(keepers[0], [-2, 0]), change(keepers[1], [-5, 0]))
    assert kinds(found) == ["ReminderRule", "Stale"]
    won = next(one for one in found if isinstance(one, ReminderRule))
    kept = ReminderRule.objects.get(pk=rule.pk)
    assert (kept.steps, kept.version) == (won.steps, rule.version + 1)
    assert Event.objects.filter(kind="reminder_rule.saved", subject_id=rule.pk, at=LATER).count() == 1


def test_who_changes_a_rule_that_is_switched_off_at_that_moment_learns_of_it(keepers, rule):
    found = at_once(
        lambda: operations.save_rule(
            actor=keepers[0], rule_id=rule.pk, version=rule.version, changes={"steps": [-2]}, at=LATER
        ),
        lambda: operations.switch_rule(actor=keepers[1], rule_id=rule.pk, version=rule.version, is_on=False, at=LATER),
    )
    assert kinds(found) == ["ReminderRule", "Stale"]
    kept = ReminderRule.objects.get(pk=rule.pk)
    assert (kept.steps == [-2]) is kept.is_active  # one of the two stands, and nothing of the other


def test_switched_off_by_two_at_once_it_is_off_and_told_of_once(keepers, rule):
    def switch(actor):
        return lambda: operations.switch_rule(actor=actor, rule_id=rule.pk, is_on=False, at=LATER)

    found = at_once(switch(keepers[0]), switch(keepers[1]))
    assert kinds(found) == ["ReminderRule", "ReminderRule"]
    assert Event.objects.filter(kind="reminder_rule.switched_off", subject_id=rule.pk).count() == 1


def test_of_two_who_write_words_at_once_one_sees_what_the_other_wrote(keepers, rule):
    words = rule.template

    def write(actor, text):
        given = {"template_id": words.pk, "version": words.version, "changes": {"text_en": text}}
        return lambda: operations.save_template(actor=actor, at=LATER, **given)

    found = at_once(write(keepers[0], "One {order}"), write(keepers[1], "Two {order}"))
    assert kinds(found) == ["ReminderTemplate", "Stale"]
    words.refresh_from_db()
    assert words.text_en in ("One {order}", "Two {order}")


def test_a_wish_not_to_be_told_that_is_sent_many_times_at_once_stands_once(rule):
    person = make_user()
    found = at_once(*[lambda: operations.opt_out(actor=person, rule_id=rule.pk, at=AT)] * 4)
    assert not any(isinstance(one, errors.DomainError) for one in found)
    assert OptOut.objects.filter(user=person, rule=rule).count() == 1


def test_a_wish_and_its_taking_back_at_once_leave_one_of_them(rule):
    person = make_user()
    at_once(
        lambda: operations.opt_out(actor=person, rule_id=rule.pk, at=AT),
        lambda: operations.opt_in(actor=person, rule_id=rule.pk, at=AT),
    )
    assert OptOut.objects.filter(user=person, rule=rule).count() in (0, 1)
    operations.opt_in(actor=person, rule_id=rule.pk, at=AT)
    assert not OptOut.objects.filter(user=person).exists()
