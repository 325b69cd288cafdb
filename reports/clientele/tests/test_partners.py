"""What goes with a product, kept every night and told at order entry (R255, docs/adr/0105)."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from accounts.people import queries as people
from customers.tests.builders import make_customer
from orders.entry.related import Asked
from orders.tests.builders import AT, make_effective, make_order_cast
from products.catalogue.models import Product
from products.tests.builders import make_product
from reports.clientele import advice, pairs_papers, partners_keeping, partners_reading
from reports.clientele.advice import Habit
from reports.clientele.models import ProductPartner
from reports.clientele.pairs_reading import Pair
from reports.clientele.tests.worlds import TODAY, ordered, pattern
from reports.facts.models import Flow
from reports.standard.reports import Wanted

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def cast():
    return make_order_cast()


@pytest.fixture
def like(cast):
    return pattern(make_effective(cast.owner))


@pytest.fixture
def goods():
    return [make_product(name=name, code=f"P-{name}").pk for name in ("scale", "cable", "lamp", "box")]


@pytest.fixture
def buyers(cast):
    return [make_customer(owner=cast.owner, name=f"buyer {n}") for n in range(4)]


@pytest.fixture
def world(like, buyers, goods):
    """Three customers order scale and cable together, one of them twice; two order lamp and box together, twice each;
    four orders have a lamp alone."""
    scale, cable, lamp, box = goods
    for buyer in buyers[:3]:
        ordered(like, buyer, TODAY - 3 * DAY, goods=[scale, cable])
    ordered(like, buyers[0], TODAY - 2 * DAY, goods=[scale, cable])
    for buyer in buyers[2:]:
        for n in range(2):
            ordered(like, buyer, TODAY - n * DAY, goods=[lamp, box])
    for n in range(4):
        ordered(like, buyers[3], TODAY - n * DAY, goods=[lamp])


def keep():
    return partners_keeping.keep_partners(actor=people.system_user(), at=AT)


def kept(*columns):
    return set(ProductPartner.objects.values_list(*(columns or ("product_id", "partner_id"))))


# --- what is kept --------------------------------------------------------------------------------


def test_pairs_of_three_customers_are_kept_from_either_side(world, goods):
    scale, cable, *_others = goods
    assert keep() == 2
    assert kept() == {(scale, cable), (cable, scale)}, "lamp and box would tell what two customers buy"
    assert kept("both", "with_product", "with_partner", "whole", "customers") == {(4, 4, 4, 12, 3)}


def test_the_kept_figures_are_those_of_the_report(world, like, buyers, goods):
    scale, cable, lamp, box = goods
    for n, buyer in enumerate(buyers):
        ordered(like, buyer, TODAY - n * DAY, goods=[scale, lamp, cable])
        ordered(like, buyer, TODAY - 400 * DAY, goods=[scale, box])  # before the year
    ordered(like, buyers[0], TODAY - 364 * DAY, goods=[scale, box])  # its first day
    keep()
    since = partners_keeping.scope.months_before(TODAY, 12) + DAY
    for product in goods:
        paper = pairs_papers.make(
            Wanted(people.system_user(), TODAY, since, TODAY, by="order", top=10, product=product)
        )
        told = {
            int(row.key): tuple(float(row.cells[paper.index(name)]) for name in ("both", "confidence", "back", "lift"))
            for row in paper.rows
        }
        for pair in partners_reading.partners([product]):
            found = (pair.both, pair.confidence, pair.back, pair.lift)
            assert told[pair.second] == pytest.approx(found, abs=1e-6)
    assert kept(), "else nothing was compared"


def test_what_is_kept_is_made_anew(world, goods):
    keep()
    Flow.objects.filter(product_id=goods[1]).delete()
    assert keep() == 0
    assert kept() == set()


def test_only_the_best_partners_are_kept_and_none_that_is_out_of_use(world, like, buyers, goods, monkeypatch):
    scale, cable, lamp, box = goods
    for _n in range(4):
        ordered(like, buyers[3], TODAY, goods=[lamp])
    for n, buyer in enumerate(buyers[:3]):
        ordered(like, buyer, TODAY - n * DAY, goods=[scale, box])
    monkeypatch.setattr(partners_keeping, "MOST", 1)
    keep()
    assert {pair for pair in kept() if pair[0] == scale} == {(scale, cable)}, "four orders against three"
    Product.objects.filter(pk=cable).update(is_active=False)
    keep()
    assert {pair for pair in kept() if pair[0] == scale} == {(scale, box)}


def test_a_partner_in_few_of_the_orders_is_none(world, goods, monkeypatch):
    monkeypatch.setattr(partners_keeping, "LEAST_SHARE", 1.01)
    assert keep() == 0


def test_very_long_orders_are_looked_at_from_the_latest_days(world, goods, monkeypatch):
    monkeypatch.setattr(partners_keeping, "PAIRS", 3)  # two of today, two of yesterday, …
    assert keep() == 0
    days = [(date(2026, 3, 9), 5), (date(2026, 3, 8), 3), (date(2026, 3, 1), 4)]
    since = date(2026, 1, 1)
    assert partners_keeping.first_day(days, 12, since) == since
    assert partners_keeping.first_day(days, 11, since) == date(2026, 3, 8)
    assert partners_keeping.first_day(days, 2, since) == date(2026, 3, 9), "one day at least"
    assert partners_keeping.first_day([], 2, since) == since


# --- a customer's own orders ---------------------------------------------------------------------


def asked(actor, customer, *products):
    return Asked(actor, customer.pk, frozenset(products), TODAY)


def test_a_customers_habits_are_counted_over_his_orders(world, like, buyers, goods, cast):
    scale, cable, _lamp, box = goods
    ordered(like, buyers[0], TODAY - 9 * DAY, goods=[box])
    ordered(like, buyers[0], TODAY - 800 * DAY, goods=[box])  # long ago
    Flow.objects.filter(customer_id=buyers[0].pk, product_id=cable, day=TODAY - 2 * DAY).update(quantity=40)
    found = {row[0]: Habit(*row) for row in partners_reading.habits(asked(people.system_user(), buyers[0], scale))}
    assert found == {
        cable: Habit(cable, 2, TODAY - 2 * DAY, Decimal(1), 2, 2, 3),
        box: Habit(box, 1, TODAY - 9 * DAY, Decimal(1), 0, 2, 3),
    }


def test_orders_that_he_does_not_see_are_no_habit_of_his_customer(world, buyers, goods, cast):
    assert partners_reading.habits(asked(cast.owner, buyers[0], goods[0]))
    assert not partners_reading.habits(asked(cast.stranger, buyers[0], goods[0]))


def test_only_the_latest_lines_of_a_customer_are_read(world, buyers, goods, monkeypatch):
    monkeypatch.setattr(partners_reading, "LINES", 2)
    rows = partners_reading.habits(asked(people.system_user(), buyers[0], goods[0]))
    assert [(row[1], row[6]) for row in rows] == [(1, 1)]


def test_advice_takes_two_statements_whatever_is_asked(world, buyers, goods, cast, django_assert_num_queries):
    keep()
    advice.advise(asked(cast.owner, buyers[0], goods[0]))
    with django_assert_num_queries(2):
        found = advice.advise(asked(cast.owner, buyers[0], *goods[:1], *goods[2:]))
    assert [one.product_id for one in found] == [goods[1]]
    assert found[0].own.orders == 2
    assert found[0].others.beside == goods[0]
    with django_assert_num_queries(1):
        assert advice.advise(Asked(cast.owner, None, frozenset(goods[:1]), TODAY))


# --- weighing ------------------------------------------------------------------------------------


def habit(product, orders=5, together=0, of=0, whole=10):
    return Habit(product, orders, TODAY, Decimal(1), together, of, whole)


def pair(first, second, both, of=10):
    return Pair(first, second, both, of, 10, 100)


def products(*given, at_hand=()):
    return [one.product_id for one in advice.weighed(*given, frozenset(at_hand))]


def test_what_he_orders_with_it_counts_for_more_than_what_he_orders_anyway():
    assert products([habit(1, 8), habit(2, 5, together=5, of=5)], []) == [2, 1]


def test_two_of_two_say_less_than_twenty_of_twenty():
    assert products([habit(1, 2, 2, 2, 30), habit(2, 20, 20, 20, 30)], []) == [2, 1]


def test_what_was_ordered_once_is_no_habit_but_is_told_beside_another_reason():
    assert products([habit(1, orders=1, together=1, of=1, whole=1)], []) == []
    found = advice.weighed([habit(1, orders=1, whole=50)], [pair(9, 1, 6)], frozenset())
    assert (found[0].own.orders, found[0].others.share) == (1, Decimal("0.6"))


def test_of_several_products_at_hand_the_one_tells_whose_orders_have_it_most_often():
    found = advice.weighed([], [pair(8, 1, 3), pair(9, 1, 6)], frozenset({8, 9}))
    assert [(one.product_id, one.others.beside) for one in found] == [(1, 9)]


def test_reasons_add_up_and_what_is_there_already_is_not_told():
    given = [habit(1, 8, whole=10)], [pair(9, 1, 5), pair(9, 2, 6), pair(9, 3, 9)]
    assert products(*given, at_hand={9, 3}) == [1, 2]


def test_what_he_orders_rarely_is_not_told():
    assert products([habit(1, 2, whole=100)], []) == []
