"""Every promise about reminders, broken once by hand, is noticed; and by chance: whatever happens to objects, rules,
mail servers and clocks, each reminder goes once, none is missing, none goes when it is not due any more."""

from datetime import datetime, timedelta

import pytest
from django.core import mail as django_mail
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from accounts.people import queries as people
from common import clock, dates, events, invariants, operation, outbox, workdays
from common.models import OutboxMessage
from reminders.reminder.models import Letter, LetterItem, Reminder
from reminders.reminder.states import LetterState, State
from reminders.rules.models import ReminderRule
from reminders.tests import engine
from reminders.tests.engine import TODAY, at, make_rule, relay, scan, send

DAY = timedelta(days=1)


def broken(number=17):
    return {one.key for one in invariants.check_all(number) if one.is_broken}


@pytest.mark.django_db(transaction=True)
class TestNoticing:
    @pytest.fixture
    def sent(self, things, team, monkeypatch):
        make_rule(steps=[0])
        things.put(1, TODAY, team.worker)
        scan(at("08:00"))
        send(at("08:00"))
        relay(at("08:01"), monkeypatch)
        assert broken() == set()
        return Reminder.objects.get()

    def test_a_reminder_in_two_letters(self, sent):
        letter = Letter.objects.get()
        letter.pk, letter.slot, letter._state.adding = None, at("10:00"), True
        letter.save()
        LetterItem.objects.create(letter=letter, reminder=sent)
        assert broken() == {"reminders.once"}

    def test_one_that_is_missing(self, sent, things, team):
        things.put(2, TODAY, team.worker)
        assert broken() == {"reminders.missing"}

    def test_what_a_rule_tells_since_it_was_changed_is_not_missing_before_the_next_scan(self, sent, things, team):
        things.put(2, TODAY - DAY, team.worker)
        rule = ReminderRule.objects.get(code__startswith="rule-")
        ReminderRule.objects.filter(pk=rule.pk).update(steps=[0, 1])
        assert broken() == {"reminders.missing"}
        moment = at("08:02")
        system = people.system_user()
        operation.in_operation(system.pk, lambda: events.record("reminder_rule.saved", rule, at=moment))
        assert broken() == set()
        scan(at("08:05"))
        assert broken() == set()

    def test_one_that_does_not_say_when(self, sent):
        Reminder.objects.update(sent_at=None)
        assert broken() == {"reminders.honest"}

    def test_one_in_a_letter_that_nobody_sends(self, sent):
        Letter.objects.update(state=LetterState.QUEUED)
        assert broken() == {"reminders.stranded"}

    def test_a_letter_that_nobody_relays(self, sent):
        OutboxMessage.objects.update(state="PENDING", attempts=0, due_at=at("05:00"))
        assert "reminders.young" in broken(18)


STEPS = st.sampled_from([[0], [-3, -1, 0], [-7, -3, -1, 0, 2], [-1, 1]])
EVENTS = st.lists(
    st.tuples(
        st.sampled_from(["put", "put", "put", "move", "end", "down", "die", "stop", "pass", "pass", "pass"]),
        st.integers(0, 5),
        st.integers(-3, 8),
    ),
    min_size=3,
    max_size=25,
)


@pytest.mark.slow
class TestWhateverHappens(TestCase):
    """Days go by; things come, move and end; scans, senders and mail servers stand still, workers die."""

    @settings(max_examples=30, deadline=None)
    @given(
        steps=STEPS, every=st.sampled_from([None, 2, 7]), digest=st.booleans(), happenings=EVENTS, work=st.booleans()
    )
    def test_each_goes_once_none_is_missing_none_when_it_is_over(self, steps, every, digest, happenings, work):
        with engine.things() as things:
            team = engine.make_team()
            rule = make_rule(
                steps=steps, repeat_every=every, is_digest=digest, channels=["MAIL"], workdays_only=work,
                active_since=at("00:00", TODAY),
            )  # fmt: skip
            world = World(things, team, rule)
            for what, number, days in happenings:
                world.happen(what, number, days)
            world.settle()
            world.check()


