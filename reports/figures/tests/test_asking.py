"""Figures are the sums of what a person may see, the same from kept sums and from the facts, and told apart rightly."""

import copy
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal as D
from itertools import product as combinations

import pytest
from django.db.models import Sum

from accounts.people import queries as people
from common import dates, errors
from customers.models import Customer
from orders.order.models import Order
from orders.tests.builders import AT, line, make_buyer, make_effective, make_order_cast
from orders.tests.flow_builders import make_shipped
from products.catalogue.models import Product, ProductCategory, Supplier
from products.tests.builders import make_product
from reports.facts import operations as facts
from reports.facts.models import FactMark
from reports.figures import days, papers, parameters, policies, queries, question, statements
from reports.figures.asking import Asking
from reports.figures.dimensions import AXES, Time
from reports.figures.question import Against, Question

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing")]
TODAY = dates.business_day(AT)
FIRST = TODAY - timedelta(days=75)
ADDITIVE = ("orders", "lines", "amount", "quantity", "profit", "shipped")


@pytest.fixture(scope="module")
def standing(once_a_file):
    return once_a_file(_make_world)


@pytest.fixture
def world(standing):
    return copy.deepcopy(standing)


def _make_world():
    """Orders of two customers on four days of three months, of products of two categories under one."""
    cast = make_order_cast()
    top = ProductCategory.objects.create(code="T", name="Top")
    parts = [ProductCategory.objects.create(code=code, name=code, parent=top) for code in ("A", "B")]
    goods = [make_product(list_price=D(10 + n), stock=99, category=parts[n % 2]) for n in range(4)]
    for n, code in enumerate(("S1", "S1", "S2")):  # the last is nobody's
        supplier, _is_new = Supplier.objects.get_or_create(code=code, name=code)
        Product.objects.filter(pk=goods[n].pk).update(supplier=supplier)
    buyers = [make_buyer(cast.owner), make_buyer(cast.owner)]
    for buyer, region in zip(buyers, ("North", "South"), strict=True):
        Customer.objects.filter(pk=buyer.pk).update(region=region, tags=[region, "ALL"])
    made = []
    for n in range(6):
        at = AT - timedelta(days=[0, 1, 20, 33, 40, 75][n])
        chosen = [goods[n % 4], goods[(n + 1 + n % 2) % 4]]
        lines = [line(one, n + 2) for one in chosen]
        made.append(make_effective(cast.owner, at=at, customer=buyers[n % 2], lines=lines))
    make_shipped(made[0], 1)
    facts.keep_up(at=AT, patience=0)
    return made


def ask(*measures, rows=(), column="", since=FIRST, until=TODAY, actor=None, **more):
    asked = Question(measures, since, until, rows=tuple(rows), column=column, **more)
    return queries.ask(actor=actor or people.system_user(), asked=asked, today=TODAY)


def sums_of(answer):
    return {key: one.sums for key, one in answer.groups.items()}


def table(answer, code):
    measure = next(one for one in answer.question.asked if one.code == code)
    return {key: measure.value(one.sums) for key, one in answer.groups.items()}


def test_the_whole_is_what_the_orders_say(world):
    whole = ask("orders", "amount").whole
    total = Order.objects.aggregate(total=Sum("total_amount"))["total"]
    assert whole.sums == {(1, "orders"): 6, (1, "amount"): round(total, 2)}


def test_kept_sums_and_facts_say_the_same_by_anything(world, monkeypatch):
    for code, since in combinations(AXES, (FIRST, FIRST.replace(day=1), TODAY - timedelta(days=9))):
        kept = ask(*ADDITIVE, rows=[code], since=since)
        with monkeypatch.context() as patched:
            patched.setattr(statements, "base_of", lambda _question: None)
            raw = ask(*ADDITIVE, rows=[code], since=since)
        assert raw.is_kept is False
        assert sums_of(kept) == sums_of(raw), (code, since)
        assert kept.whole.sums == raw.whole.sums, (code, since)
        assert kept.rows == raw.rows


