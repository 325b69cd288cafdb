"""Every report of this room can be made, set in any way, for whoever may see it."""

import copy
from datetime import timedelta

import pytest

from accounts.people import queries as people
from accounts.tests.builders import make_user
from common import errors
from customers.models import Customer
from orders.tests.builders import AT, line, make_buyer, make_effective, make_order_cast
from products.tests.builders import make_product
from reports.clientele import wiring
from reports.clientele.tests.worlds import TODAY
from reports.facts import operations as facts
from reports.figures.periods import Period, days_of
from reports.standard import queries
from reports.standard.reports import Wanted, standard

pytestmark = pytest.mark.django_db
REPORTS = [one.code for one in wiring.REPORTS]


@pytest.fixture(scope="module")
def standing(once_a_file):
    return once_a_file(_make_world)


@pytest.fixture
def begun(standing):
    return copy.deepcopy(standing)


@pytest.fixture
def cast(begun):
    return begun[0]


@pytest.fixture
def world(begun):
    return begun[1]


def _make_world():
    """Six customers of a salesperson, each with an order or two of two products."""
    cast = make_order_cast()
    goods = [make_product(list_price=10 + n, stock=999) for n in range(3)]
    made = []
    for n in range(6):
        buyer = make_buyer(cast.owner)
        Customer.objects.filter(pk=buyer.pk).update(region="North" if n % 2 else "South")
        for days in (20 * n, 20 * n + 40)[: 1 + n % 2]:
            lines = [line(goods[0], n + 1), line(goods[1 + n % 2], 2)]
            made.append(make_effective(cast.owner, at=AT - timedelta(days=days), customer=buyer, lines=lines))
    facts.keep_up(at=AT, patience=0)
    return cast, made


def wanted(actor, **more):
    since, until = days_of(Period.LAST_12_MONTHS, TODAY)
    return Wanted(actor, TODAY, since, until, period="last_12_months", here="/reports/standard/x/", top=20, **more)


@pytest.mark.parametrize("code", REPORTS)
def test_every_report_is_whole_however_it_is_told(world, code):
    one = standard[code]
    for by in [code for code, _label in one.choices] or [""]:
        for more in ({}, {"region": "North"}, {"department": world[0].department_id}):
            paper = one.make(wanted(people.system_user(), by=by, **more))
            for table in (paper, *paper.parts):
                assert {len(row.cells) for row in table.rows} <= {len(table.columns)}, (by, table.title)
                assert not table.sums or len(table.sums) == len(table.columns)
                assert all(key in {c.key for c in table.columns} for row in table.rows for key in row.links)
            assert paper.rows or paper.problem


def test_a_customer_is_analysed_in_tables(world):
    customer = world[1].customer
    paper = standard["customer-analysis"].make(wanted(people.system_user(), customer=customer.pk))
    titles = [str(one.title) for one in paper.parts]
    assert "Spending by month" in titles and "Products that he prefers" in titles
    assert customer.name in str(paper.title)


def test_pairs_of_a_product(world):
    product = world[0].lines.order_by("line_no")[0].product_id
    paper = standard["related-products"].make(wanted(people.system_user(), product=product, by="order"))
    assert paper.rows


def test_nobody_reads_of_others(world):
    stranger = make_order_cast().stranger
    for code in REPORTS:
        paper = standard[code].make(wanted(stranger))
        assert not paper.rows
    with pytest.raises(errors.NotFound):
        standard["customer-analysis"].make(wanted(stranger, customer=world[0].customer_id))


def test_addresses_that_reports_lead_to_can_be_read(world, client, cast):
    client.force_login(cast.owner)
    for code in REPORTS:
        answer = client.get(f"/reports/standard/{code}/")
        assert answer.status_code == 200, code
        found = queries.made(cast.owner, code, {}, TODAY, f"/reports/standard/{code}/")
        urls = {row.url for row in found.rows if row.url} | {u for row in found.rows for u in row.links.values()}
        for url in list(urls)[:6]:
            assert client.get(url).status_code == 200, (code, url)


def test_reports_speak_the_readers_language(world, client, cast):
    type(cast.owner).objects.filter(pk=cast.owner.pk).update(language="zh-hans")
    client.force_login(type(cast.owner).objects.get(pk=cast.owner.pk))
    for code, words in (
        ("customer-value", ("客户价值分层", "重要价值客户", "升级", "户均金额")),
        ("customer-churn", ("客户流失预警", "即将流失", "挽回")),
        ("repurchase", ("复购率", "其中复购")),
        ("customers-by-month", ("客户新增、留存与流失", "净增减")),
        ("related-products", ("关联产品", "提升度", "支持度")),
        ("customer-analysis", ("客户分析",)),
    ):
        text = client.get(f"/reports/standard/{code}/").content.decode()
        assert [word for word in words if word not in text] == [], code
    customer = world[1].customer_id
    text = client.get("/reports/standard/customer-analysis/", {"customer": customer}).content.decode()
    assert [word for word in ("月度消费", "下单习惯", "偏好产品", "金额排名", "星期") if word not in text] == []


@pytest.mark.parametrize("code", REPORTS)
def test_every_report_can_be_taken_away(world, client, code):
    client.force_login(people.people().get(pk=make_user("sales_manager", department=world[0].department).pk))
    given = {"customer": world[1].customer_id} if code == "customer-analysis" else {}
    for form in ("xlsx", "csv"):
        answer = client.get(f"/reports/standard/{code}/file/", {"file": form, **given})
        assert answer.status_code == 200, (code, form)
        assert len(b"".join(answer.streaming_content if answer.streaming else [answer.content])) > 40
