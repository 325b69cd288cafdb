"""Contacts with customers over the API, as a file, as something that sets of orders are made of, and the step that made
them of words of customers."""

import copy
from datetime import timedelta
from importlib import import_module

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.test import Client

from accounts.tests.builders import make_user
from common import clock
from customers.voice.models import CustomerNote
from orders.service.contacts import operations
from orders.service.contacts.models import FollowUp
from orders.service.satisfaction import operations as satisfaction
from orders.tests import builders
from orders.tests import flow_builders as flow
from orders.tests.builders import AT, TODAY
from products.tests import builders as products
from segments import conditions, queries
from segments.fields import Level

BASE = "/api/v1/follow-ups/"
_JSON = "application/json"


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: AT + timedelta(hours=1))


@pytest.fixture(scope="module")
def standing(once_a_file):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clock, "now", lambda: AT + timedelta(hours=1))
        return once_a_file(_make_order)


@pytest.fixture
def order(db, standing):
    return copy.deepcopy(standing)


def _make_order():
    cast = builders.make_order_cast()
    customer = builders.make_buyer(cast.owner, name="东海仪表")
    return builders.make_effective(
        cast.owner, customer=customer, lines=[builders.line(products.make_product(stock=9), 2, "10")]
    )


@pytest.fixture
def api(order):
    client = Client()
    client.force_login(order.salesperson)
    return client


def post(api, url, body=None, *, name, etag=None):
    headers = {"Idempotency-Key": name} | ({"If-Match": etag} if etag else {})
    return api.post(url, body, content_type=_JSON, headers=headers)


def planned(order, **more):
    entries = {"subject": "回访", "due_date": TODAY, "order_id": order.pk, **more}
    return operations.plan_contact(actor=order.salesperson, at=AT, **entries)


def exported(user, name, query):
    api = Client()
    api.force_login(user)
    made = post(api, "/api/v1/exports/", {"list": name, "form": "csv", "query": query}, name=f"{name}{user.pk}")
    assert made.status_code == 201, made.content
    file = api.get(f"/api/v1/exports/{made.json()['id']}/file/")
    return b"".join(file.streaming_content).decode("utf-8-sig")


def test_a_contact_goes_its_way_over_the_api(order, api):
    plan = {
        "order": order.number,
        "subject": "到货回访",
        "due_date": str(TODAY + timedelta(days=3)),
        "purpose": "VISIT",
    }
    made = post(api, BASE, plan, name="a")
    assert (made.status_code, made.json()["customer"]) == (201, order.customer.code)
    assert post(api, BASE, plan, name="a").headers["Idempotency-Replayed"] == "true"
    assert post(api, BASE, {**plan, "due_date": "2020-01-01"}, name="b").status_code == 400
    assert post(api, BASE, {**plan, "order": "", "customer": "99.999"}, name="c").status_code == 400
    assert post(api, BASE, {**plan, "order": "SO20200101-0001"}, name="d").status_code == 404
    assert post(api, BASE, {**plan, "subject": "x" * 100_000}, name="e").status_code == 400
    one = made.headers["Location"]
    change = {"due_date": str(TODAY + timedelta(days=4))}
    assert api.patch(one, change, content_type=_JSON).status_code == 428
    assert api.patch(one, change, content_type=_JSON, headers={"If-Match": '"9"'}).status_code == 412
    changed = api.patch(one, change, content_type=_JSON, headers={"If-Match": made.headers["ETag"]})
    assert changed.json()["due_date"] == change["due_date"]
    moved = post(api, f"{one}move/", {"owner": order.salesperson.username}, name="f")
    assert moved.status_code == 200
    next_contact = {"due_date": str(TODAY + timedelta(days=30))}
    held = {"outcome": "CONTENT", "words": "很好", "next_contact": next_contact}
    assert post(api, f"{one}hold/", {**held, "outcome": "GREAT"}, name="g").status_code == 400
    assert post(api, f"{one}hold/", held, name="h", etag=made.headers["ETag"]).status_code == 412
    assert post(api, f"{one}hold/", held, name="i").json()["state"] == "DONE"
    assert post(api, f"{one}drop/", {"reason": "重复"}, name="j").json()["code"] == "settled"
    assert api.get(BASE, {"state": "PLANNED", "mine": "true"}).json()["count"] == 1
    told = {"customer": order.customer.code, "subject": "来电", "outcome": "REACHED", "words": "问交期", "side": "IN"}
    assert post(api, f"{BASE}write-down/", told, name="k").status_code == 201
    assert api.get(BASE, {"outcome": "REACHED"}).json()["results"][0]["side"] == "IN"
    assert {one["purpose"] for one in api.get(f"{BASE}guides/").json()} >= {"VISIT", "PAYMENT"}


