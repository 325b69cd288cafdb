"""Custom fields arrive with imports, in every way that orders arrive (R310)."""

from decimal import Decimal

import pytest

from accounts.people import queries as people
from accounts.roles import operations as roles
from accounts.roles.models import Role
from accounts.tests.builders import make_user
from common import errors
from customers.models import Customer
from orders.intake.imports.tests.builders import AT, SHIPMENTS, bring_in, dry_run, issues, profile, write_files
from orders.order.models import Order, OrderLine
from products.catalogue.models import Product
from segments.custom_fields import definitions
from segments.custom_fields.tests.builders import make_field

pytestmark = pytest.mark.django_db(transaction=True)

CUSTOMERS = "code,name,来源\n11.001,杭州正和衡器,Visit\n02.001,Nusantara,\n"
PRODUCTS = "code,name,price,cost,cert\nP1,DS1,113,60,yes\nP2,HX100,50,20,\n"
ORDERS = (
    "no,customer,date,ship,project,warranty\nA1,11.001,2024-03-05,2024-03-09,港口,12.50\n"
    "A2,02.001,2024-03-05,,,\nA3,11.001,2024-03-06,2024-03-10,,\n"
)
LINES = (
    "no,pos,product,qty,price,rate,day\nA1,1,P1,2,113.00,0.13,2024-05-01\nA1,2,P2,10,5.5,0.13,\n"
    "A2,1,P1,1,100,0.13,\nA3,1,P2,3,50,0.13,\n"
)


@pytest.fixture
def fields():
    make_field("CUSTOMER", "source", "CHOICE")
    make_field("PRODUCT", "certificate", "FLAG")
    make_field("ORDER", "project")
    make_field("ORDER", "warranty", "NUMBER", maximum=Decimal(100))
    make_field("ORDER", "pilot", "FLAG", default=False)
    make_field("LINE", "engraved", "DATE")


def text(mode):
    found = profile(
        mode,
        more="" if mode == "drafts" else SHIPMENTS,
        order_fields='"custom.project" = "project"\ncustom.warranty = "warranty"',
        line_fields='"custom.engraved" = "day"',
    )
    found = found.replace('name = "name"\n\n[products]', 'name = "name"\n"custom.source" = "来源"\n\n[products]')
    return found.replace('unit_cost = "cost"', 'unit_cost = "cost"\n"custom.certificate" = "cert"')


def files(tmp_path, **contents):
    return write_files(
        tmp_path, **{"customers": CUSTOMERS, "products": PRODUCTS, "orders": ORDERS, "lines": LINES, **contents}
    )


@pytest.mark.parametrize("mode", ["history", "open", "drafts"])
def test_they_arrive_in_every_way(tmp_path, fields, mode):
    recent = {"orders": ORDERS.replace("2024-03", "2026-11"), "lines": LINES} if mode == "drafts" else {}
    run = bring_in(files(tmp_path, **recent), text(mode))
    assert run.state == "DONE", run.error
    assert dict(Customer.objects.values_list("code", "custom")) == {"11.001": {"source": "VISIT"}, "02.001": {}}
    assert dict(Product.objects.values_list("code", "custom")) == {"P1": {"certificate": True}, "P2": {}}
    orders = dict(Order.objects.values_list("source_number", "custom"))
    assert orders["A1"] == {"project": "港口", "warranty": "12.5", "pilot": False}
    assert orders["A2"] == {"pilot": False}
    lines = OrderLine.objects.filter(order__source_number="A1").order_by("line_no")
    assert [one.custom for one in lines] == [{"engraved": "2024-05-01"}, {}]


def test_what_does_not_fit_is_reported_with_its_place(tmp_path, fields):
    run = dry_run(files(tmp_path, orders=ORDERS.replace("12.50", "101")), text("history"))
    assert ("orders", "too_large", 2) in issues(run)
    run = dry_run(files(tmp_path, customers=CUSTOMERS.replace("Visit", "Gossip")), text("history"))
    assert ("customers", "unknown_word", 2) in issues(run)


def test_who_does_not_see_a_field_does_not_bring_it_in(tmp_path, fields):
    guard = definitions.guard_of("ORDER", "project")
    role = Role.objects.get(code="administrator")
    roles.set_field_rules(actor=people.system_user(), role_id=role.pk, rules={guard: "HIDE"}, at=AT)
    with pytest.raises(errors.NotAllowed):
        dry_run(files(tmp_path), text("drafts"), actor=make_user("administrator"))
