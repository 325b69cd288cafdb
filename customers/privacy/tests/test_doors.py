"""The pages and the API of anonymisation: note, look, decide, confirm, hold."""

import pytest
from django.urls import reverse

from accounts.tests.builders import make_user
from common import clock
from customers.models import Contact, Customer
from customers.privacy import holds, operations
from customers.privacy.models import AnonymisationRequest, DataHold
from customers.privacy.tests.builders import switch
from customers.tests.builders import make_contact, make_customer
from customers.tests.test_api import Client

pytestmark = pytest.mark.django_db
NAME, PHONE, MAIL = "欧阳测匿", "13777001942", "ouyang@nowhere.example"
GIVEN = {"ground": "CONSENT", "asker": "PERSON"}


@pytest.fixture(autouse=True)
def switched_on(db):
    switch(True)


@pytest.fixture
def boss():
    return make_user("administrator", language="en")


@pytest.fixture
def second():
    return make_user("executive", language="en")


@pytest.fixture
def contact():
    customer = make_customer()
    Customer.objects.filter(pk=customer.pk).update(notes=f"找{NAME}<b>")
    return make_contact(customer, name=NAME, phone=PHONE, email=MAIL)


def note(actor, contact):
    return operations.note_request(
        actor=actor, customer_id=contact.customer_id, contact_id=contact.pk, at=clock.now(), **GIVEN
    )


def post(client, name, key, **data):
    return client.post(reverse(f"customers:{name}", args=[key]), data)


def test_from_the_customer_to_the_second_person(client, boss, second, contact):
    client.force_login(boss)
    page = client.get(reverse("customers:customer-detail", args=[contact.customer_id]) + "?tab=contacts")
    assert reverse("customers:anonymisation-new", args=[contact.customer_id]) in page.content.decode()
    asked = {"contact": contact.pk, "nonce": "n1", "asked_on": "2026-11-20", "also": "oy1982\n0571-88001111", **GIVEN}
    answer = post(client, "anonymisation-new", contact.customer_id, **asked)
    row = AnonymisationRequest.objects.get()
    assert answer["Location"] == reverse("customers:anonymisation-detail", args=[row.pk])
    assert post(client, "anonymisation-new", contact.customer_id, **asked)["Location"] == answer["Location"]
    shown = client.get(answer["Location"]).content.decode()
    assert f"找{NAME}&lt;b&gt;" in shown
    assert "Somebody else with the right to confirm" in shown
    text = row.texts.get()
    post(client, "anonymisation-decide", row.pk, version=row.version, texts=text.pk, choice="REPLACE", reason="")
    row.refresh_from_db()
    assert post(client, "anonymisation-confirm", row.pk, version=row.version).status_code == 403
    client.force_login(second)
    assert (
        "Anonymise this contact for good?"
        in client.get(reverse("customers:anonymisation-confirm", args=[row.pk])).content.decode()
    )
    assert post(client, "anonymisation-confirm", row.pk, version=row.version).status_code == 303
    assert Contact.objects.get(pk=contact.pk).name == row.word
    done = client.get(reverse("customers:anonymisation-detail", args=[row.pk])).content.decode()
    assert NAME not in done
    assert "What was done" in done
    assert NAME not in client.get(reverse("customers:anonymisation-list")).content.decode()


def test_a_stale_page_confirms_nothing(client, boss, second, contact):
    row = note(boss, contact)
    client.force_login(second)
    assert post(client, "anonymisation-confirm", row.pk, version=row.version - 1).status_code == 409
    assert Contact.objects.get(pk=contact.pk).name == NAME


def test_refusing_and_looking_again(client, boss, contact):
    client.force_login(boss)
    row = note(boss, contact)
    other = make_contact(contact.customer, name="李接替")
    assert post(client, "anonymisation-look", row.pk, version=row.version, replacement=other.pk).status_code == 303
    row.refresh_from_db()
    assert row.replacement == other
    assert post(client, "anonymisation-refuse", row.pk, version=row.version, reason="").status_code == 422
    assert post(client, "anonymisation-refuse", row.pk, version=row.version, reason="未结").status_code == 303
    row.refresh_from_db()
    assert (row.state, row.marks) == ("REFUSED", {})


def test_holding_and_releasing(client, boss, contact):
    client.force_login(boss)
    post(client, "data-hold", contact.customer_id, reason="诉讼")
    page = client.get(reverse("customers:anonymisation-list")).content.decode()
    assert "诉讼" in page
    assert (
        "on hold"
        in client.get(
            reverse("customers:customer-detail", args=[contact.customer_id]) + "?tab=contacts"
        ).content.decode()
    )
    post(client, "data-release", contact.customer_id, reason="结案")
    assert DataHold.objects.get().lift_reason == "结案"


def test_salespeople_see_none_of_it(client, contact):
    client.force_login(make_user("sales"))
    assert client.get(reverse("customers:anonymisation-list")).status_code == 403
    assert client.get(reverse("customers:anonymisation-new", args=[contact.customer_id])).status_code in (403, 404)


def test_the_list_takes_as_many_statements_however_long(client, boss, django_assert_max_num_queries):
    client.force_login(boss)
    for _one in range(3):
        note(boss, make_contact(make_customer(), name=NAME))
    client.get(reverse("customers:anonymisation-list"))
    with django_assert_max_num_queries(24):
        client.get(reverse("customers:anonymisation-list"))


def test_the_whole_way_over_the_api(boss, second, contact):
    mine, hers = Client(boss), Client(second)
    body = {"customer": contact.customer.code, "contact": contact.pk, **GIVEN}
    made = mine.post("/api/v1/anonymisations/", body, format="json", HTTP_IDEMPOTENCY_KEY="a1")
    assert made.status_code == 201, made.content
    row = made.json()
    assert NAME not in made.content.decode()
    path = f"/api/v1/anonymisations/{row['id']}/"
    told = {"texts": [row["texts"][0]["id"]], "choice": "REPLACE"}
    decided = mine.post(f"{path}decide/", told, format="json", HTTP_IF_MATCH=made["ETag"], HTTP_IDEMPOTENCY_KEY="a2")
    assert decided.status_code == 200, decided.content
    refused = mine.post(f"{path}confirm/", HTTP_IF_MATCH=decided["ETag"], HTTP_IDEMPOTENCY_KEY="a3")
    assert (refused.status_code, refused.json()["code"]) == (403, "own_business")
    done = hers.post(f"{path}confirm/", HTTP_IF_MATCH=decided["ETag"], HTTP_IDEMPOTENCY_KEY="a4")
    assert (done.status_code, done.json()["state"]) == (200, "CONFIRMED")
    assert {"customers_contact", "customers_customer"} <= {one["table"] for one in done.json()["places"]}
    listed = mine.get("/api/v1/anonymisations/?state=CONFIRMED").json()["results"]
    assert [one["id"] for one in listed] == [row["id"]]


def test_holds_over_the_api(boss, contact):
    client, body = Client(boss), {"customer": contact.customer.code, "reason": "诉讼"}
    assert client.post("/api/v1/data-holds/", body, format="json", HTTP_IDEMPOTENCY_KEY="h1").status_code == 201
    assert len(client.get("/api/v1/data-holds/?in_force=true").json()["results"]) == 1
    lifted = client.post("/api/v1/data-holds/release/", body, format="json", HTTP_IDEMPOTENCY_KEY="h2")
    assert lifted.json()["lifted_by"] == boss.username
    assert holds.DataHold.objects.get().lifted_at is not None
