"""What customers say and what comes back is counted on the customer and on the products: at once, and by night."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from accounts.people.queries import system_user
from accounts.tests.builders import make_user
from common import settings
from common.models import Event, Setting
from customers.cleaning import operations as cleaning
from customers.voice import facts
from customers.voice import operations as voice
from customers.voice.models import VoiceFacts
from orders.credit_desk import history
from orders.exceptions import operations as exceptions
from orders.returns import operations as returns
from orders.tests import builders
from orders.tests import flow_builders as flow
from orders.tests.builders import AT, TODAY, line, lines_of
from orders.voice import counting, operations, queries
from products.catalogue.models import Product, ProductRisk
from products.cleaning import operations as product_cleaning
from products.tests.builders import make_product

pytestmark = pytest.mark.django_db
D = Decimal
LATER = AT + timedelta(days=1)


@pytest.fixture
def cast():
    return builders.make_order_cast()


def delivered(cast, *products, customer=None):
    """An order whose goods the customer has."""
    goods = products or (make_product(stock=50),)
    customer = customer or builders.make_buyer(cast.owner)
    order = builders.make_effective(cast.owner, customer=customer, lines=[line(one, 2, "10") for one in goods])
    flow.sign(flow.make_shipped(order, 2, ship_date=TODAY), signed_date=TODAY)
    return builders.fresh(order)


def complain(order, **fields):
    values = {"kind": "COMPLAINT", "severity": "SERIOUS", "description": "零点漂移", "at": AT, **fields}
    return exceptions.raise_case(actor=system_user(), order_id=order.pk, **values)


def say(order, score, actor=None):
    return voice.add_note(
        actor=actor or order.salesperson,
        customer_id=order.customer_id,
        kind="SATISFACTION",
        score=score,
        order_number=order.number,
        at=AT,
    )


def facts_of(customer_id):
    found = VoiceFacts.objects.filter(customer=customer_id).first()
    return None if found is None else (found.answers, found.average, found.complaints, found.orders)


def product_of(order):
    return lines_of(order)[0].product_id


def figures(product_id):
    found = ProductRisk.objects.get(product=product_id)
    return found.complaints, found.returns, found.low_scores, found.lines, found.points


# --- customers -------------------------------------------------------------------------------------


def test_answers_count_at_once_and_no_more_once_they_are_taken_back(cast):
    order = delivered(cast)
    first, second = say(order, 5), say(order, 2)
    assert facts_of(order.customer_id)[:2] == (2, D("3.50"))
    assert VoiceFacts.objects.get().lowest == 2
    voice.withdraw_note(actor=cast.owner, note_id=second.pk, reason="Another order", at=AT)
    assert facts_of(order.customer_id)[:2] == (1, D("5.00"))
    voice.withdraw_note(actor=cast.owner, note_id=first.pk, reason="Another order", at=AT)
    assert facts_of(order.customer_id)[:2] == (0, None)


def test_complaints_count_with_the_orders_until_they_are_found_not_justified(cast):
    order = delivered(cast)
    case = complain(order)
    complain(order, kind="DELAY")
    assert facts_of(order.customer_id) == (0, None, 1, 1)
    changes = {"cause": "CUSTOMER", "remedy": "NONE"}
    exceptions.change_case(actor=system_user(), case_id=case.pk, changes=changes, at=AT)
    assert facts_of(order.customer_id) == (0, None, 0, 1)


def test_a_complaint_of_no_order_counts_for_the_customer(cast):
    order = delivered(cast)
    values = {"kind": "COMPLAINT", "severity": "MINOR", "description": "态度", "at": AT}
    exceptions.raise_case(actor=system_user(), customer_id=order.customer_id, **values)
    assert facts_of(order.customer_id)[2] == 1 and not ProductRisk.objects.exists()


def test_time_runs_out_for_words_and_the_night_sees_it_once(cast):
    order = delivered(cast)
    say(order, 1)
    complain(order)
    assert operations.settle_all(at=AT) == 0
    after = AT + timedelta(days=380)
    assert operations.settle_all(at=after) > 0
    assert facts_of(order.customer_id) == (0, None, 0, 0)
    assert figures(product_of(order))[:3] == (0, 0, 0)
    assert operations.settle_all(at=after) == 0


def test_how_long_words_count_is_the_companys(cast):
    order = delivered(cast)
    say(order, 1)
    Setting.objects.create(key=facts.MONTHS, value=1)
    settings.forget()
    try:
        assert operations.settle_all(at=AT + timedelta(days=40)) == 1
        assert facts_of(order.customer_id)[0] == 0
    finally:
        Setting.objects.all().delete()
        settings.forget()


def test_customers_that_become_one_are_summed_and_a_group_speaks_with_one_voice(cast):
    source, target = delivered(cast), delivered(cast)
    for order, score in ((source, 1), (target, 4)):
        say(order, score)
        complain(order)
    cleaning.merge_customers(
        actor=cast.director if cast.director.can("customer.merge") else make_user("administrator"),
        source_id=source.customer_id,
        target_id=target.customer_id,
        at=LATER,
    )
    assert facts_of(source.customer_id) is None
    assert facts_of(target.customer_id) == (2, D("2.50"), 2, 2)
    member = builders.make_buyer(cast.owner, group=target.customer)
    complain(delivered(cast, customer=member))
    heard = history.voice_of(target.customer_id)
    assert (heard.answers, heard.score_sum, heard.complaints, heard.orders) == (2, 5, 3, 3)
    assert history.voices()[target.customer_id] == heard


# --- products --------------------------------------------------------------------------------------


def test_a_complaint_about_a_line_counts_for_its_product_alone(cast):
    goods = make_product(stock=50), make_product(stock=50)
    order = delivered(cast, *goods)
    complain(order, line_no=2)
    complain(order)  # of the whole order: says nothing of either
    assert [figures(one.pk)[0] for one in goods] == [0, 1]


def test_a_cause_that_lies_elsewhere_acquits_the_product(cast):
    order = delivered(cast)
    case = complain(order)
    assert figures(product_of(order))[0] == 1
    exceptions.change_case(actor=system_user(), case_id=case.pk, changes={"cause": "TRANSPORT"}, at=AT)
    assert figures(product_of(order))[0] == 0
    exceptions.change_case(actor=system_user(), case_id=case.pk, changes={"cause": "PRODUCTION"}, at=AT)
    assert figures(product_of(order))[0] == 1


def test_returns_count_from_their_approval_until_they_are_void(cast):
    order = delivered(cast)
    (one,) = lines_of(order)
    made = returns.draft_return(
        actor=system_user(), order_id=order.pk, lines={one.line_no: D(1)}, reason="QUALITY", at=AT
    )
    assert not ProductRisk.objects.filter(returns__gt=0).exists()
    returns.approve_return(actor=cast.director, return_id=made.pk, at=AT)
    assert figures(one.product_id)[1] == 1
    returns.void_return(actor=system_user(), return_id=made.pk, reason="Repaired there", at=AT)
    assert figures(one.product_id)[1] == 0


def test_low_scores_count_for_the_goods_of_the_order(cast):
    order = delivered(cast)
    notes = [say(order, score) for score in (2, 3, 1)]  # said twice, it counts once
    assert figures(product_of(order))[2] == 1
    voice.withdraw_note(actor=cast.owner, note_id=notes[2].pk, reason="Wrong customer", at=AT)
    assert figures(product_of(order))[2] == 1
    voice.withdraw_note(actor=cast.owner, note_id=notes[0].pk, reason="Wrong customer", at=AT)
    assert figures(product_of(order))[2] == 0


def test_the_risk_rises_and_falls_with_its_evidence_and_says_so(cast):
    order = delivered(cast)
    product_id = product_of(order)
    first = complain(order)
    assert Product.objects.get(pk=product_id).risk == "MEDIUM"
    complain(order)
    assert Product.objects.get(pk=product_id).risk == "HIGH"
    exceptions.change_case(actor=system_user(), case_id=first.pk, changes={"remedy": "NONE"}, at=AT)
    assert Product.objects.get(pk=product_id).risk == "MEDIUM"
    changes = [one.data["changes"]["risk"] for one in Event.objects.filter(kind="product.risk_changed").order_by("pk")]
    assert changes == [["LOW", "MEDIUM"], ["MEDIUM", "HIGH"], ["HIGH", "MEDIUM"]]


def test_products_that_become_one_are_counted_as_one(cast):
    orders = [delivered(cast), delivered(cast)]
    source, target = (product_of(one) for one in orders)
    for order in orders:
        complain(order)
    product_cleaning.merge_products(actor=make_user("administrator"), source_id=source, target_id=target, at=LATER)
    assert figures(target)[0] == 2 and not ProductRisk.objects.filter(product=source).exists()
    assert Product.objects.get(pk=target).risk == "HIGH" and Product.objects.get(pk=source).risk == "LOW"
    assert operations.settle_all(at=LATER) == 0


def test_counting_takes_the_same_statements_for_many_products(cast, django_assert_max_num_queries):
    for _n in range(3):
        complain(delivered(cast))
    with django_assert_max_num_queries(5):
        found = counting.of_products(None, AT)
    assert len(found) == 3


# --- rights ----------------------------------------------------------------------------------------


def test_who_does_not_see_the_orders_gets_the_figures_and_how_many_there_are(cast, client):
    product = make_product(stock=50)
    order = delivered(cast, product)
    case = complain(order)
    say(order, 1)
    seen = queries.of_product(cast.owner, product.pk, AT)
    assert [one.number for one in seen.cases.rows] == [case.number] and len(seen.answers.rows) == 1
    hidden = queries.of_product(cast.stranger, product.pk, AT)
    assert hidden.figures.complaints == 1
    assert (hidden.cases.rows, hidden.cases.others) == ([], 1)
    assert (hidden.answers.rows, hidden.answers.others) == ([], 1)
    client.force_login(cast.stranger)
    page = client.get(reverse("orders:panel-product-risk", args=[product.pk])).text
    assert case.number not in page and order.customer.name not in page and "1 more" in page
    told = client.get(f"/api/v1/product-risks/{product.code}/").json()
    assert (told["complaints"], told["complaint_rows"], told["other_complaints"]) == (1, [], 1)
