"""Letters: one of all reminders of a day, or one each up to a limit, in the words of its reader."""

from datetime import timedelta

import pytest
from django.core import mail as django_mail

from accounts.people.models import User
from common import settings as company
from common.models import Setting
from reminders.reminder.models import Reminder
from reminders.reminder.states import LetterState, State
from reminders.tests.engine import TODAY, at, inbox_of, letters, make_rule, make_template, run, scan, send, states

pytestmark = pytest.mark.django_db(transaction=True)

DAY = timedelta(days=1)


class TestDigests:
    def test_all_of_a_day_go_in_one_letter_and_one_line(self, things, team, monkeypatch):
        make_rule(steps=[0])
        make_rule(steps=[-1], name="Soon", active_since=at("00:00"))
        things.put(1, TODAY, team.worker)
        things.put(2, TODAY + DAY, team.worker)
        things.put(3, TODAY, team.other)
        scan(at("00:05"))
        assert send(at("07:59")) == 0
        run(at("08:00"), monkeypatch)
        mine = next(one for one in django_mail.outbox if one.to == [team.worker.email])
        assert len(django_mail.outbox) == 2
        assert "2 reminders" in mine.subject
        assert mine.body.index("Thing 1 is due today") < mine.body.index("Thing 2 is due in 1 day")
        assert "/things/1/" in mine.body
        html = mine.alternatives[0][0]
        assert "Thing 2 is due in 1 day" in html
        assert inbox_of(team.worker) == ["2 reminders, the first: Thing 1 is due today"]
        assert inbox_of(team.other) == ["Thing 3 is due today"]
        assert {one.state for one in letters()} == {LetterState.SENT}
        assert set(states().values()) == {State.SENT}
        assert Reminder.objects.get(subject_id=2).facts["days"] == "1"

    def test_nothing_goes_a_second_time(self, things, team, monkeypatch):
        make_rule(steps=[0])
        things.put(1, TODAY, team.worker)
        for minute in ("08:00", "08:01", "08:05", "12:00"):
            run(at(minute), monkeypatch)
        assert len(django_mail.outbox) == len(inbox_of(team.worker)) == 1

    def test_what_comes_up_after_the_letter_stays_in_the_app(self, things, team, monkeypatch):
        make_rule(steps=[0])
        things.put(1, TODAY, team.worker)
        run(at("08:00"), monkeypatch)
        things.put(2, TODAY, team.worker)
        run(at("11:00"), monkeypatch)
        assert len(django_mail.outbox) == 1
        assert inbox_of(team.worker) == ["Thing 1 is due today", "Thing 2 is due today"]
        assert states() == {(1, 0): State.SENT, (2, 0): State.SENT}
        run(at("08:00", TODAY + DAY), monkeypatch)
        assert len(django_mail.outbox) == 1

    def test_rules_of_another_hour_have_a_letter_of_their_own(self, things, team, monkeypatch):
        make_rule(steps=[0])
        make_rule(steps=[0], send_at="14:00")
        things.put(1, TODAY, team.worker)
        run(at("08:00"), monkeypatch)
        run(at("14:00"), monkeypatch)
        assert len(django_mail.outbox) == 2

    def test_a_long_letter_is_cut_and_says_so(self, things, team, monkeypatch):
        Setting.objects.create(key="reminders.lines_a_letter", value=5)
        company.forget()
        make_rule(steps=[0], channels=["MAIL"])
        for number in range(8):
            things.put(number, TODAY, team.worker)
        run(at("08:00"), monkeypatch)
        (mine,) = django_mail.outbox
        assert "8 reminders" in mine.subject
        assert mine.body.count("is due today") == 5
        assert "3 more reminders stand in the app." in mine.body
        assert inbox_of(team.worker) == ["3 reminders, the first: Thing 5 is due today"]
        assert set(states().values()) == {State.SENT}

    def test_in_the_reader_s_language(self, things, team, monkeypatch):
        User.objects.filter(pk=team.worker.pk).update(language="zh-hans")
        make_rule(steps=[0])
        things.put(1, TODAY, team.worker)
        run(at("08:00"), monkeypatch)
        assert "Thing 1：今天" in django_mail.outbox[0].subject
        assert "到期" in django_mail.outbox[0].body


class TestSingleLetters:
    def test_each_has_its_own_and_the_rest_of_a_day_stays_in_the_app(self, things, team, monkeypatch):
        Setting.objects.create(key="reminders.letters_a_day", value=2)
        company.forget()
        make_rule(steps=[0], channels=["MAIL"], is_digest=False)
        for number in range(3):
            things.put(number, TODAY, team.worker)
        run(at("08:00"), monkeypatch)
        assert [one.body.count("single letters a day") for one in django_mail.outbox] == [0, 1]
        assert inbox_of(team.worker) == ["Thing 2 is due today"]
        things.put(9, TODAY + DAY, team.worker)
        run(at("08:00", TODAY + DAY), monkeypatch)
        assert len(django_mail.outbox) == 3

    def test_without_mail_one_is_told_in_the_app(self, things, team, monkeypatch):
        User.objects.filter(pk=team.worker.pk).update(wants_mail=False)
        make_rule(steps=[0], channels=["MAIL"], is_digest=False)
        things.put(1, TODAY, team.worker)
        run(at("08:00"), monkeypatch)
        assert django_mail.outbox == []
        assert inbox_of(team.worker) == ["Thing 1 is due today"]

    def test_words_that_nobody_may_know_are_left_out(self, things, team, monkeypatch):
        template = make_template(text_en="Of {secret} nothing.\n{title} it is.")
        make_rule(steps=[0], is_digest=False, template=template)
        things.put(1, TODAY, team.worker)
        run(at("08:00"), monkeypatch)
        assert "Of" not in django_mail.outbox[0].body.splitlines()
        assert "Thing 1 it is." in django_mail.outbox[0].body