def test_strangers_find_and_do_nothing_over_the_api(order):
    row = planned(order)
    api = Client()
    for user, refused in ((make_user("sales"), {404}), (make_user(), {403, 404})):
        api.force_login(user)
        assert api.get(f"{BASE}{row.pk}/").status_code in refused
        assert api.get(BASE).json()["count"] == 0
        for verb, body in (("hold", {"outcome": "REACHED", "words": "x"}), ("drop", {"reason": "x"})):
            assert post(api, f"{BASE}{row.pk}/{verb}/", body, name=f"{verb}{user.pk}").status_code in refused
    api.logout()
    assert api.get(BASE).status_code == 401


def test_contacts_and_scores_go_out_as_files_for_who_sees_them(order):
    planned(order, contact_name="李工")
    flow.sign(flow.make_shipped(order, 2, ship_date=TODAY), signed_date=TODAY)
    satisfaction.ask_customer(actor=order.salesperson, order_id=order.pk, recipient="li@customer.example", at=AT)
    contacts = exported(order.salesperson, "follow-ups", "state=PLANNED")
    assert "回访" in contacts and "李工" in contacts and order.number in contacts
    assert order.number in exported(order.salesperson, "satisfaction", "")
    assert "李工" not in exported(make_user("sales"), "follow-ups", "")


@pytest.mark.parametrize(
    ("text", "finds"),
    [
        ("contact_state = Planned", True),
        ("contact_purpose = CARE", True),
        ("contact_due_date = 2026-11-20", True),
        ("contact_outcome is not empty", False),
        ("contact_held_at is not empty", False),
    ],
)
def test_orders_are_found_by_the_contacts_about_them(order, text, finds):
    builders.make_effective(order.salesperson)
    planned(order)
    user = order.salesperson
    condition = conditions.read(user, Level.ORDER, text)
    rows = queries.rows_seen(user, Level.ORDER).filter(condition.narrow(Level.ORDER, TODAY))
    assert set(rows.values_list("pk", flat=True)) == ({order.pk} if finds else set())


# --- the migration 0017 of orders -------------------------------------------------------------------


@pytest.fixture
def apps(settings):
    """The tables as they were known before the step."""
    settings.MIGRATION_MODULES = {}
    return MigrationLoader(None, replace_migrations=False).project_state(("orders", "0016_service")).apps


def write_old(order, **more):
    """A follow-up as the version before wrote it."""
    entries = {"kind": "FEEDBACK", "text": "问新需求\n带上样本", "created_by": order.salesperson, "created_at": AT}
    note = CustomerNote.objects.create(customer=order.customer, **{**entries, **more})
    CustomerNote.objects.filter(pk=note.pk).update(kind="FOLLOW_UP")
    return note.pk


def test_follow_ups_that_were_words_of_customers_become_contacts(order, apps):
    who = order.salesperson
    waiting = write_old(order, due_date=TODAY, responsible=who, order_number=order.number, answer="先发了资料")
    held = write_old(order, due_date=TODAY, done_by=who, done_at=AT, answer="谈过了")
    empty = write_old(order, text="", due_date=TODAY, order_number="SO20200101-0001")
    word = CustomerNote.objects.create(
        customer=order.customer, kind="QUESTION", text="何时到？", created_by=who, created_at=AT
    )
    with connection.schema_editor() as editor:
        import_module("orders.migrations.0017_follow_ups").move_over(apps, editor)
    made = {row.source_key: row for row in FollowUp.objects.all()}
    assert set(made) == {f"note:{pk}" for pk in (waiting, held, empty)}
    first, second, third = (made[f"note:{pk}"] for pk in (waiting, held, empty))
    assert (first.state, first.order, first.purpose, first.owner) == ("PLANNED", order, "ORDER", who)
    assert (first.subject, first.plan) == ("问新需求", "问新需求\n带上样本\n\n先发了资料")
    assert (second.state, second.outcome, second.words, second.held_at) == ("DONE", "REACHED", "谈过了", AT)
    assert (third.subject, third.order, third.owner) == ("–", None, who)
    assert list(CustomerNote.objects.all()) == [word]
    with connection.schema_editor() as editor:  # once more finds nothing to do
        import_module("orders.migrations.0017_follow_ups").move_over(apps, editor)
    assert FollowUp.objects.count() == 3
    operations.hold_contact(actor=who, follow_up_id=first.pk, outcome="REACHED", words="好", at=AT)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_trigger WHERE tgrelid = 'orders_followup'::regclass AND NOT tgisinternal"
        )
        assert cursor.fetchone()[0] > 0