def test_tables_by_supplier_are_the_same_from_sums_and_from_facts_also_after_one_changed(world, monkeypatch):
    given = [str(pk) for pk in Supplier.objects.order_by("code").values_list("pk", flat=True)]
    first = str(world[0].lines.first().product_id)
    asked = [
        *({"rows": ["supplier"], "column": one} for one in ("month", "region", "product", "category", "salesperson")),
        {"rows": ["supplier"], "filters": {"product": (first,)}},
        *({"rows": ["product"], "filters": {"supplier": keys}} for keys in (given[:1], given)),
        *({"rows": ["month"], "filters": {"supplier": keys}} for keys in (given[:1], given)),
        {"filters": {"supplier": tuple(given)}, "rows": ["supplier", "week"]},
    ]
    for _again in range(2):
        for one in asked:
            kept = ask(*ADDITIVE, since=FIRST.replace(day=1), **one)
            with monkeypatch.context() as patched:
                patched.setattr(statements, "base_of", lambda _question: None)
                raw = ask(*ADDITIVE, since=FIRST.replace(day=1), **one)
                patched.setattr(days, "AT_ONCE", 9)
                assert ask(*ADDITIVE, since=FIRST.replace(day=1), **one).groups == raw.groups, one
            assert sums_of(kept) == sums_of(raw), one
            assert (kept.whole, kept.row_sums, kept.column_sums) == (raw.whole, raw.row_sums, raw.column_sums), one
        Product.objects.filter(pk=first).update(supplier=Supplier.objects.get(code="S2"))
        assert facts.keep_up(at=AT, patience=0) == 0


def test_figures_by_supplier_are_kept_and_for_those_who_see_products(world, monkeypatch):
    assert ask("orders", "amount", rows=["supplier"]).is_kept
    FactMark.objects.update(has_suppliers=False)  # a site that just came from before there were any
    assert ask("orders", "amount", rows=["supplier"]).is_kept is False
    rep = world[0].salesperson
    assert ask("orders", rows=["supplier"], actor=rep).groups
    monkeypatch.setattr(policies.policies, "can", lambda _actor, verb, **_more: verb != "product.view")
    for more in ({"rows": ["supplier"]}, {"filters": {"supplier": ("1",)}}):
        with pytest.raises(errors.NotAllowed):
            ask("orders", actor=rep, **more)


def test_a_salespersons_kept_sums_and_his_facts_say_the_same_by_anything(world, monkeypatch):
    rep = world[0].salesperson
    shown = [one for one in ADDITIVE if one != "profit"]
    for one in world[3:]:  # no longer sold by him, but made by him: still his
        Order.objects.filter(pk=one.pk).update(salesperson=people.system_user())
    facts.refresh(actor=people.system_user(), order_ids=[one.pk for one in world[3:]], known=None)
    narrowed = {"filters": {"product": tuple(str(one.product_id) for one in world[0].lines.all())}}
    for (code, since), more in combinations(combinations(AXES, (FIRST, FIRST.replace(day=1))), ({}, narrowed)):
        kept = ask(*shown, rows=[code], since=since, until=dates.month_end(TODAY), actor=rep, **more)
        with monkeypatch.context() as patched:
            patched.setattr(statements, "base_of", lambda _question: None)
            raw = ask(*shown, rows=[code], since=since, until=dates.month_end(TODAY), actor=rep, **more)
        assert sums_of(kept) == sums_of(raw), (code, since)
        assert kept.whole.sums == raw.whole.sums, (code, since)


def test_a_salespersons_figures_come_from_sums_of_his_own(world):
    rep = world[0].salesperson
    asked = Question(("amount",), FIRST.replace(day=1), dates.month_end(TODAY), rows=("customer",))
    assert "ownsummary" in _statements(rep, asked) and "reports_flow f" not in _statements(rep, asked)
    FactMark.objects.update(has_own_sums=False)  # a site that just came from before there were any
    assert "ownsummary" not in _statements(rep, asked)
    facts.keep_up(at=AT, patience=0)
    assert "ownsummary" in _statements(rep, asked)


def _statements(actor, asked):
    """What is asked of the sums and facts of orders that he sells."""
    asking = Asking(actor, asked, TODAY)
    asking.within = replace(asking.within, departments=(), rest=None)
    return " ".join(one.text for one in asking.parts_of(asked, asking.terms))


def test_a_table_adds_up_to_its_sides(world):
    for row, column in (("customer", "month"), ("category", "quarter"), ("region", "product")):
        found = ask("amount", "quantity", rows=[row], column=column)
        for measure in found.question.asked:
            for key in found.rows:
                cells = [found.value(measure, key, each) or 0 for each in found.columns]
                assert sum(cells) == measure.value(found.row_sums[key].sums)
            sides = [measure.value(one.sums) for one in found.column_sums.values()]
            assert sum(sides) == measure.value(found.whole.sums)


def test_an_order_counts_once_in_a_category_and_once_in_all(world):
    found = ask("orders", rows=["category"])
    top = ProductCategory.objects.get(code="T")
    assert table(found, "orders") == {(top.pk,): 6}, table(found, "orders")
    below = ask("orders", rows=["category"], filters={"category": (str(top.pk),)})
    assert sum(table(below, "orders").values()) > 6 == below.whole.sums[1, "orders"]


