"""Warnings: what each rule finds, that a scan is idempotent, what people do, hit rates; assessments (R111–R116)."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from rest_framework.test import APIClient

from accounts.people.models import Department
from accounts.people.queries import system_user
from accounts.roles import operations as roles
from accounts.tests.builders import make_department, make_user
from common import errors, settings
from common.models import Setting
from customers import operations as customers
from customers.models import Customer
from customers.tests.builders import payment_term
from orders.fulfilment import operations as fulfilment
from orders.order.models import Order
from orders.risk import demand, operations, policies, queries, showing
from orders.risk.choices import Rule
from orders.risk.models import MaterialPrice, RiskMeasure, RiskWarning
from orders.risk.operations.assessing import Measure
from orders.settlement.models import PlanRow
from orders.tests.builders import (
    AT,
    TODAY,
    line,
    lines_of,
    make_buyer,
    make_effective,
    make_order_cast,
    make_submitted,
    person,
)
from products.catalogue.models import Product, ProductCategory, Supplier
from products.stock import ledger
from products.stock.supply.models import PlannedReceipt
from products.tests.builders import make_product

pytestmark = pytest.mark.django_db
D = Decimal


@pytest.fixture
def cast():
    return make_order_cast()


def scan(rule, at=AT):
    return operations.scan_rule(actor=system_user(), rule=rule, at=at)


def live():
    return list(RiskWarning.objects.filter(state__in=("OPEN", "ACKNOWLEDGED")))


def limited(cast, amount):
    customer = make_buyer(cast.owner, payment_term=payment_term("MONTHLY30"))
    set_limit(customer, amount)
    return customer


def set_limit(customer, amount):
    version = Customer.objects.get(pk=customer.pk).version
    changes = {"credit_limit": D(amount)}
    customers.set_credit(actor=system_user(), customer_id=customer.pk, version=version, changes=changes, at=AT)


@pytest.fixture
def warning(cast):
    customer = limited(cast, 1100)
    make_submitted(cast.owner, customer=customer)
    scan(Rule.CREDIT_STANDING)
    return RiskWarning.objects.get()


def test_a_holder_near_his_limit_is_warned_of_once_and_forgotten_when_it_is_over(cast, warning):
    assert (warning.level, warning.owner_id, warning.numbers["percent"]) == ("MEDIUM", cast.owner.pk, "91")
    assert scan(Rule.CREDIT_STANDING) == 0
    set_limit(Customer.objects.get(pk=warning.subject_id), 900)
    scan(Rule.CREDIT_STANDING)
    (again,) = live()
    assert (again.pk, again.level, again.numbers["result"]) == (warning.pk, "HIGH", "HOLD")
    set_limit(Customer.objects.get(pk=warning.subject_id), 90_000)
    assert scan(Rule.CREDIT_STANDING) == 1
    assert live() == [] and RiskWarning.objects.get().outcome == "GONE"


def test_overdue_money_that_grows_is_warned_of(cast):
    customer = limited(cast, 10**6)
    order = make_effective(cast.owner, customer=customer, lines=[line(make_product(stock=9), 2)])
    keeper = make_user("warehouse")
    document = fulfilment.draft_outbound(actor=keeper, lines=[(lines_of(order)[0].pk, D(2))], at=AT)
    fulfilment.audit_outbound(actor=keeper, document_id=document.pk, at=AT)
    late = AT + timedelta(days=(PlanRow.objects.get(order=order).due_date - TODAY).days + 1)
    assert scan(Rule.CREDIT_OVERDUE) == 0
    assert scan(Rule.CREDIT_OVERDUE, late) == 1
    assert live()[0].numbers == {"overdue": "200.00", "before": "0.00"}
    assert scan(Rule.CREDIT_OVERDUE, late + timedelta(days=40)) == 1, "it stands still since then"
    assert live() == []


def dear_family(cast, share=60):
    """A product of a family below that of a material that got dearer by half after the order."""
    top = ProductCategory.objects.create(code="M", name="铸件")
    family = ProductCategory.objects.create(code="M.1", name="秤台", parent=top)
    product = make_product(stock=100)
    Product.objects.filter(pk=product.pk).update(category=family, unit_cost=D(70))
    material = operations.save_material(
        actor=make_user("finance"), name="不锈钢", category_id=top.pk, share=D(share), at=AT
    )
    return product, material


def load(material, *prices, at=AT):
    found = [(TODAY + timedelta(days=days), D(price)) for days, price in prices]
    return operations.load_prices(actor=make_user("finance"), material_id=material.pk, prices=found, at=at)


def test_an_open_order_that_dearer_material_puts_under_water_proposes_to_renegotiate(client, cast):
    product, material = dear_family(cast)
    load(material, (-30, 100))
    order = make_effective(cast.owner, lines=[line(product, 10)])
    later = AT + timedelta(days=20)
    load(material, (15, 109), at=later)
    assert scan(Rule.MARKET_ORDER, later) == 0, "not dear enough"
    load(material, (16, 150), at=later)
    assert scan(Rule.MARKET_ORDER, later) == 1
    (found,) = live()
    assert (found.reference, found.owner_id, found.level) == (order.number, cast.owner.pk, "HIGH")
    assert found.numbers["rise"] == "50.0" and found.numbers["lines"] == "1"
    assert D(found.numbers["margin"]) < 0 < D(found.numbers["margin_before"])
    client.force_login(cast.owner)
    row = client.get(f"/api/v1/risk-warnings/{found.pk}/").json()
    assert row["numbers"] == {"rise": "50.0"}, "what an order earns is not for sales to see"
    assert "Renegotiate" in row["proposal"]
    load(material, (18, 100), at=later)
    assert scan(Rule.MARKET_ORDER, later) == 1 and live() == []


def test_prices_are_loaded_all_or_none_and_said_again_they_change(client, cast):
    _product, material = dear_family(cast)
    assert load(material, (-2, 100), (-1, 110)) == 2
    assert load(material, (-2, 100), (-1, 120)) == 1
    for wrong in ([], [(1, 5)], [(-1, 5), (-1, 6)], [(-1, 0)]):
        with pytest.raises(errors.Invalid):
            load(material, *wrong)
    with pytest.raises(errors.NotAllowed):
        operations.load_prices(actor=cast.owner, material_id=material.pk, prices=[(TODAY, D(1))], at=AT)
    client.force_login(make_user("finance"))
    url = reverse("orders:material-prices", args=[material.pk])
    sent = {"prices": "2026/11/10\t1,200\n\n2026-11-11 1210.5", "source": "网站", "nonce": "n" * 32}
    assert client.post(url, {**sent, "prices": "gestern 5"}).status_code == 422
    assert client.post(url, sent).status_code == 303
    assert MaterialPrice.objects.get(day="2026-11-10").price == 1200
    body = {"material": "不锈钢", "prices": [{"day": "2026-11-12", "price": "1300"}]}
    answer = client.post(
        "/api/v1/material-prices/", body, content_type="application/json", headers={"Idempotency-Key": "p"}
    )
    assert (answer.status_code, answer.json()) == (200, {"changed": 1})
    rows = client.get("/api/v1/material-prices/?material=不锈钢&day_to=2026-11-12").json()["results"]
    assert [(row["day"], row["price"]) for row in rows] == [
        ("2026-11-12", "1300"),
        ("2026-11-11", "1210.5"),
        ("2026-11-10", "1200"),
    ]
    for name in ("material-list", "material-new", "risk-rates", "risk-assess"):
        assert client.get(reverse(f"orders:{name}")).status_code == 200


def ordered(cast, family, **amounts):
    """An effective order of a product of ``family`` for each ``before_<days>``, of that worth."""
    for name, amount in amounts.items():
        product = make_product(stock=9)
        Product.objects.filter(pk=product.pk).update(category=family)
        order = make_effective(cast.owner, lines=[line(product, 1, amount)])
        Order.objects.filter(pk=order.pk).update(order_date=TODAY - timedelta(days=int(name.removeprefix("before_"))))


def test_moves_of_demand_of_a_product_family_are_warned_of(client, cast):
    up, down, steady, fresh = (ProductCategory.objects.create(code=code, name=f"产品族 {code}") for code in "ABCD")
    ordered(cast, up, before_40=1000, before_5=2000)
    ordered(cast, down, before_56=1000, before_28=550)
    ordered(cast, steady, before_29=1000, before_1=1390, before_0=9000)
    ordered(cast, fresh, before_2=700)
    Setting.objects.create(key=demand.LEAST, value="1")
    settings.forget()
    try:
        Order.objects.filter(order_date=TODAY - timedelta(days=56)).update(order_date=TODAY - timedelta(days=55))
        assert scan(Rule.MARKET_DEMAND) == 0, "orders do not go back over both spans yet"
        Order.objects.filter(order_date=TODAY - timedelta(days=55)).update(order_date=TODAY - timedelta(days=56))
        assert scan(Rule.MARKET_DEMAND) == 2, (
            "39 percent are too little, today is not over, nothing before is no measure"
        )
        found = {one.reference: one for one in live()}
        assert {code: (one.level, one.numbers["change"]) for code, one in found.items()} == {
            "A": ("HIGH", "+100"),
            "B": ("MEDIUM", "-45"),
        }
        numbers = found["A"].numbers
        assert (numbers["intake"], numbers["intake_before"], numbers["orders"]) == ("1769.91", "884.96", "1"), "net"
        sales = Department.objects.filter(kind="SALES").order_by("path", "pk").first()
        assert (found["A"].department_id, found["A"].owner_id) == (sales.pk, sales.head_id)
        assert not showing.row(cast.owner, found["A"], True).may_renegotiate
        shown = policies.known_numbers(make_user("warehouse"), "MARKET_DEMAND", numbers)
        assert "intake" not in shown and shown["change"] == "+100"
        client.force_login(make_user("executive"))
        page = client.get(reverse("orders:risk-list")).text
        assert "?category=A" in page and "+100%" in page
        assert scan(Rule.MARKET_DEMAND, AT + timedelta(days=28)) == 2 and len(live()) == 4, "A and B move on"
        assert scan(Rule.MARKET_DEMAND, AT + timedelta(days=84)) == 4 and live() == []
    finally:
        Setting.objects.all().delete()
        settings.forget()


def test_suppliers_and_departments_that_deliver_late_are_warned_of(cast):
    buying = make_department(kind="PURCHASING")
    making = make_department(kind="PRODUCTION")
    supplier = Supplier.objects.create(code="S1", name="慢的供应商")
    warehouse_id = ledger.default_warehouse_id()
    product = make_product()
    for kind in ("PURCHASE", "PRODUCTION"):
        for number in range(5):
            day = TODAY - timedelta(days=30 + number)
            is_late = number < 2
            PlannedReceipt.objects.create(
                product=product,
                warehouse_id=warehouse_id,
                kind=kind,
                quantity=5,
                expected_date=day,
                first_expected_date=day,
                supplier=supplier if kind == "PURCHASE" else None,
                state="OPEN" if is_late else "RECEIVED",
                created_by=cast.owner,
                created_at=AT,
                updated_at=AT - timedelta(days=30 + number),
            )
    assert scan(Rule.SUPPLY_SUPPLIER) == 1 and scan(Rule.SUPPLY_DEPARTMENT) == 1
    found = {one.rule: one for one in live()}
    assert found["SUPPLY_SUPPLIER"].reference == "S1"
    assert found["SUPPLY_SUPPLIER"].numbers["on_time"] == "60"
    assert found["SUPPLY_SUPPLIER"].department_id == buying.pk
    assert found["SUPPLY_DEPARTMENT"].subject_id == making.pk


# --- what people do ------------------------------------------------------------------------------


def test_a_warning_is_taken_up_given_on_and_ended_with_its_outcome(cast, warning):
    operations.acknowledge(actor=cast.owner, warning_id=warning.pk, at=AT)
    with pytest.raises(errors.WrongState):
        operations.acknowledge(actor=cast.owner, warning_id=warning.pk, at=AT)
    operations.assign(actor=cast.owner, warning_id=warning.pk, person_id=cast.mate.pk, at=AT)
    with pytest.raises(errors.NotFound):
        operations.resolve(actor=cast.stranger, warning_id=warning.pk, outcome="AVERTED", words="x", at=AT)
    with pytest.raises(errors.Invalid):
        operations.resolve(actor=cast.mate, warning_id=warning.pk, outcome="GONE", words="x", at=AT)
    with pytest.raises(errors.Invalid):
        operations.resolve(actor=cast.mate, warning_id=warning.pk, outcome="AVERTED", words=" ", at=AT)
    operations.resolve(actor=cast.mate, warning_id=warning.pk, outcome="AVERTED", words="已回款", at=AT)
    with pytest.raises(errors.WrongState):
        operations.dismiss(actor=cast.mate, warning_id=warning.pk, words="x", at=AT)
    assert scan(Rule.CREDIT_STANDING) == 1, "it is raised again: the cause is still there"


def test_a_false_alarm_keeps_quiet_for_a_while_and_counts_against_the_rule(cast, warning):
    operations.dismiss(actor=cast.owner, warning_id=warning.pk, words="集团内往来", at=AT)
    assert scan(Rule.CREDIT_STANDING, AT + timedelta(days=29)) == 0
    assert scan(Rule.CREDIT_STANDING, AT + timedelta(days=31)) == 1
    (again,) = live()
    operations.resolve(actor=cast.owner, warning_id=again.pk, outcome="HAPPENED", words="逾期", at=AT)
    rate = next(one for one in queries.rates() if one.rule == Rule.CREDIT_STANDING)
    assert (rate.hit_rate, rate.happened, rate.false_alarms, rate.live) == (50, 1, 1, 0)


def test_many_are_handled_row_by_row_on_the_list(client, cast, warning):
    make_submitted(cast.owner, customer=limited(cast, 1200))
    scan(Rule.CREDIT_STANDING)
    client.force_login(cast.owner)
    page = client.get(reverse("orders:risk-list")).text
    assert all(one.label in page for one in live())
    ids = [one.pk for one in live()]
    assert client.post(reverse("orders:risk-bulk-acknowledge"), {"ids": [*ids, 10**9]}).status_code == 303
    assert {one.state for one in live()} == {"ACKNOWLEDGED"}
    assert client.get(reverse("orders:risk-bulk-end"), {"ids": ids}).status_code == 200
    end = {"ids": ids, "outcome": "FALSE_ALARM", "words": "同一集团"}
    assert client.post(reverse("orders:risk-bulk-end"), {**end, "words": ""}).status_code == 422
    assert client.post(reverse("orders:risk-bulk-end"), end).status_code == 303
    assert live() == []
    assert len(client.get("/api/v1/risk-warnings/?state=FALSE_ALARM").json()["results"]) == 2
    client.force_login(make_user("purchasing"))
    assert client.get("/api/v1/risk-warnings/").json()["results"] == [], "who sees no credit sees no warning of it"


def test_an_assessment_keeps_the_numbers_of_its_day_and_its_measures_are_done(client, cast, warning):
    boss = make_user("executive")
    measures = [Measure("每周核对逾期名单", cast.owner.pk, TODAY + timedelta(days=7))]
    made = operations.assess(
        actor=boss, title="四季度", findings="逾期上升", measures=measures, next_on=TODAY + timedelta(days=90), at=AT
    )
    assert next(one for one in made.numbers if one["rule"] == "CREDIT_STANDING")["live"] == 1
    with pytest.raises(errors.Invalid):
        operations.assess(actor=boss, title="", findings="x", at=AT)
    with pytest.raises(errors.NotAllowed):
        operations.assess(actor=cast.owner, title="x", findings="x", at=AT)
    measure = RiskMeasure.objects.get()
    assert queries.measures_due(cast.owner) == [measure]
    with pytest.raises(errors.NotAllowed):
        operations.finish_measure(actor=cast.mate, measure_id=measure.pk, at=AT)
    client.force_login(boss)
    assert "每周核对逾期名单" in client.get(reverse("orders:risk-assessments")).text
    operations.finish_measure(actor=person(cast.owner.pk), measure_id=measure.pk, at=AT)
    with pytest.raises(errors.WrongState):
        operations.finish_measure(actor=boss, measure_id=measure.pk, at=AT)


def test_an_assessment_is_seen_by_who_has_a_measure_in_it_and_by_who_sees_all(client, cast):
    boss = make_user("executive")
    measures = [Measure("每周核对逾期名单", cast.owner.pk, TODAY + timedelta(days=7))]
    made = operations.assess(actor=boss, title="四季度", findings="逾期上升", measures=measures, at=AT)
    other = operations.assess(actor=boss, title="三季度", findings="平稳", at=AT)
    assert set(queries.list_assessments(boss)) == {made, other}
    assert set(queries.list_assessments(person(cast.owner.pk))) == {made}
    assert set(queries.list_assessments(person(cast.mate.pk))) == set()
    client.force_login(cast.mate)
    assert client.get(f"/api/v1/risk-assessments/{made.pk}/").status_code == 404
    assert "四季度" not in client.get(reverse("orders:risk-assessments")).text


def test_who_assesses_for_his_own_ends_no_measure_of_a_colleague(cast):
    measures = [Measure("每周核对逾期名单", cast.owner.pk, TODAY + timedelta(days=7))]
    operations.assess(actor=make_user("executive"), title="四季度", findings="逾期上升", measures=measures, at=AT)
    boss = make_user("administrator")
    role = roles.create_role(actor=boss, code="assessor", name="Assessor", at=AT)
    roles.set_grants(actor=boss, role_id=role.pk, grants={"risk.assess": "OWN", "risk.view": "OWN"}, at=AT)
    narrow = make_user("assessor")
    with pytest.raises(errors.NotAllowed):
        operations.finish_measure(actor=narrow, measure_id=RiskMeasure.objects.get().pk, at=AT)


def test_another_system_keeps_materials_and_records_assessments(cast):
    client, owner = APIClient(), APIClient()
    client.force_authenticate(boss := make_user("executive"))
    owner.force_authenticate(cast.owner)
    what = {"text": "每周核对逾期名单", "owner": cast.owner.username.upper(), "due_date": "2026-12-15"}
    body = {"title": "四季度", "findings": "逾期上升", "measures": [what]}
    place = "/api/v1/risk-assessments/"
    assert owner.post(place, body, format="json", headers={"Idempotency-Key": "r0"}).status_code == 403
    wrong = {**body, "measures": [{**what, "owner": "nobody"}]}
    assert client.post(place, wrong, format="json", headers={"Idempotency-Key": "r1"}).status_code == 400
    made = client.post(place, body, format="json", headers={"Idempotency-Key": "r2"})
    assert made.status_code == 201, made.content
    (measure,), (rate, *_others) = made.json()["measures"], made.json()["numbers"]
    assert (measure["owner"], measure["done_at"], rate["live"]) == (cast.owner.username, None, 0)
    finish = f"{made.headers['Location']}measures/{measure['id']}/finish/"
    assert client.get(f"{place}?owner={cast.owner.username}").json()["results"] == [made.json()]
    keys = {"Idempotency-Key": "r3", "If-Match": '"1"'}
    assert owner.post(f"{place}9999/measures/{measure['id']}/finish/", headers=keys).status_code == 404
    assert owner.post(finish, headers=keys | {"Idempotency-Key": "r4"}).json()["done_by"] == cast.owner.username
    assert client.get(f"{place}?owner={cast.owner.username}").json()["results"] == []
    assert owner.get(made.headers["Location"]).status_code == 200 and boss.pk

    ProductCategory.objects.create(code="M", name="铸件")
    client.force_authenticate(make_user("finance"))
    place, steel = "/api/v1/materials/", {"name": "不锈钢", "category": "M", "share": "60"}
    wrong = {**steel, "category": "N"}
    assert client.post(place, wrong, format="json", headers={"Idempotency-Key": "m1"}).status_code == 400
    made = client.post(place, steel, format="json", headers={"Idempotency-Key": "m2"})
    assert made.status_code == 201, made.content
    keys = {"If-Match": made.headers["ETag"]}
    changed = client.patch(made.headers["Location"], {"share": "45.5"}, format="json", headers=keys)
    assert (changed.json()["share"], changed.json()["category"]) == ("45.50", "M")
    assert client.patch(made.headers["Location"], {"share": "5"}, format="json", headers=keys).status_code == 412
    assert [row["name"] for row in client.get(place).json()] == ["不锈钢"]
    assert owner.get(place).status_code == owner.get("/api/v1/material-prices/").status_code == 403


def test_the_whole_scan_runs(cast, warning):
    assert operations.scan(at=AT) == 0
