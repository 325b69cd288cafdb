"""One customer analysed, worked out by hand (R254), and the panels on the pages of customers and products."""

from datetime import date, timedelta
from decimal import Decimal as D

import pytest

from accounts.people import queries as people
from accounts.roles.models import FieldRule
from accounts.tests.builders import make_user
from common import clock, errors
from customers.tests.builders import make_customer
from orders.order.models import Order
from orders.settlement.models import PlanRow
from orders.tests.builders import AT, make_effective, make_order_cast
from orders.tests.flow_builders import make_paid
from products.tests.builders import make_product
from reports.clientele import paying, portrait_papers
from reports.clientele.tests.worlds import TODAY, ordered, pattern
from reports.facts.choices import CHANNELS
from reports.standard.reports import Wanted

pytestmark = pytest.mark.django_db
SINCE, UNTIL = date(2025, 12, 1), date(2026, 11, 30)
PHONE, MAIL = CHANNELS["PHONE"], CHANNELS["MAIL"]


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: AT)


@pytest.fixture
def cast():
    return make_order_cast()


@pytest.fixture
def like(cast):
    return pattern(make_effective(cast.owner))


@pytest.fixture
def goods():
    return [make_product(name=name, code=f"P-{name}") for name in ("scale", "cable", "lamp", "bolt")]


@pytest.fixture
def his(cast, like, goods):
    """A customer with four orders in the period (three on Mondays, three by phone) and one in the period before; two
    others, like him, buy lamps as well."""
    scale, cable, lamp, bolt = (one.pk for one in goods)
    customer = make_customer(owner=cast.owner, name="His Company", short_name="His")
    for day, channel, amounts in (
        (date(2026, 9, 7), PHONE, {scale: 100, cable: 50}),
        (date(2026, 10, 5), PHONE, {scale: 200}),
        (date(2026, 10, 12), PHONE, {scale: 300, cable: 50}),
        (date(2026, 10, 29), MAIL, {cable: 300}),
        (date(2025, 10, 6), PHONE, {cable: 500}),
    ):
        ordered(like, customer, day, sum(amounts.values()), goods=amounts, channel=channel)
    for n, amount in enumerate((5000, 400)):
        other = make_customer(owner=cast.owner, name=f"other {n}")
        shared = {scale: amount / 2, cable: amount / 4, lamp: amount / 4}
        ordered(like, other, date(2026, 11, 2), amount, goods=shared | ({bolt: 1} if n else {}))
    return customer


def made(customer=None, actor=None):
    keys = {"customer": customer.pk} if customer else {}
    here = "/reports/standard/customer-analysis/"
    return portrait_papers.make(Wanted(actor or people.system_user(), TODAY, SINCE, UNTIL, here=here, top=10, **keys))


def rows(paper):
    keys = [column.key for column in paper.columns]
    return {row.key: dict(zip(keys, row.cells, strict=True)) for row in paper.rows}


def part(paper, title):
    return next(one for one in paper.parts if str(one.title) == title)


def test_spending_power_is_told_beside_everybody_elses(his):
    found = rows(made(his))
    now = found["now"]
    assert (now["orders"], now["amount"], now["average"]) == (4, 1000, 250)
    assert (now["share"], now["rank"], now["customers"]) == (D(1000) / 6400, 2, 3)
    before = found["before"]
    assert (before["orders"], before["amount"], before["rank"], before["customers"]) == (1, 500, 1, 1)


def test_the_course_stands_beside_the_year_before(his):
    found = rows(part(made(his), "Spending by month"))
    october = found["2026-10-01"]
    assert (october["orders"], october["amount"], october["former"], october["change"]) == (3, 850, 500, D("0.7"))
    assert found["2026-09-01"]["change"] is None
    assert len(found) == 12


def test_habits_are_what_he_does_most(his):
    found = rows(part(made(his), "Habits"))
    day = found["weekday"]
    assert (day["usual"], day["orders"], day["share"], day["next"]) == ("Monday", 3, D("0.75"), "Thursday 1")
    assert (str(found["channel"]["usual"]), found["channel"]["orders"]) == ("Phone", 3)
    often = rows(part(made(his), "How often he orders"))["rhythm"]
    # days between: 336, 28, 7, 17
    assert (often["days"], often["usual"], often["last"]) == (5, D("22.5"), date(2026, 10, 29))
    assert (often["since"], often["over"]) == (22, 0)


