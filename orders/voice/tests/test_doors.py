"""What a customer's voice and a product's risk show: pages, lists, checks at entry, grades by night, API."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from accounts.people.queries import system_user
from accounts.tests.builders import make_user
from common import errors, settings
from common.models import Setting
from customers.credit import operations as credit
from customers.credit.models import CreditGrading
from customers.models import Customer
from customers.tests.builders import payment_term
from customers.voice import operations as voice
from customers.voice.models import CustomerNote, VoiceFacts
from orders.credit_desk import operations as grading
from orders.credit_desk import queries as desk
from orders.credit_desk import rules
from orders.exceptions import operations as exceptions
from orders.settlement import operations as settlement
from orders.settlement.models import PlanRow
from orders.tests import builders
from orders.tests import flow_builders as flow
from orders.tests.builders import AT, TODAY, line
from products.catalogue.models import Product, ProductRisk
from products.tests.builders import make_product

pytestmark = pytest.mark.django_db
D = Decimal


@pytest.fixture
def cast():
    return builders.make_order_cast()


def complain(order):
    case = {"kind": "COMPLAINT", "severity": "SERIOUS", "description": "零点漂移", "at": AT}
    return exceptions.raise_case(actor=system_user(), order_id=order.pk, **case)


def say(order, score, actor=None, **more):
    return voice.add_note(
        actor=actor or order.salesperson,
        customer_id=order.customer_id,
        kind="SATISFACTION",
        score=score,
        order_number=order.number,
        at=AT,
        **more,
    )


def risky(cast, product=None):
    """A product of high risk, and an order of it."""
    product = product or make_product(stock=50)
    order = builders.make_effective(cast.owner, lines=[line(product, 2, "10")])
    complain(order)
    complain(order)
    return Product.objects.get(pk=product.pk), order


def payer(cast, *, late):
    """A customer with three payments that came so many days late, and the day after the last."""
    customer = builders.make_buyer(cast.owner, payment_term=payment_term("MONTHLY30"))
    finance = make_user("finance")
    for _n in range(3):
        order = builders.make_effective(cast.owner, customer=customer, lines=[line(make_product(stock=9), 4)])
        flow.make_shipped(order, 4, ship_date=TODAY)
        row = PlanRow.objects.get(order=order)
        day = row.due_date + timedelta(days=late)
        at = AT + timedelta(days=(day - TODAY).days)
        receipt = settlement.record_receipt(
            actor=finance, customer_id=customer.pk, amount=row.amount, received_date=day, at=at
        )
        settlement.allocate_oldest_first(actor=finance, receipt_id=receipt.pk, at=at)
    return order, at + timedelta(days=1)


@pytest.fixture
def strict():
    """An A from 90 points on: what the voice takes away tells."""
    kept = [Setting.objects.create(key=rules.SETTING, value={"grades.A": "90"})]
    settings.forget()
    yield kept
    Setting.objects.all().delete()
    settings.forget()


# --- the grade -------------------------------------------------------------------------------------


def test_what_the_voice_takes_away_is_proposed_even_where_grades_go_by_rule(cast, strict):
    Setting.objects.create(key=rules.BY_RULE, value=True)
    settings.forget()
    order, at = payer(cast, late=2)  # 92.33
    for _n in range(3):
        say(order, 1)
    assert grading.grade_customers(at=at) == 2
    assert Customer.objects.get(pk=order.customer_id).credit_grade == "A"
    waiting = CreditGrading.objects.get(state="PROPOSED")
    assert waiting.grade == "B"
    (part,) = [one for one in waiting.parts if one["name"] == "satisfaction"]
    assert (part["points"], part["count"]) == ("-5.00", 3) and part["since"]
    assert grading.grade_customers(at=at) == 0


def test_a_grade_that_was_refused_is_not_proposed_again_the_next_night(cast, strict):
    order, at = payer(cast, late=2)
    for _n in range(3):
        say(order, 1)
    assert grading.grade_customers(at=at) == 1
    waiting = CreditGrading.objects.get(state="PROPOSED")
    credit.decide_grade(actor=cast.director, grading_id=waiting.pk, is_approved=False, reason="It was our delay", at=at)
    assert grading.grade_customers(at=at + timedelta(days=1)) == 0
    assert grading.grade_customers(at=at + timedelta(days=31)) == 1


def test_the_credit_page_and_the_api_say_why_this_grade(cast, client, strict, monkeypatch):
    order, at = payer(cast, late=2)
    monkeypatch.setattr("common.clock.now", lambda: at)
    for score in (1, 1, 2):
        say(order, score)
    complain(order)
    finance = make_user("finance")
    standing = desk.standing(finance, order.customer, at.date())
    assert standing.score.is_by_voice and standing.score.by_payments == "A"
    client.force_login(finance)
    page = client.get(reverse("orders:customer-credit", args=[order.customer_id])).text
    assert "Satisfaction on average" in page and "3 answers" in page and "1 on 3 orders" in page
    score = client.get(f"/api/v1/credit-standings/{order.customer.code}/").json()["score"]
    assert (score["grade"], score["by_payments"]) == ("B", "A")
    grading.grade_customers(at=at)
    waiting = CreditGrading.objects.get()
    told = client.get(f"/api/v1/credit-grades/{waiting.pk}/").json()
    assert {one["name"]: one["count"] for one in told["parts"]}["complaints"] == 1


def test_the_weights_of_the_voice_are_edited_with_the_others(client):
    client.force_login(make_user("administrator"))
    url = reverse("admin:credit-score")
    sent = {name: f"{figure.normalize():f}" for name, figure in rules.present().items()}
    try:
        assert "Complaints on a hundred orders" in client.get(url).text
        answer = client.post(url, {**sent, "points.satisfaction": "20", "least_answers": "1", "shown": "{}"})
        assert answer.status_code == 303
        settings.forget()
        assert (rules.rules().points["satisfaction"], rules.rules().least_answers) == (20, 1)
    finally:
        Setting.objects.all().delete()
        settings.forget()


# --- words taken back ------------------------------------------------------------------------------


def test_a_word_is_taken_back_on_the_page_with_a_reason(cast, client):
    order = builders.make_effective(cast.owner)
    note = say(order, 2, due_date=TODAY)
    url = reverse("customers:note-withdraw", args=[order.customer_id, note.pk])
    client.force_login(cast.owner)
    assert client.get(url).status_code == 200
    assert client.post(url, {"reason": "", "version": "1"}).status_code == 422
    assert client.post(url, {"reason": "记错客户", "version": "1"}).status_code == 303
    note.refresh_from_db()
    assert (note.withdrawn_reason, note.withdrawn_by, note.is_open) == ("记错客户", cast.owner, False)
    page = client.get(f"{reverse('customers:customer-detail', args=[order.customer_id])}?tab=voice").text
    assert "记错客户" in page and reverse("customers:note-answer", args=[order.customer_id, note.pk]) not in page
    for call in (voice.answer_note, voice.finish_note, voice.withdraw_note):
        words = {"answer": {"answer": "x"}, "withdr": {"reason": "x"}}.get(call.__name__[:6], {})
        with pytest.raises(errors.WrongState):
            call(actor=cast.owner, note_id=note.pk, at=AT, **words)


def test_what_the_customer_answered_himself_is_not_taken_back_by_who_looks_after_him(cast):
    order = builders.make_effective(cast.owner)
    note = say(order, 1, actor=system_user())
    with pytest.raises(errors.NotAllowed):
        voice.withdraw_note(actor=cast.owner, note_id=note.pk, reason="x", at=AT)
    with pytest.raises(errors.NotFound):
        voice.withdraw_note(actor=cast.stranger, note_id=note.pk, reason="x", at=AT)
    assert VoiceFacts.objects.get().answers == 1
    voice.withdraw_note(actor=cast.head, note_id=note.pk, reason="Wrong order", at=AT)
    assert VoiceFacts.objects.get().answers == 0


def test_words_and_what_they_come_to_over_the_api(cast, client):
    order = builders.make_effective(cast.owner)
    note = say(order, 2)
    client.force_login(cast.owner)
    base = f"/api/v1/customers/{order.customer.code}"
    found = client.get(f"{base}/voice/").json()
    assert (found["answers"], found["average"], found["complaints"]) == (1, "2.00", 0)
    taken = client.post(
        f"{base}/notes/{note.pk}/withdraw/",
        {"reason": "Wrong order"},
        "application/json",
        headers={"Idempotency-Key": "w1", "If-Match": f'"{note.version}"'},
    )
    assert taken.status_code == 200 and taken.json()["withdrawn_by"] == cast.owner.username
    assert client.get(f"{base}/voice/").json()["answers"] == 0
    client.force_login(cast.stranger)
    assert client.get(f"{base}/voice/").status_code == 404


# --- the product -----------------------------------------------------------------------------------


def test_the_products_page_opens_the_rows_and_the_list_narrows_by_risk(cast, client):
    product, order = risky(cast)
    other = make_product(stock=1)
    client.force_login(cast.owner)
    panel = reverse("orders:panel-product-risk", args=[product.pk])
    page = client.get(reverse("products:product-detail", args=[product.pk])).text
    assert panel in page and "High product risk" in page
    rows = client.get(panel).text
    for case in order.exceptions.all():
        assert reverse("orders:exception-detail", args=[case.number]) in rows
    found = client.get(reverse("products:product-list"), {"risk": "HIGH"}).text
    assert product.code in found and other.code not in found
    told = client.get("/api/v1/products/", {"risk": "HIGH"}).json()["results"]
    assert [(one["code"], one["risk"]) for one in told] == [(product.code, "HIGH")]


def test_the_list_of_risks_over_the_api_takes_the_same_statements(cast, client, django_assert_max_num_queries):
    for _n in range(3):
        risky(cast)
    client.force_login(cast.director)
    url = "/api/v1/product-risks/"
    client.get(url)
    with django_assert_max_num_queries(12):
        found = client.get(url, {"risk": "HIGH", "sort": "rate"}).json()["results"]
    assert [(one["complaints"], one["points"]) for one in found] == [(2, "6.00")] * 3
    first = client.get(url, {"page_size": 2}).json()
    rest = client.get(url, {"page_size": 2, "cursor": first["next_cursor"]}).json() if "next_cursor" in first else None
    assert rest is None or len(rest["results"]) == 1


def test_entry_warns_of_a_product_of_high_risk_and_submission_keeps_it(cast, client):
    product, _order = risky(cast)
    order = builders.make_submitted(cast.owner, lines=[line(product, 1)])
    kinds = [one["kind"] for one in builders.fresh(order).risks or ()]
    assert "product_risk" in kinds


def test_lines_are_found_by_the_risk_of_their_products_and_the_voice_of_their_customers(cast, client):
    _product, order = risky(cast)
    say(order, 2)
    builders.make_effective(cast.owner)
    client.force_login(cast.director)
    for where in ("product_risk = HIGH", "customer_satisfaction < 3", "customer_complaints > 1"):
        found = client.get("/api/v1/order-lines/", {"condition": where})
        assert found.status_code == 200, found.text
        assert [one["number"] for one in found.json()["results"]] == [order.number], where


def test_nothing_is_said_of_a_product_without_troubles(cast, client):
    product = make_product()
    client.force_login(cast.owner)
    page = client.get(reverse("orders:panel-product-risk", args=[product.pk])).text
    assert "Nothing went wrong" in page
    told = client.get(f"/api/v1/product-risks/{product.code}/").json()
    assert (told["risk"], told["points"], told["since"]) == ("LOW", "0.00", None)
    assert not ProductRisk.objects.exists() and not CustomerNote.objects.exists()