def test_tags_overlap_and_the_whole_does_not(world):
    found = ask("orders", rows=["tag"])
    assert table(found, "orders") == {("ALL",): 6, ("North",): 3, ("South",): 3}
    assert found.whole.sums[1, "orders"] == 6


def test_every_stretch_is_there_even_without_a_figure(world):
    found = ask("orders", rows=["month"])
    assert len(found.rows) == len({(TODAY - timedelta(days=n)).replace(day=1) for n in range(76)})
    assert found.rows == sorted(found.rows)


def test_the_months_before_stand_beside_the_months_asked_for(world):
    first = TODAY.replace(day=1)
    found = ask("orders", rows=["month"], since=first, until=TODAY, against=Against.BEFORE)
    group = found.groups[(first,)]
    assert group.former is not None
    days = TODAY - first
    before = Order.objects.filter(
        effective_at__date__gte=first - days - timedelta(days=1), effective_at__date__lt=first
    ).count()
    assert group.former.get((1, "orders"), 0) == before


def test_filters_narrow_in_both_ways(world):
    buyers = [str(pk) for pk in Customer.objects.filter(orders__isnull=False).values_list("pk", flat=True)]
    one = ask("orders", filters={"customer": (buyers[0],)}).whole.sums[1, "orders"]
    other = ask("orders", filters={"customer": (buyers[1],)}).whole.sums[1, "orders"]
    assert one + other == 6
    by_two = ask("orders", filters={"customer": (buyers[0],), "region": ("South",)})
    assert by_two.whole.sums.get((1, "orders"), 0) in (0, 3)


def test_nobody_counts_what_he_may_not_see(world):
    stranger = make_order_cast().stranger
    assert not any(ask("orders", "lines", actor=stranger, rows=["product"]).whole.sums.values())
    rep = world[0].salesperson
    assert ask("orders", actor=rep).whole.sums[1, "orders"] == 6


def test_a_head_counts_his_department_and_his_own(world):
    rep = world[0].salesperson
    head = rep.department.head
    found = ask("orders", "amount", actor=head, rows=["customer"])
    everything = ask("orders", "amount", rows=["customer"])
    assert sums_of(found) == sums_of(everything)


def test_what_cannot_be_asked_says_why(db):
    for wrong, field in (
        ({"rows": ["nonsense"]}, "rows"),
        ({"rows": ["month"], "column": "year"}, "rows"),
        ({"since": TODAY + timedelta(days=1)}, "until"),
        ({"filters": {"customer": ("1; DROP TABLE",)}}, "filters"),
        ({"since": date(1, 1, 1)}, "since"),
    ):
        with pytest.raises(errors.Invalid) as caught:
            ask("orders", **wrong)
        assert field in caught.value.fields


def test_money_received_is_not_told_by_product(world):
    with pytest.raises(errors.Invalid):
        ask("received", rows=["product"])


def test_members_stand_by_their_names_where_nothing_else_is_asked(world):
    keys = list(Customer.objects.filter(orders__isnull=False).distinct().order_by("pk").values_list("pk", flat=True))
    for name, key in zip(("beta", "Alpha"), keys, strict=True):
        Customer.objects.filter(pk=key).update(short_name=name)
    for order_by in ("", "name"):
        assert [key for (key,) in ask("orders", rows=["customer"], order_by=order_by).rows] == keys[::-1]


def test_the_best_come_first_and_the_others_are_counted(world):
    found = ask("amount", rows=["product"], order_by="amount", top=2)
    amounts = [found.value(found.question.asked[0], key) for key in found.rows]
    assert amounts == sorted(amounts, reverse=True)
    assert (len(found.rows), found.others) == (2, 2)


def test_quarters_and_weeks_begin_where_they_should():
    from reports.figures.question import start_of, stretches

    assert start_of(Time.QUARTER, date(2026, 11, 20)) == date(2026, 10, 1)
    assert start_of(Time.WEEK, date(2026, 11, 22)) == date(2026, 11, 16)
    for time, day in combinations(Time, (date(2024, 2, 29), date(2026, 12, 31), date(2026, 1, 1))):
        found = stretches(time, day, day + timedelta(days=400))
        assert found == sorted(set(found))
        assert all(start_of(time, one) == one for one in found)


def test_a_figure_opens_to_what_it_counts(world):
    for code, column in (("amount", "amount"), ("quantity", "quantity"), ("shipped", "amount"), ("orders", "orders")):
        for filters in ({}, {"region": ("North",)}):
            asked = Question((code,), FIRST, TODAY, filters=filters)
            found = queries.facts_of(actor=people.system_user(), asked=asked, today=TODAY)
            whole = ask(code, filters=filters).whole
            assert sum(getattr(one, column) for one in found) == asked.asked[0].value(whole.sums)
    first = queries.facts_of(actor=people.system_user(), asked=asked, today=TODAY, limit=2)
    rest = queries.facts_of(actor=people.system_user(), asked=asked, today=TODAY, after=(first[-1].day, first[-1].key))
    assert [one.key for one in [*first, *rest]] == [one.key for one in found]
    assert queries.facts_of(actor=make_order_cast().stranger, asked=asked, today=TODAY) == []