class World:
    """What the engine promises, kept beside it by a second, simpler hand."""

    def __init__(self, things, team, rule):
        self.things, self.team, self.rule = things, team, rule
        self.day, self.is_down, self.is_stopped = TODAY, False, False
        self.scanned = TODAY  # the last day that was looked at
        django_mail.outbox = []

    def happen(self, what: str, number: int, days: int) -> None:
        if what == "put":
            self.things.put(number, self.day + days * DAY, self.team.worker)
        elif what == "move" and number in self.things.rows:
            self.things.move(number, self.day + days * DAY)
        elif what == "end" and number in self.things.rows:
            self.things.end(number)
        elif what == "down":
            self.is_down = not self.is_down  # the mail server does not answer
        elif what == "stop":
            self.is_stopped = not self.is_stopped  # neither scan nor sender run
        elif what == "die":
            OutboxMessage.objects.filter(state="PENDING").update(state="SENDING", claimed_at=self.now("08:30"))
        elif what == "pass":
            self.pass_day()

    def now(self, text: str) -> datetime:
        return at(text, self.day)

    def pass_day(self) -> None:
        for text in ("00:01", "08:00", "12:00", "19:00"):
            if not self.is_stopped:
                scan(self.now(text))
                self.expect()
                send(self.now(text))
                self.relay(self.now(text))
        self.day += DAY

    def expect(self) -> None:
        """What is due on the days since the last scan is there: by a second, simpler hand."""
        for n in range((self.day - self.scanned).days + 1):
            day = self.day - n * DAY
            for number, due in self.things.rows.items():
                for step in self.steps_told_on(day, dates.business_day(due.due)):
                    key = {"subject_id": number, "step": step, "due": due.due}
                    assert Reminder.objects.filter(**key).exists(), (key, day)
        self.scanned = self.day

    def steps_told_on(self, day, due) -> list[int]:
        found = []
        for step in range(-7, 40):
            told = due + step * DAY
            while self.rule.workdays_only and not workdays.calendar().is_workday(told):
                told += -DAY if step <= 0 else DAY
            last, every = max(self.rule.steps), self.rule.repeat_every
            is_step = step in self.rule.steps or (every and step > last and (step - last) % every == 0)
            if told == day and is_step:
                found.append(step)
        return found

    def relay(self, moment: datetime) -> None:
        """The outbox without threads: what Away means for a server that is down."""
        kept, clock.now = clock.now, lambda: moment
        hand, count = outbox.handlers["reminder"], len(django_mail.outbox)
        try:
            if self.is_down:
                outbox.handlers._entries["reminder"] = _away
            outbox.relay(now=lambda: moment)
        finally:
            clock.now, outbox.handlers._entries["reminder"] = kept, hand
        for one in django_mail.outbox[count:]:
            for number in self.told_in(one):
                assert number in self.things.rows, "told of what is over"

    def told_in(self, mail) -> set[int]:
        return {number for number in range(6) if f"Thing {number} is due" in mail.subject + mail.body}

    def settle(self) -> None:
        """All goes again, for long enough that nothing waits."""
        self.is_down = self.is_stopped = False
        for _n in range(3):
            self.pass_day()

    def check(self) -> None:
        sent = LetterItem.objects.filter(letter__state=LetterState.SENT, is_moot=False)
        assert sent.count() == sent.values("reminder").distinct().count(), "told twice"
        keys = list(Reminder.objects.values_list("subject_id", "step", "due", "recipient"))
        assert len(keys) == len(set(keys))
        assert broken() == set(), broken()
        open_ones = Reminder.objects.filter(state__in=[State.QUEUED, State.GATHERED])
        stuck = Letter.objects.filter(state=LetterState.DOUBTFUL).values("items__reminder")
        assert not open_ones.exclude(pk__in=stuck).exists(), "never told"


def _away(message):
    raise outbox.Away("down", server="mail")
