"""Targets beside what was reached: hand-computed figures, only where all of it is the reader's, met and missed."""

from datetime import date
from decimal import Decimal as D

import pytest

from accounts.people import queries as people
from accounts.roles.models import RoleGrant, Scope
from accounts.tests.builders import make_department, make_user
from common import clock, errors
from common.workdays import calendar
from customers.models import Customer
from orders.tests.builders import AT, line, make_effective, make_order_cast
from orders.tests.builders import person as anew
from products.catalogue.models import ProductCategory
from products.tests.builders import make_product
from reports.facts import operations as facts
from reports.facts.choices import Kind as FactKind
from reports.facts.models import Flow
from reports.outlook.tests.worlds import TODAY, repeat, settle
from reports.standard import queries
from reports.targets import operations, strategy
from reports.targets.operations import Entry
from reports.targets.subjects import Kind, Whose

pytestmark = pytest.mark.django_db
YEAR = TODAY.year


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: AT)


@pytest.fixture
def cast():
    return make_order_cast()


@pytest.fixture
def order(cast):
    """Last year: January 100, February 100, March 200, December 600. This year: January 150, February 150, today,
    20 November, 60."""
    made = make_effective(cast.owner, lines=[line(make_product(list_price=D(10)), 6)])
    Customer.objects.filter(pk=made.customer_id).update(region="North")
    facts.keep_up(at=AT, patience=0)
    repeat(made, [100, 100, 200, *[0] * 8, 600, 150, 150, *[0] * 8])
    settle()
    return made


def put(value, whose=None, month=0, measure="amount"):
    entry = Entry(whose or Whose(), month, D(value))
    operations.set_targets(actor=people.system_user(), year=YEAR, measure=measure, entries=[entry], at=AT)


def book(order, day, amount):
    """As much is ordered on a day as the first line of ``order`` was."""
    row = Flow.objects.filter(order_id=order.pk, kind=FactKind.ORDERED, line_no=1).order_by("pk")[0]
    row.pk, row.day, row.amount = None, day, D(amount)
    row.save(force_insert=True)
    settle()


def made(actor, code="attainment", here="", **given):
    return queries.made(actor, code, {"period": "this_year", **given}, TODAY, here)


def cells(paper, row=0):
    return {column.key: cell for column, cell in zip(paper.columns, paper.rows[row].cells, strict=True)}


def test_attainment_of_a_person_to_the_cent(cast, order):
    put(1200, Whose(Kind.PERSON, cast.owner.pk))
    found = cells(made(cast.director, by="person"))
    days = calendar().between(TODAY, date(YEAR, 12, 31))
    assert found == {
        "name": str(cast.owner.name),
        "target": 1200,
        "reached": 360,
        "attainment": D("0.3"),
        "gap": -840,
        "due": 1000 + D(100) * 20 / 30,
        "needed": D(840) / days,
        "expected": 900,  # 360 of what was 400 of 1000 by then
        "expected_share": D("0.75"),
        **dict.fromkeys(("ending", "ending_low", "ending_high", "ending_share", "ending_off")),
        "ending_how": (
            "No forecast: the history is too short. 8 months more are needed, it is possible from 2027-07-01 on."
        ),
        "former": 400,
        "change": D("-0.1"),
    }
    assert 20 < days < 42


def test_a_person_sees_his_own_and_nobody_elses(cast, order):
    for person in (cast.owner, cast.mate):
        put(1200, Whose(Kind.PERSON, person.pk))
    put(5000)
    paper = made(cast.owner, by="person")
    assert [row.key for row in paper.rows] == [str(cast.owner.pk)]
    assert cells(paper)["reached"] == 360
    whole = made(cast.owner, "key-targets")
    assert not whole.rows
    assert whole.problem
    assert cells(made(cast.owner, "key-targets", salesperson=str(cast.owner.pk)))["reached"] == 360
    assert not made(cast.owner, "key-targets", salesperson=str(cast.mate.pk)).rows
    with pytest.raises(errors.NotFound):
        made(cast.owner, "target-course", by="amount", salesperson=str(cast.mate.pk))
    course = made(cast.owner, "target-course", by="amount")  # of the company he sees a part
    assert not course.rows
    assert "Pick a department or a salesperson" in str(course.problem)
    assert str(whole.problem) == str(course.problem)


def test_who_sees_a_part_of_the_orders_is_told_so(cast, order):
    put(1000, Whose(Kind.REGION, "North"))
    paper = made(cast.owner, by="region")
    assert not paper.rows
    assert any("1 are not shown" in str(note) for note in paper.notes)
    assert cells(made(cast.director, by="region"))["reached"] == 360


def test_departments_are_a_tree_with_all_below_them(cast, order):
    below = make_department(parent=cast.department)
    for department, value in ((cast.office, 3000), (cast.department, 1800), (below, 100)):
        put(value, Whose(Kind.DEPARTMENT, department.pk))
    paper = made(cast.director, by="department")
    told = [(row.level, row.cells[1], row.cells[2]) for row in paper.rows]
    assert told == [(0, 3000, 360), (1, 1800, 360), (2, 100, 0)]
    head = made(cast.head, by="department")
    assert [row.key for row in head.rows] == [str(cast.department.pk), str(below.pk)]
    only = made(cast.director, by="department", department=str(below.pk))
    assert [row.key for row in only.rows] == [str(below.pk)]
    foreign = make_user("department_head")
    assert not made(foreign, by="department").rows


