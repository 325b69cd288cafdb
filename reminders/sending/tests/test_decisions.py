"""The letter to who is asked for a decision leads to it by a link of his own (docs/adr/0026), as the first mail did."""

import re
from datetime import timedelta

import pytest
from django.core import mail as django_mail

from accounts.people.models import User
from common import clock
from common.links.models import SignedLink
from orders.order.states import Status
from orders.tests.builders import AT, approve, fresh, make_order_cast, make_submitted
from orders.tests.page_builders import Browser
from reminders.reminder.models import Letter, Reminder
from reminders.tests.engine import make_rule, make_template, relay, scan, send

pytestmark = pytest.mark.django_db(transaction=True)

DUE = timedelta(hours=24)  # of a decision
LINK = re.compile(r"/l/[\w-]{16,}/")


@pytest.fixture
def cast(monkeypatch):
    found = make_order_cast()
    for person in (found.head, found.owner):
        User.objects.filter(pk=person.pk).update(email=f"{person.username}@example.com", wants_mail=True)
        person.refresh_from_db()
    monkeypatch.setattr(clock, "now", lambda: AT)
    return found


def _reminded(monkeypatch, recipients=("EXECUTOR",)):
    """Reminders of decisions go at the end of their time, alone."""
    words = make_template(text_en="{subject}: {link}", text_zh="{subject}：{link}")
    given = {"unit": "HOUR", "steps": [0], "is_digest": False, "channels": ["MAIL"], "keeps_quiet_hours": False}
    make_rule(anchor="approval", recipients=list(recipients), template=words, active_since=AT, **given)
    moment = AT + DUE
    scan(moment)
    send(moment)
    relay(moment, monkeypatch)
    return moment


def _mails(person) -> list[str]:
    return [one.body for one in django_mail.outbox if one.to == [person.email]]


def test_the_reminder_leads_to_the_decision_by_the_link_of_the_first_mail(cast, monkeypatch):
    order = make_submitted(cast.owner)
    relay(AT, monkeypatch)
    (first,) = _mails(cast.head)
    _reminded(monkeypatch)
    path = LINK.search(_mails(cast.head)[-1])[0]
    assert path == LINK.search(first)[0]
    browser = Browser(cast.head)
    assert order.number in browser.get(path).content.decode()
    assert browser.post(path, decision="approve", version=fresh(order).version).status_code == 303
    assert fresh(order).status == Status.EFFECTIVE


def test_where_the_first_link_is_over_there_is_another(cast, monkeypatch):
    order = make_submitted(cast.owner)
    relay(AT, monkeypatch)
    SignedLink.objects.update(revoked_at=AT)
    _reminded(monkeypatch)
    first, second = (LINK.search(one)[0] for one in _mails(cast.head))
    assert first != second
    assert Browser(cast.head).get(first).status_code == 404
    assert order.number in Browser(cast.head).get(second).content.decode()


def test_who_asked_is_led_to_the_page(cast, monkeypatch):
    make_submitted(cast.owner)
    _reminded(monkeypatch, ["OWNER"])
    body = _mails(cast.owner)[-1]
    assert "/orders/" in body
    assert SignedLink.objects.filter(person_id=cast.owner.pk, subject_type="orders.order").count() == 0


def test_no_table_keeps_the_secret_of_the_link(cast, monkeypatch):
    make_submitted(cast.owner)
    _reminded(monkeypatch)
    assert LINK.search(_mails(cast.head)[-1])
    kept = [Letter.objects.get().text, *map(str, Reminder.objects.values_list("facts", flat=True))]
    assert not any(LINK.search(text) for text in kept) and "/l/…/" in kept[0]


def test_what_was_decided_meanwhile_is_not_reminded_of(cast, monkeypatch):
    order = make_submitted(cast.owner)
    approve(order)
    _reminded(monkeypatch)
    assert _mails(cast.head) == []
