"""The scan: what is due is found once, for whom, also after a standstill; a rule that fails stops no other."""

from datetime import timedelta

import pytest

from accounts.collaboration.models import Notification
from accounts.people.models import User
from accounts.tests.builders import make_user
from common import settings
from common.models import Setting
from reminders.anchors.choices import Recipient, Unit
from reminders.reminder.models import Reminder, ScanMark
from reminders.reminder.states import Reaction, State
from reminders.rules.choices import Escalation
from reminders.rules.models import OptOut, ReminderRule
from reminders.scanning import operations, queries
from reminders.tests.engine import TODAY, at, make_rule, scan, send, states

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def recipients(**narrow):
    rows = Reminder.objects.filter(**narrow).order_by("id")
    return [(one.user_id, one.why) for one in rows]


def test_each_step_is_found_on_its_day_and_once(things, team):
    make_rule(active_since=at("00:00"))
    things.put(1, TODAY + 3 * DAY, team.worker)
    things.put(2, TODAY + 2 * DAY, team.worker)
    assert scan(at("00:05")) == 1
    assert scan(at("00:10")) == 0
    row = Reminder.objects.get()
    assert (row.subject_id, row.step, row.state, row.send_at) == (1, -3, State.QUEUED, at("08:00"))
    assert (row.user_id, row.why) == (team.worker.pk, Recipient.OWNER)
    scan(at("00:05", TODAY + DAY))
    assert states() == {(1, -3): State.QUEUED, (2, -1): State.QUEUED}


def test_what_comes_into_being_during_the_day_is_found_too(things, team):
    make_rule()
    scan(at("00:05"))
    things.put(1, TODAY + DAY, team.worker)
    assert scan(at("11:00")) == 1


def test_a_moved_day_is_another_matter(things, team):
    make_rule(active_since=at("00:00"))
    things.put(1, TODAY, team.worker)
    scan(at())
    things.move(1, TODAY + 3 * DAY)
    scan(at("09:05"))
    assert states() == {(1, 0): State.QUEUED, (1, -3): State.QUEUED}


def test_after_a_standstill_the_newest_step_goes_and_the_older_are_skipped(things, team):
    make_rule()
    scan(at("09:00", TODAY - 8 * DAY))
    things.put(1, TODAY, team.worker)
    scan(at())
    assert states() == {(1, -7): State.SKIPPED, (1, -3): State.SKIPPED, (1, -1): State.SKIPPED, (1, 0): State.QUEUED}


def test_what_lies_too_far_back_is_only_written_down(things, team):
    make_rule(steps=[0])
    scan(at("09:00", TODAY - 20 * DAY))
    things.put(1, TODAY - 10 * DAY, team.worker)
    things.put(2, TODAY - 5 * DAY, team.worker)
    scan(at())
    assert states() == {(1, 0): State.SKIPPED, (2, 0): State.QUEUED}


def test_nothing_from_before_a_rule_counts(things, team):
    make_rule(steps=[0], active_since=at("10:00", TODAY - DAY))
    things.put(1, TODAY - DAY, team.worker)
    things.put(2, TODAY, team.worker)
    scan(at())
    assert states() == {(2, 0): State.QUEUED}


def test_a_clock_that_goes_back_over_midnight_doubles_nothing(things, team):
    make_rule(steps=[-1, 0])
    things.put(1, TODAY + DAY, team.worker)
    scan(at("00:01"))
    scan(at("23:59", TODAY - DAY))
    scan(at("00:02"))
    assert states() == {(1, -1): State.QUEUED}


def test_who_left_is_replaced_and_where_nobody_is_the_head_is_told(things, team):
    make_rule(steps=[0])
    User.objects.filter(pk=team.worker.pk).update(is_active=False, substitute=team.other)
    gone = make_user(department=team.department)
    User.objects.filter(pk=gone.pk).update(is_active=False)
    things.put(1, TODAY, team.worker, department=team.department)
    things.put(2, TODAY, gone, department=team.department)
    scan(at())
    assert recipients(subject_id=1) == [(team.other.pk, "OWNER")]
    assert recipients(subject_id=2) == [(team.head.pk, "HEAD")]


def test_somebody_who_is_two_things_is_told_once(things, team):
    make_rule(steps=[0], recipients=["OWNER", "EXECUTOR", "HEAD", "NAMED"], people=[team.head, team.boss])
    things.put(1, TODAY, team.worker, department=team.department, EXECUTOR=(team.worker.pk,))
    scan(at())
    assert recipients() == [(team.worker.pk, "OWNER"), (team.head.pk, "HEAD"), (team.boss.pk, "NAMED")]


