"""Missing and doubtful data are counted where the reader may see them, and lead to where they are put right (R261,
R262)."""

from datetime import timedelta
from decimal import Decimal as D

import pytest

from accounts import policies as rights
from accounts.people import queries as people
from common.likeness.models import DuplicatePair
from customers.models import Contact, Customer
from orders.order.models import Order, OrderLine
from orders.tests.builders import AT, make_buyer, make_draft, make_effective, make_order_cast
from products.catalogue.models import Product
from reports.process.doubtful_papers import score
from reports.process.tests.worlds import cells, is_whole, made, part, wanted
from reports.standard.reports import standard

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    """Four customers: one without contact, two without region, two perhaps the same; an order without promise, a draft
    of two months ago."""
    cast = make_order_cast()
    buyers = [make_buyer(cast.owner) for _n in range(4)]
    Customer.objects.update(region="North", created_at=AT - timedelta(days=90))
    Customer.objects.filter(pk__in=[one.pk for one in buyers[:2]]).update(region="")
    Contact.objects.filter(customer=buyers[3]).delete()
    low, high = sorted(one.pk for one in buyers[1:3])
    DuplicatePair.objects.create(kind="customers.customer", low=low, high=high, score=90, reasons=[])
    order = make_effective(cast.owner, customer=buyers[0], customer_po_number="PO-1")
    make_draft(cast.owner, customer=buyers[0], customer_po_number="PO-1")
    OrderLine.objects.filter(order=order).update(promised_date=None)
    stale = make_draft(cast.owner, customer=buyers[1])
    Order.objects.filter(pk=stale.pk).update(updated_at=AT - timedelta(days=60))
    return cast


def test_each_check_counts_what_it_could_find_and_what_it_found(cast):
    paper = made("data-quality", people.system_user(), by="all", top=20)
    found = {row.key: row.cells[1:4] for row in paper.rows}
    assert found["customers:contact"] == (4, 1, D("0.75"))
    assert found["customers:reach"] == (3, 0, D(1))
    assert found["customers:region"] == (4, 2, D("0.5"))
    assert found["customers:twin"] == (4, 2, D("0.5"))
    assert found["orders:promise"] == (1, 1, D(0))
    assert found["orders:number"] == (2, 2, D(0))
    assert found["orders:stale"] == (2, 1, D("0.5"))
    assert is_whole(paper)


def test_the_score_of_an_area_is_the_mean_of_its_checks():
    assert score([(4, 1), (2, 0), (0, 0)]) == (D("0.75") + 1) / 2
    assert score([(0, 0)]) is None


def test_what_was_entered_lately_is_told_apart(cast):
    paper = made("data-quality", people.system_user(), by="all")
    assert cells(paper, "customers:region")["new"] == 0
    Customer.objects.filter(region="").update(created_at=AT)
    again = cells(made("data-quality", people.system_user(), by="all"), "customers:region")
    assert (again["new"], again["new_good"]) == (2, D(0))


def test_an_area_lists_its_rows_with_the_way_to_them(cast, client):
    paper = made("data-quality", people.system_user(), by="orders", top=20)
    assert [row.key.split(":")[0] for row in paper.rows if not row.level] == ["orders"]
    client.force_login(cast.desk)
    for title in ("No promised date", "Forgotten draft", "Customer's order number twice"):
        for row in part(paper, title).rows:
            assert client.get(row.url).status_code == 200, row.url
    for area in ("customers", "products"):
        for one in made("data-quality", people.system_user(), by=area, top=1).parts:
            assert client.get(one.rows[0].url).status_code == 200, one.rows[0].url


def test_nobody_learns_of_rows_or_fields_that_he_may_not_see(cast, monkeypatch):
    paper = made("data-quality", cast.stranger, by="all")
    assert cells(paper, "orders")["rows"] == 0
    assert cells(paper, "customers")["rows"] == 0
    Product.objects.update(unit_cost=0)
    monkeypatch.setattr(rights, "effect", lambda _actor, field: "HIDE" if "cost" in field else "")
    keys = {row.key for row in made("data-quality", cast.owner, by="all").rows}
    assert "products:price" in keys
    assert not {"products:cost", "orders:cost"} & keys


def test_the_state_of_the_facts_stands_below(cast):
    facts = part(made("data-quality", people.system_user(), by="all"), "Facts of reports")
    assert [row.key for row in facts.rows] == ["caught_up", "checked", "faults"]
    assert facts.rows[1].cells[1] == "–"


def test_it_asks_one_statement_an_area(cast, django_assert_max_num_queries):
    with django_assert_max_num_queries(8):
        standard["data-quality"].make(wanted(people.system_user(), by="all"))