def test_products_and_categories_are_told_with_their_trend(his, goods):
    found = rows(part(made(his), "Products that he prefers"))
    scale, cable = (found[str(one.pk)] for one in goods[:2])
    assert (scale["orders"], scale["amount"], scale["share"], scale["before"]) == (3, 600, D("0.6"), 0)
    assert (cable["orders"], cable["amount"], cable["before"], cable["change"]) == (3, 400, 500, D("-0.2"))
    assert cable["last"] == date(2026, 10, 29)
    category = part(made(his), "Categories that he prefers")
    assert sum(category.values("amount")) == 1000


def test_what_customers_like_him_buy_and_he_does_not(his, goods):
    found = rows(part(made(his), "What customers like him buy and he does not"))
    assert set(found) == {str(goods[2].pk)}  # lamps; one alone bought bolts
    assert (found[str(goods[2].pk)]["buyers"], found[str(goods[2].pk)]["share"]) == (2, 1)


def test_payment_is_told_in_days_late(cast):
    """Two rows due: one paid five days late, one past its day and open."""
    orders = [make_effective(cast.owner)]
    customer = orders[0].customer
    orders.append(make_effective(cast.owner, customer=customer))
    day = TODAY - timedelta(days=20)
    for order in orders:
        PlanRow.objects.filter(order=order).update(due_date=day)
    make_paid(orders[0], received_date=day + timedelta(days=5))
    found = paying.paying(people.system_user(), customer.pk, SINCE, TODAY, TODAY)
    total = Order.objects.get(pk=orders[1].pk).total_amount
    assert (found.due, found.paid, found.late) == (2, 1, 2)
    assert (found.average, found.usual, found.open_amount) == (5, 5, total)
    assert paying.paying(cast.stranger, customer.pk, SINCE, TODAY, TODAY).due == 0


def test_who_is_not_his_is_not_found_and_amounts_are_needed(his, cast):
    with pytest.raises(errors.NotFound):
        made(his, cast.stranger)
    with pytest.raises(errors.NotAllowed):
        made(his, make_user("warehouse"))
    assert rows(made(his, cast.head))["now"]["rank"] == 2


def test_without_a_customer_the_largest_are_offered(cast):
    order = make_effective(cast.owner)
    pattern_key = order.customer_id
    from reports.facts import operations as facts

    facts.keep_up(at=AT, patience=0)
    paper = made()
    assert [row.key for row in paper.rows] == [str(pattern_key)]
    assert f"customer={pattern_key}" in paper.rows[0].url


def test_an_analysis_costs_the_same_for_more_orders(his, like, goods, django_assert_max_num_queries):
    for n in range(12):
        ordered(like, his, TODAY - timedelta(days=9 * n), goods=[goods[3].pk])
    with django_assert_max_num_queries(60):
        made(his)


# --- panels -----------------------------------------------------------------------------------


def test_the_customers_page_shows_a_few_figures_and_the_way_on(his, cast, client):
    client.force_login(cast.owner)
    page = client.get(f"/customers/{his.pk}/", {"tab": "analysis"}).content.decode()
    url = f"/panels/customers/{his.pk}/analysis/"
    assert url in page
    text = client.get(url).content.decode()
    for words in ("1,000", "4", "2026-10-29", "22.5", "2026-11-20", "P-scale scale", "Steady"):
        assert words in text, words
    assert f"/reports/standard/customer-analysis/?period=last_12_months&amp;customer={his.pk}" in text
    piece = client.get(url, headers={"HX-Request": "true", "HX-Target": "customer-analysis"}).content.decode()
    assert "<html" not in piece and "P-scale" in piece


def test_the_panel_is_nobody_elses_and_hides_amounts(his, cast, client):
    url = f"/panels/customers/{his.pk}/analysis/"
    client.force_login(cast.stranger)
    assert client.get(url).status_code == 404
    client.force_login(make_user(role=None))
    assert client.get(url).status_code in (403, 404)
    from accounts.roles.models import Role

    FieldRule.objects.create(role=Role.objects.get(code="sales"), field="order.amount", effect=FieldRule.Effect.HIDE)
    client.force_login(type(cast.owner).objects.get(pk=cast.owner.pk))
    text = client.get(url).content.decode()
    assert "2026-10-29" in text and "1,000" not in text and "Steady" not in text


def test_a_products_page_shows_what_goes_with_it(his, like, goods, cast, client):
    for n in range(2):
        ordered(like, his, TODAY - timedelta(days=n), goods=[goods[0].pk, goods[1].pk])
    client.force_login(cast.owner)
    url = f"/panels/products/{goods[0].pk}/related/"
    assert url in client.get(f"/products/{goods[0].pk}/").content.decode()
    text = client.get(url).content.decode()
    assert "P-cable cable" in text and f"/reports/standard/related-products/?product={goods[0].pk}" in text