def test_a_head_who_left_is_replaced_by_his_substitute_or_the_next_above(things, team):
    make_rule(steps=[0], recipients=["HEAD"])
    User.objects.filter(pk=team.head.pk).update(is_active=False)
    things.put(1, TODAY, department=team.department)
    scan(at())
    assert recipients() == [(team.boss.pk, "HEAD")]
    User.objects.filter(pk=team.head.pk).update(substitute=team.other)
    things.put(2, TODAY, department=team.department)
    scan(at())
    assert recipients(subject_id=2) == [(team.other.pk, "HEAD")]


def test_who_unsubscribed_is_not_told_unless_the_rule_forbids_it(things, team):
    free, firm = make_rule(steps=[0]), make_rule(steps=[0], may_opt_out=False)
    OptOut.objects.create(user=team.worker, rule=None, at=at())
    things.put(1, TODAY, team.worker)
    scan(at())
    assert states(rule=free) == {(1, 0): State.UNWANTED}
    assert states(rule=firm) == {(1, 0): State.QUEUED}


def test_what_was_acknowledged_is_not_told_again(things, team):
    make_rule(steps=[-1, 0])
    things.put(1, TODAY + DAY, team.worker, team.other)
    scan(at())
    Reminder.objects.filter(user=team.worker).update(reaction=Reaction.ACKNOWLEDGED)
    scan(at("09:00", TODAY + DAY))
    assert dict(Reminder.objects.filter(step=0).values_list("user_id", "state")) == {
        team.worker.pk: State.MOOT, team.other.pk: State.QUEUED,
    }  # fmt: skip


def test_who_said_not_me_is_replaced_by_the_head(things, team):
    make_rule(steps=[-1, 0])
    things.put(1, TODAY + DAY, team.worker, department=team.department)
    scan(at())
    row = Reminder.objects.get()
    Reminder.objects.update(reaction=Reaction.NOT_ME, state=State.SENT, sent_at=at())
    assert operations.pass_on(actor=team.worker, reminder_id=row.pk, at=at("09:01")) == [team.head.pk]
    assert operations.pass_on(actor=team.worker, reminder_id=row.pk, at=at("09:02")) == []
    scan(at("09:00", TODAY + DAY))
    assert recipients(step=0) == [(team.head.pk, "HEAD")]


def test_hours_are_told_when_they_come_and_the_newest_of_those_that_were_missed(things, team):
    make_rule(unit=Unit.HOUR, steps=[-4, -1], is_digest=False)
    scan(at("09:00"))
    things.put(1, at("14:30"), team.worker)
    scan(at("10:00"))
    assert states() == {}
    scan(at("10:30"))
    assert states() == {(1, -4): State.QUEUED}
    things.put(2, at("11:00"), team.worker)
    scan(at("10:35"))
    assert states(subject_id=2) == {(2, -4): State.SKIPPED, (2, -1): State.QUEUED}


def test_a_step_from_before_its_object_was_there_is_of_no_use(things, team):
    make_rule(unit=Unit.HOUR, steps=[-4, 0], is_digest=False)
    scan(at("09:00"))
    things.put(1, at("11:00"), team.worker, since=at("09:02"))
    scan(at("09:05"))
    assert states() == {}
    scan(at("11:00"))
    assert states() == {(1, 0): State.QUEUED}


def test_overdue_goes_on_week_by_week(things, team):
    make_rule(steps=[0], repeat_every=7, repeat_most=None)
    things.put(1, TODAY, team.worker)
    for n in range(16):
        scan(at("09:00", TODAY + n * DAY))
    assert sorted(Reminder.objects.values_list("step", flat=True)) == [0, 7, 14]


class TestFailing:
    def test_a_rule_that_fails_stops_no_other_and_is_told_once(self, things, team, caplog):
        boss = make_user("administrator")
        bad = make_rule(anchor="no_such_anchor", name="Broken")
        good = make_rule(steps=[0])
        things.put(1, TODAY, team.worker)
        for minute in ("09:00", "09:05", "09:10"):
            scan(at(minute))
        assert states(rule=good) == {(1, 0): State.QUEUED}
        assert "no_such_anchor" in ScanMark.objects.get(rule=bad).error
        told = Notification.objects.filter(user=boss, kind=operations.FAILED_KIND)
        assert told.count() == 1
        assert "Broken" in told.get().text
        assert list(queries.faults(at())) == [bad.pk]

    def test_a_rule_that_is_well_again_catches_up(self, things, team):
        rule = make_rule(steps=[0])
        scan(at("09:00", TODAY - 3 * DAY))
        things.breaks = ValueError("bug")
        things.put(1, TODAY - DAY, team.worker)
        scan(at("09:00", TODAY - DAY))
        assert "bug" in ScanMark.objects.get(rule=rule).error
        things.breaks = None
        scan(at())
        assert ScanMark.objects.get(rule=rule).error == ""
        assert states() == {(1, 0): State.QUEUED}