def test_who_sees_a_department_without_those_below_it_does_not_see_how_its_target_stands(cast, order):
    below = make_department(parent=cast.department)
    put(1800, Whose(Kind.DEPARTMENT, cast.department.pk))
    put(1200, Whose(Kind.PERSON, cast.owner.pk))
    RoleGrant.objects.filter(role__code="sales_manager", verb="order.view").update(scope=Scope.DEPARTMENT)
    found = made(anew(cast.head.pk), by="department")
    assert not found.rows
    assert any("1 are not shown" in str(note) for note in found.notes)
    assert cells(made(anew(cast.head.pk), by="person"))["reached"] == 360  # all of a person of it he does see
    below.delete()
    assert cells(made(anew(cast.head.pk), by="department"))["reached"] == 360


def test_products_and_categories_with_all_below_them(cast):
    top = ProductCategory.objects.create(code="T", name="Top")
    parts = [ProductCategory.objects.create(code=code, name=code, parent=top) for code in ("A", "B")]
    goods = [make_product(list_price=D(10 * (n + 1)), category=part) for n, part in enumerate(parts)]
    make_effective(cast.owner, lines=[line(goods[0], 3), line(goods[1], 2)])
    facts.keep_up(at=AT, patience=0)
    for category in (top, parts[0]):
        put(100, Whose(Kind.CATEGORY, category.pk))
    put(50, Whose(Kind.PRODUCT, goods[1].pk))
    paper = made(cast.director, by="category")
    assert {row.cells[0]: row.cells[2] for row in paper.rows} == {"Top": 70, "A": 30}
    assert cells(made(cast.director, by="product"))["reached"] == 40
    operations.set_targets(
        actor=people.system_user(), year=YEAR, measure="amount",
        entries=[Entry(Whose(Kind.CATEGORY, parts[0].pk), 0, None)], at=AT,
    )  # fmt: skip
    assert cells(made(cast.director, by="category"))["reached"] == 70  # alone, and still with all below it


def test_shares_are_met_or_missed_by_points_and_complaints_are_at_most(cast, order):
    for measure, value in (("accuracy", "0.95"), ("complaints", "4"), ("amount", "1200")):
        put(value, measure=measure)
    paper = made(cast.director, "key-targets")
    parts = {str(part.title): part for part in paper.parts}
    assert set(parts) == {"Amounts", "Shares", "Numbers"}
    accuracy = cells(parts["Shares"])
    assert (accuracy["target"], accuracy["reached"], accuracy["gap"], accuracy["met"]) == (
        D("0.95"), 1, D(5), "met",
    )  # fmt: skip
    complaints = cells(parts["Numbers"])
    assert (complaints["reached"], complaints["met"]) == (0, "on course")
    assert cells(parts["Amounts"])["met"] == "behind"


def test_the_course_goes_month_by_month_and_adds_up(cast, order):
    put(1200, Whose(Kind.PERSON, cast.owner.pk))
    put(210, Whose(Kind.PERSON, cast.owner.pk), month=2)
    paper = made(cast.director, "target-course", by="amount", salesperson=str(cast.owner.pk))
    january, february, march, november, december = (cells(paper, n) for n in (0, 1, 2, 10, 11))
    assert (january["month"], january["target"], january["reached"], january["attainment"]) == (
        "2026-01", 90, 150, D(150) / 90,
    )  # fmt: skip
    assert (february["target"], february["target_sum"], february["reached_sum"]) == (210, 300, 300)
    assert february["attainment_sum"] == 1
    assert (march["reached"], march["former"], november["reached"]) == (0, 200, 60)
    assert (december["target"], december["reached"], december["reached_sum"]) == (90, None, None)
    assert [row.is_unfinished for row in paper.rows].index(True) == 10
    assert paper.sums[1:4] == (1200, 360, D("0.3"))
    chart = paper.charts[0]
    assert [(one.column, one.is_target) for one in chart.series] == [("reached", False), ("target", True)]


def test_the_month_that_runs_stands_beside_as_many_days_of_last_year(cast, order):
    book(order, date(YEAR - 1, 11, 10), 30)
    book(order, date(YEAR - 1, 11, 25), 70)
    put(1200, Whose(Kind.PERSON, cast.owner.pk))
    paper = made(cast.director, "target-course", by="amount", salesperson=str(cast.owner.pk))
    november, december = cells(paper, 10), cells(paper, 11)
    assert (november["reached"], november["former"], november["change"]) == (60, 30, 1)
    assert (december["former"], december["change"]) == (600, None)
    total = dict(zip((column.key for column in paper.columns), paper.sums, strict=True))
    assert (total["reached"], total["former"]) == (360, 430)


