"""Targets beside figures by anything: of members and months, only where one is set for all of the days and whoever asks
sees all orders that it is for."""

import copy
from datetime import date
from decimal import Decimal as D

import pytest
from openpyxl import load_workbook

from accounts.people import queries as people
from accounts.roles.models import RoleGrant, Scope
from accounts.tests.builders import make_department
from common import clock
from customers.models import Customer
from orders.order.models import Order
from orders.tests.builders import AT, line, make_effective, make_order_cast, person
from products.tests.builders import make_product
from reports.facts import operations as facts
from reports.figures import parameters, trees
from reports.figures.question import Question
from reports.outlook.tests.worlds import TODAY, repeat, settle
from reports.targets import operations
from reports.targets.operations import Entry
from reports.targets.subjects import Kind, Whose

pytestmark = pytest.mark.django_db
YEAR = TODAY.year
FIRST, LAST = date(YEAR, 1, 1), date(YEAR, 12, 31)


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: AT)


@pytest.fixture(scope="module")
def standing(once_a_file):
    return once_a_file(_make_orders)


@pytest.fixture
def world(standing):
    return copy.deepcopy(standing)


@pytest.fixture
def cast(world):
    return world[0]


def _make_orders():
    """January 100, February 200 this year, today 60; of a customer in the north."""
    cast = make_order_cast()
    made = make_effective(cast.owner, at=AT, lines=[line(make_product(list_price=D(10)), 6)])
    Customer.objects.filter(pk=made.customer_id).update(region="North")
    facts.keep_up(at=AT, patience=0)
    repeat(made, [100, 200, *[0] * 8])
    settle()
    for whose, value, month in (
        (Whose(), 1200, 0),
        (Whose(Kind.PERSON, cast.owner.pk), 600, 0),
        (Whose(Kind.REGION, "North"), 240, 0),
        (Whose(Kind.DEPARTMENT, cast.owner.department_id), 50, 1),
    ):
        operations.set_targets(
            actor=people.system_user(), year=YEAR, measure="amount", entries=[Entry(whose, month, D(value))], at=AT
        )
    return cast, made


def told(actor, *measures, rows=(), since=FIRST, until=LAST, **more):
    asked = Question(measures or ("amount",), since, until, rows=rows, with_targets=True, **more)
    answer, first = trees.ask(actor=actor, asked=asked, today=TODAY)
    paper = trees.made_of(answer, first, title="T", today=TODAY)
    places = [paper.index(f"amount{part}") for part in ("", "~target", "~reached")]
    return {row.cells[0]: tuple(row.cells[place] for place in places) for row in paper.rows} | {
        "Total": tuple(paper.sums[place] for place in places) if paper.sums else None
    }


def test_members_stand_beside_their_targets_and_the_whole_beside_the_companys(cast):
    found = told(cast.director, rows=("region",))
    assert found["North"] == (360, 240, D("1.5"))
    assert found["Total"] == (360, 1200, D("0.3"))
    assert told(cast.director, rows=("salesperson",))[str(cast.owner.name)] == (360, 600, D("0.6"))


def test_months_have_their_part_of_the_years_target(cast):
    found = told(cast.director, rows=("month",))
    assert found[f"{YEAR}-01"] == (100, 100, 1)
    assert found[f"{YEAR}-02"] == (200, 100, 2)
    north = told(cast.director, rows=("quarter",), filters={"region": ("North",)})
    assert north[f"{YEAR} Q1"] == (300, 60, 5)
    assert told(cast.director, rows=("week",))["Total"] == (360, 1200, D("0.3"))


def test_of_days_without_a_target_there_is_none(cast):
    assert told(cast.director, rows=("region",), since=date(YEAR - 1, 12, 1))["North"][1:] == (None, None)
    assert told(cast.director, rows=("department",))["Total"][1] == 1200
    department = told(cast.director, rows=("month",), filters={"department": (str(cast.owner.department_id),)})
    assert department[f"{YEAR}-01"][1:] == (50, 2)
    assert department[f"{YEAR}-02"][1:] == (None, None)


def test_narrowed_by_what_has_no_target_there_is_none(cast):
    product = str(make_product(list_price=D(1)).pk)
    found = told(cast.director, rows=("region",), filters={"channel": ("1",), "product": (product,)})
    assert found["Total"][1] is None


def test_a_salesperson_stands_beside_his_own_target_not_the_companys(cast):
    found = told(cast.owner, rows=("region",))
    assert found["Total"] == (360, 600, D("0.6"))
    assert found["North"][1] is None  # he sees but his part of the north
    assert told(cast.mate, rows=("region",))["Total"][1] is None


def test_ones_own_target_is_not_that_of_orders_that_others_sell(cast):
    made = make_effective(cast.mate, at=AT, lines=[line(make_product(list_price=D(10)), 1)])
    Order.objects.filter(pk=made.pk).update(executing_owner=cast.owner)
    facts.keep_up(at=AT, patience=0)
    owner = person(cast.owner.pk)
    before = date(YEAR, 10, 31)
    assert told(owner, rows=("region",))["Total"][1] is None
    assert told(owner, rows=("region",), until=before)["Total"][1] == 500


def test_a_departments_target_is_not_that_of_the_department_without_those_below_it(cast):
    RoleGrant.objects.filter(role__code="sales_manager", verb="order.view").update(scope=Scope.DEPARTMENT)
    january = {"since": FIRST, "until": date(YEAR, 1, 31)}
    assert told(person(cast.head.pk), rows=("region",), **january)["Total"][1] == 50
    make_department(parent=cast.department)
    assert told(person(cast.head.pk), rows=("region",), **january)["Total"][1] is None


def test_a_year_whose_months_use_it_up_is_a_target_still(cast):
    entries = [Entry(Whose(Kind.REGION, "North"), 1, D(240))]
    operations.set_targets(actor=people.system_user(), year=YEAR, measure="amount", entries=entries, at=AT)
    assert told(cast.director, rows=("region",))["North"] == (360, 240, D("1.5"))


def test_below_a_member_nothing_has_a_target(cast):
    found = told(cast.director, rows=("region", "customer"))
    assert found["North"] == (360, 240, D("1.5"))
    assert [one[1] for name, one in found.items() if name not in ("North", "Total")] == [None]


def test_the_page_the_file_and_the_api_say_it(cast, client, tmp_path):
    given = {"rows": "region", "measures": "amount", "period": "this_year", "targets": "1"}
    client.force_login(cast.director)
    text = client.get("/reports/", given).content.decode()
    assert "150.0%" in text
    assert 'name="targets" value="1" checked' in text
    found = client.get("/api/v1/figures/", given).json()
    assert found["rows"][0]["values"]["amount~target"] == "240.00"
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"".join(client.get("/reports/file/", {**given, "file": "xlsx"}).streaming_content))
    values = [cell.value for row in load_workbook(path).worksheets[0].iter_rows() for cell in row]
    assert 240 in values
    assert parameters.write(parameters.read(given, TODAY))["targets"] == "1"
    opened = client.get(found["rows"][0]["links"]["amount"])
    assert opened.status_code == 200


def test_targets_are_asked_for_at_once(cast, django_assert_max_num_queries):
    told(cast.director, rows=("month",))
    with django_assert_max_num_queries(40) as few:
        told(cast.director, rows=("month",), until=date(YEAR, 2, 28))
    with django_assert_max_num_queries(len(few)):
        told(cast.director, rows=("month",))