class TestEscalating:
    def rule(self, **more):
        return make_rule(
            steps=[-2, -1, 0], recipients=["OWNER"], channels=["INBOX"],
            **{"escalate_after": 2, "escalate_to": Escalation.HEAD, **more},
        )  # fmt: skip

    def live(self, days):
        for n in range(days):
            for hour in ("08:30", "17:00"):
                scan(at(hour, TODAY + n * DAY))
                send(at(hour, TODAY + n * DAY))

    def test_after_so_many_that_nobody_answered_the_head_is_told_once(self, things, team):
        self.rule()
        things.put(1, TODAY + 2 * DAY, team.worker, department=team.department)
        self.live(2)
        assert not Reminder.objects.filter(is_escalation=True).exists()
        self.live(4)
        row = Reminder.objects.get(is_escalation=True)
        assert (row.user, row.why, row.step, row.state) == (team.head, "HEAD", -1, State.SENT)

    def test_an_answer_keeps_it_from_going_higher_up(self, things, team):
        self.rule()
        things.put(1, TODAY + 2 * DAY, team.worker, department=team.department)
        self.live(1)
        Reminder.objects.update(reaction=Reaction.ACKNOWLEDGED)
        self.live(5)
        assert not Reminder.objects.filter(is_escalation=True).exists()

    def test_what_was_done_meanwhile_does_not_go_higher_up(self, things, team):
        self.rule()
        things.put(1, TODAY + 2 * DAY, team.worker, department=team.department)
        self.live(2)
        things.end(1)
        self.live(4)
        assert not Reminder.objects.filter(is_escalation=True).exists()

    @pytest.mark.parametrize(("to", "who"), [(Escalation.PARENT, "boss"), (Escalation.PERSON, "other")])
    def test_to_whom(self, things, team, to, who):
        self.rule(escalate_to=to, escalate_person=team.other)
        things.put(1, TODAY + 2 * DAY, team.worker, department=team.department)
        self.live(3)
        assert Reminder.objects.get(is_escalation=True).user == getattr(team, who)

    def test_a_head_who_is_told_anyway_does_not_count_as_higher_up(self, things, team):
        self.rule()
        things.put(1, TODAY + 2 * DAY, team.head, department=team.department)
        self.live(3)
        assert Reminder.objects.get(is_escalation=True).user == team.boss


class TestPreview:
    def test_what_it_says_of_tomorrow_is_what_the_scan_finds_tomorrow(self, things, team):
        make_rule()
        make_rule(steps=[1], channels=["INBOX"], is_digest=False)
        for n in range(-9, 10):
            things.put(n + 20, TODAY + n * DAY, team.worker, team.other, department=team.department)
        scan(at())
        before = Reminder.objects.count()
        tomorrow = TODAY + DAY
        said = {
            (one.rule.pk, one.due.subject_id, one.planned.step, one.planned.told.recipient)
            for one in queries.preview(tomorrow, at=at())
        }
        assert Reminder.objects.count() == before
        scan(at("08:00", tomorrow))
        new = Reminder.objects.filter(created_at=at("08:00", tomorrow))
        assert said == {(one.rule_id, one.subject_id, one.step, one.recipient) for one in new}
        assert len(said) == 10

    def test_it_says_by_which_way_and_what_will_not_go(self, things, team):
        make_rule(steps=[0], channels=["MAIL"])
        User.objects.filter(pk=team.other.pk).update(wants_mail=False)
        OptOut.objects.create(user=team.head, rule=None, at=at())
        things.put(1, TODAY + DAY, team.worker, team.other, team.head)
        found = {one.planned.told.user_id: one for one in queries.preview(TODAY + DAY, at=at())}
        assert found[team.worker.pk].channels == ("MAIL",)
        assert found[team.other.pk].channels == ("INBOX",)
        assert found[team.head.pk].planned.state == State.UNWANTED
        assert found[team.worker.pk].planned.send_at == at("08:00", TODAY + DAY)


def test_settings_decide_when_the_night_is_over(things, team):
    Setting.objects.create(key="reminders.quiet_until", value=7)
    settings.forget()
    make_rule(steps=[0])
    things.put(1, TODAY, team.worker)
    scan(at())
    assert Reminder.objects.get().send_at == at("07:00")


def test_a_rule_out_of_use_tells_nothing(things, team):
    rule = make_rule(steps=[0])
    ReminderRule.objects.filter(pk=rule.pk).update(is_active=False)
    things.put(1, TODAY, team.worker)
    assert scan(at()) == 0