def test_a_paper_has_a_cell_for_every_column(world):
    for more in (
        {"rows": ["customer"], "top": 1, "order_by": "amount"},
        {"rows": ["region"], "column": "month", "against": Against.LAST_YEAR},
        {"rows": ["month"], "against": Against.BEFORE},
        {},
        {"rows": ["category", "salesperson"]},
    ):
        found = papers.made_of(ask("amount", "margin", **more), title="T", today=TODAY, here="/reports/builder/")
        assert {len(row.cells) for row in found.rows} == {len(found.columns)}
        assert not found.sums or len(found.sums) == len(found.columns)
        assert found.values("amount")


def test_an_address_says_the_same_question():
    asked = Question(
        ("amount", "orders"), FIRST, TODAY, rows=("region",), column="month", filters={"customer": ("1", "2")},
        segment=3, against=Against.BEFORE, order_by="amount", top=10,
    )  # fmt: skip
    assert parameters.read(parameters.write(asked), TODAY) == asked
    for wrong in (
        {"since": "x"},
        {"period": "x"},
        {"top": "-1"},
        {"against": "x"},
        {"measures": "x"},
        {"f.customer": "x"},
    ):
        with pytest.raises(errors.Invalid):
            parameters.read(wrong, TODAY)


def test_an_address_with_somebody_elses_customer_tells_no_name(world):
    customer = world[0].customer
    stranger = make_order_cast().stranger
    found = ask("orders", actor=stranger, filters={"customer": (str(customer.pk),)})
    assert [named for _axis, named in found.picked] == [f"#{customer.pk}"]
    mine = ask("orders", actor=world[0].salesperson, filters={"customer": (str(customer.pk),)})
    assert [named for _axis, named in mine.picked] == [customer.short_name or customer.name]


def test_former_stretches_stand_beside_those_of_now_and_none_is_lost():
    march, before = (date(2026, 3, 1), date(2026, 3, 30)), (date(2026, 1, 30), date(2026, 2, 28))
    assert set(question.beside(Time.MONTH, before, march).values()) == {date(2026, 3, 1)}
    year, last = (date(2026, 1, 1), date(2026, 12, 31)), (date(2025, 1, 1), date(2025, 12, 31))
    pairs = question.beside(Time.MONTH, last, year)
    assert (len(pairs), pairs[date(2025, 7, 1)]) == (12, date(2026, 7, 1))
    after = question.beside(Time.DAY, (date(2023, 2, 27), date(2023, 3, 2)), (date(2024, 2, 27), date(2024, 3, 2)))
    assert after[date(2023, 3, 1)] == date(2024, 3, 1)


@pytest.mark.parametrize("axes", [("product", "status"), ("category", "customer_type"), ("supplier", "currency")])
def test_goods_by_what_stands_on_the_order_are_the_same_in_goes(world, monkeypatch, axes):
    whole = ask("orders", "amount", rows=axes[:1], column=axes[1])
    monkeypatch.setattr(days, "AT_ONCE", 10)
    goes = ask("orders", "amount", rows=axes[:1], column=axes[1])
    assert sums_of(goes) == sums_of(whole) and goes.column_sums == whole.column_sums
    orders = [group.sums[statements.ORDERS] for group in goes.column_sums.values()]
    assert sum(orders) == len(world) == goes.whole.sums[statements.ORDERS]
    narrowed = ask("orders", rows=axes[:1], filters={axes[1]: (str(goes.columns[0]),)})
    assert sums_of(narrowed) == {
        key[:1]: {statements.ORDERS: one.sums[statements.ORDERS]}
        for key, one in whole.groups.items()
        if key[1] == goes.columns[0]
    }


def test_whom_a_file_was_about_is_the_same_from_sums_and_from_facts(world, monkeypatch):
    asked = Question(("orders", "amount"), FIRST, TODAY, rows=("month",))
    given = {"actor": people.system_user(), "asked": asked, "today": TODAY}
    by_sums = queries.customers_of(**given)
    monkeypatch.setattr(queries, "_cases", lambda _asking: None)
    by_facts = queries.customers_of(**given)
    lines = {one.customer_id: 0 for one in world} | {}
    for one in world:
        lines[one.customer_id] += one.lines.count() + 1
    assert by_sums == lines and by_facts is not None and by_facts.keys() == lines.keys()