def test_a_whole_february_stands_beside_a_whole_one(cast, order):
    book(order, date(2024, 2, 29), 30)
    entries = [Entry(Whose(), 2, D(100))]
    operations.set_targets(actor=people.system_user(), year=2025, measure="amount", entries=entries, at=AT)
    february = {"period": "", "since": "2025-02-01", "until": "2025-02-28"}
    assert cells(made(cast.director, "target-course", by="amount", **february))["former"] == 30
    assert cells(made(cast.director, "key-targets", **february))["former"] == 30


def test_a_course_of_days_within_months_tells_whole_months_and_says_so(cast, order):
    book(order, date(YEAR, 3, 25), 40)
    put(1200)
    given = {"period": "", "by": "amount", "since": f"{YEAR}-01-15", "until": f"{YEAR}-03-10"}
    paper = made(cast.director, "target-course", here="/reports/standard/target-course/", **given)
    assert [(cells(paper, n)["target"], cells(paper, n)["reached"]) for n in range(3)] == [
        (100, 150), (100, 150), (100, 40),
    ]  # fmt: skip
    assert f"until={YEAR}-03-31" in paper.rows[2].links["reached"]
    assert f"since={YEAR}-01-01" in paper.rows[0].links["reached"]
    assert [f"{YEAR}-01-01 to {YEAR}-03-31" in str(note) for note in paper.notes] == [True]
    assert not made(cast.director, "target-course", by="amount").notes


def test_a_year_that_is_over_has_no_pace(cast, order):
    entry = Entry(Whose(), 0, D(2000))
    operations.set_targets(actor=people.system_user(), year=YEAR - 1, measure="amount", entries=[entry], at=AT)
    paper = queries.made(cast.director, "key-targets", {"period": "last_year"}, TODAY)
    assert cells(paper)["attainment"] == D("0.5")
    assert "due" not in {column.key for column in paper.columns}


def test_figures_lead_to_what_they_count_and_rows_to_their_course(client, cast, order):
    put(1200, Whose(Kind.PERSON, cast.owner.pk))
    row = made(cast.director, here="/reports/standard/attainment/", by="person").rows[0]
    client.force_login(cast.director)
    assert order.number in client.get(row.links["reached"]).content.decode()
    assert client.get(row.url).context["found"].paper.rows
    assert not made(cast.director, by="person").rows[0].links  # files lead nowhere
    found = client.get("/api/v1/standard-reports/attainment/", {"by": "person"}).json()
    assert found["rows"][0]["values"]["reached"] == "360.00"
    assert found["rows"][0]["url"].startswith("/api/v1/standard-reports/target-course/?")
    for by in ("department", "person", "region", "product", "category"):
        assert client.get("/reports/standard/attainment/", {"by": by}).status_code == 200


def test_hidden_measures_are_in_no_report(cast, order):
    put(100, measure="profit", whose=Whose(Kind.PERSON, cast.owner.pk))
    paper = made(cast.owner, by="person")
    assert not paper.rows
    assert not paper.parts
    with pytest.raises(errors.NotAllowed):
        made(cast.owner, "target-course", by="profit", salesperson=str(cast.owner.pk))


def test_what_the_company_means_to_do_stands_under_the_figures(cast, order):
    strategy.save_note(actor=cast.director, year=YEAR, subject="PRICE", text="No\ndiscounts.", at=AT)
    strategy.save_note(
        actor=cast.director, year=YEAR, subject="CHANNEL", text="Secret", department_id=make_department().pk, at=AT
    )
    put(1200, Whose(Kind.PERSON, cast.owner.pk))
    notes = [str(note) for note in made(cast.owner, by="person").notes]
    assert notes == ["2026 Price policy: No discounts."]


def test_without_targets_it_says_so(cast):
    for code in ("attainment", "key-targets", "target-course"):
        assert made(cast.director, code).problem


def test_the_number_of_statements_does_not_grow_with_rows(cast, order, django_assert_max_num_queries):
    for _n in range(10):
        put(100, Whose(Kind.PERSON, make_user("sales", department=cast.department).pk))
    with django_assert_max_num_queries(45):
        assert len(made(cast.director, by="person").rows) == 10


def test_a_sum_is_missed_only_when_its_days_are_over(cast, order):
    for measure, value in (("amount", "300"), ("orders", "40")):
        put(value, measure=measure)
    running = {str(part.title): cells(part) for part in made(cast.director, "key-targets").parts}
    assert running["Amounts"]["met"] == "met"
    assert running["Numbers"]["met"] == "behind"
    over = made(cast.director, "key-targets", period="", since=f"{YEAR}-01-01", until=f"{YEAR}-10-31").parts
    assert {str(part.title): cells(part)["met"] for part in over} == {"Amounts": "met", "Numbers": "missed"}


def test_notes_stand_below_the_last_of_several_tables(cast, order):
    strategy.save_note(actor=cast.director, year=YEAR, subject="PRICE", text="No discounts.", at=AT)
    for measure, value in (("amount", "300"), ("orders", "40")):
        put(value, measure=measure)
    paper = made(cast.director, "key-targets")
    assert [len(part.notes) for part in paper.parts] == [0, 1]
