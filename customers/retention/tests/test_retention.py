"""Data is forgotten after as long as the company says: effect first, then at night, never of who is on hold (R309)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.collaboration.models import Notification
from accounts.people.queries import system_user
from accounts.tests.builders import make_user
from common import clock, errors
from common.links.models import LinkVisit, SignedLink
from common.models import OutboxMessage
from customers.models import Customer
from customers.privacy import holds
from customers.privacy.models import AnonymisationRequest
from customers.retention import operations, queries
from customers.retention.models import RetentionRule, RetentionRun
from customers.retention.own_rules import held
from customers.retention.rules import rules
from customers.tests.builders import make_contact, make_customer

pytestmark = pytest.mark.django_db
OLD = timedelta(days=400)


@pytest.fixture
def boss():
    return make_user("administrator", language="en")


def read_lines(boss, *ages):
    now = clock.now()
    return [
        Notification.objects.create(user=boss, kind="x", message="x", created_at=now - age, read_at=now - age)
        for age in ages
    ]


def change(actor, key="notifications", days=365, **more):
    given = {"is_on": True, "shown_days": days, **more}
    return operations.change_rule(actor=actor, key=key, days=days, at=clock.now(), **given)


def night():
    return operations.forget_due(actor=system_user(), at=clock.now())


def test_nothing_goes_before_somebody_said_so(boss):
    read_lines(boss, OLD)
    assert night() == 0
    row = queries.get_rule(actor=boss, key="notifications", at=clock.now())
    assert (row.is_on, row.days, row.effect.rows, row.effect.is_more) == (False, 365, 1, False)


def test_a_rule_in_force_forgets_what_is_older_and_notes_it(boss):
    old, young = read_lines(boss, OLD, timedelta(days=10))
    unread = Notification.objects.create(user=boss, kind="x", message="x", created_at=clock.now() - OLD)
    change(boss)
    assert night() == 1
    assert set(Notification.objects.filter(kind="x")) == {young, unread}
    run = RetentionRun.objects.get()
    assert (run.key, run.rows, run.oldest_at, run.is_whole) == ("notifications", 1, old.read_at, True)
    assert night() == 0
    assert RetentionRun.objects.count() == 1


def test_its_effect_is_looked_at_before_it_is_in_force(boss):
    with pytest.raises(errors.Invalid):
        change(boss, shown_days=None)
    with pytest.raises(errors.Invalid):
        change(boss, days=200, shown_days=365)
    change(boss, is_on=False, shown_days=None)
    assert not RetentionRule.objects.get().is_on


def test_what_the_law_keeps_is_kept_as_long(boss):
    for days in (0, 179, 99_999):
        with pytest.raises(errors.Invalid):
            change(boss, key="sign_ins", days=days)
    change(boss, key="sign_ins", days=180)


def test_it_is_a_right_of_its_own_and_edits_carry_the_version(boss):
    with pytest.raises(errors.NotAllowed):
        change(make_user("sales_manager"))
    change(boss, version=0)
    with pytest.raises(errors.Stale):
        change(boss, version=0)
    with pytest.raises(errors.NotFound):
        change(boss, key="nothing")


def test_a_night_is_bounded_and_the_next_goes_on(boss, monkeypatch):
    read_lines(boss, *[OLD] * 5)
    change(boss)
    small = type(rules["notifications"])(**{**vars(rules["notifications"]), "most": 3, "batch": 2})
    monkeypatch.setitem(rules._entries, "notifications", small)
    assert [night(), night(), night()] == [3, 2, 0]
    assert list(RetentionRun.objects.order_by("pk").values_list("is_whole", flat=True)) == [False, True]


def test_killed_half_way_what_went_went_and_the_rest_follows(boss, monkeypatch):
    read_lines(boss, *[OLD] * 4)
    change(boss)
    rule, calls = rules["notifications"], []

    def die(**given):
        calls.append(given)
        if len(calls) == 2:
            raise KeyboardInterrupt
        rule.forget(**given)

    dying = type(rule)(**{**vars(rule), "batch": 2, "forget": die})
    monkeypatch.setitem(rules._entries, "notifications", dying)
    with pytest.raises(KeyboardInterrupt):
        night()
    assert Notification.objects.filter(kind="x").count() == 2
    assert night() == 2


def test_a_message_loses_its_words_and_stays_sent_once(boss):
    now = clock.now()
    for state in ("SENT", "PENDING"):
        OutboxMessage.objects.create(
            topic="mail", dedupe_key=state, payload={"to": "a@b.c"}, state=state, recipient="a@b.c", due_at=now,
            created_at=now - OLD,
        )  # fmt: skip
    change(boss, key="messages")
    assert night() == 1
    sent, waits = OutboxMessage.objects.order_by("-state")
    assert (sent.payload, sent.recipient, sent.dedupe_key) == ({}, "", "SENT")
    assert waits.payload == {"to": "a@b.c"}


def hold(boss, customer):
    holds.hold_data(actor=boss, customer_id=customer.pk, reason="诉讼", at=clock.now())


def test_nothing_of_who_is_on_hold_goes_whichever_rule_it_is(boss):
    mine, other, now = make_customer(), make_customer(), clock.now()
    about = {"kind": "x", "message": "x", "created_at": now - OLD, "read_at": now - OLD, "user": boss}
    lines = [
        Notification.objects.create(subject_type="customers.customer", subject_id=one.pk, **about)
        for one in (mine, other)
    ]
    for number, one in enumerate((mine, other)):
        link = SignedLink.objects.create(
            purpose="x", salt="s", digest=str(number), subject_type="customers.customer", subject_id=one.pk,
            is_single_use=False, valid_until=now, issued_by_id=boss.pk, issued_at=now - OLD,
        )  # fmt: skip
        LinkVisit.objects.create(link=link, kind="OPENED", at=now - OLD)
    OutboxMessage.objects.create(
        topic="mail", dedupe_key="1", payload={"to": "a@b.c"}, state="SENT", due_at=now, created_at=now - OLD
    )
    hold(boss, mine)
    for key in ("notifications", "link_visits", "messages"):
        change(boss, key=key)
    assert night() == 2
    assert list(Notification.objects.filter(kind="x")) == [lines[0]]
    assert LinkVisit.objects.get().link.subject_id == mine.pk
    assert OutboxMessage.objects.get(dedupe_key="1").payload == {"to": "a@b.c"}
    holds.release_data(actor=boss, customer_id=mine.pk, reason="结案", at=clock.now())
    assert night() == 3


def test_a_hold_reaches_those_who_were_merged_with_the_customer(boss):
    source, target = make_customer(), make_customer()
    Customer.objects.filter(pk=source.pk).update(merged_into=target)
    for one in (source, target):
        hold(boss, one)
        assert {row["pk"] for row in held()} == {source.pk, target.pk}
        holds.release_data(actor=boss, customer_id=one.pk, reason="结案", at=clock.now())


def test_contacts_of_customers_without_orders_are_proposed_never_done(boss):
    gone, held, fresh = make_customer(), make_customer(), make_customer()
    contacts = [make_contact(one) for one in (gone, held, fresh)]
    past = clock.now() - timedelta(days=2_000)
    Customer.objects.filter(pk__in=[gone.pk, held.pk]).update(created_at=past, updated_at=past)
    holds.hold_data(actor=boss, customer_id=held.pk, reason="诉讼", at=clock.now())
    change(boss, key="contacts", days=1_825)
    assert night() == 1
    request = AnonymisationRequest.objects.get()
    assert (request.contact, request.state, request.ground, request.asker) == (
        contacts[0], "OPEN", "RETENTION", "HOUSE",
    )  # fmt: skip
    assert night() == 0, "asked once"


def test_every_rule_can_say_what_it_would_forget_and_forgets_nothing_twice(boss):
    for key, rule in rules.items():
        effect = queries.effect_of(rule, rule.days, clock.now())
        assert (effect.rows, effect.oldest) == (0, None), key
        assert rule.least <= rule.days, key


def test_the_page_shows_the_effect_of_other_days_before_it_saves_them(client, boss):
    read_lines(boss, OLD, timedelta(days=100))
    client.force_login(boss)
    page = client.get(reverse("customers:retention-list")).content.decode()
    assert "Accounting papers are kept for ten years by law" in page
    path = reverse("customers:retention-rule", args=["notifications"])
    assert "1 row would be forgotten" in client.get(path).content.decode()
    typed = {"version": 0, "days": 90, "is_on": "on", "shown_days": 365}
    shown = client.post(path, typed)
    assert (shown.status_code, "2 rows would be forgotten" in shown.content.decode()) == (422, True)
    assert not RetentionRule.objects.exists()
    assert client.post(path, {**typed, "shown_days": 90}).status_code == 303
    assert RetentionRule.objects.get().days == 90
    assert client.get(reverse("customers:retention-list")).status_code == 200
    client.force_login(make_user("sales"))
    assert client.get(path).status_code == 403
