"""Who is proposed to enter a piece of intake: workload, ability and region (R137)."""

import pytest

from common import errors
from customers.tests import builders as customers
from orders.intake.pool import operations, proposing, scoring
from orders.intake.pool.scoring import Facts
from orders.intake.pool.tests.builders import receive
from orders.tests import builders
from orders.tests.builders import AT
from orders.tests.page_builders import statements
from products.tests.builders import make_product


@pytest.mark.parametrize(
    ("better", "other"),
    [
        ({"is_owner": True, "open_work": 30}, {"sold_to_customer": 40}),
        ({"sold_to_customer": 1}, {}),
        ({"sold_products": 2}, {"sold_products": 1}),
        ({"sold_products": 1}, {"sold_categories": 1}),
        ({"is_in_area": True}, {}),
        ({"open_work": 2}, {"open_work": 9}),
        ({"open_work": 25}, {"open_work": 90}),  # both have nothing free: less is still less
    ],
)
def test_the_better_fit_comes_first(better, other):
    ranked = scoring.rank([Facts(1, "A", **other), Facts(2, "B", **better)])
    assert [one.person_id for one in ranked] == [2, 1]
    assert ranked[0].score >= ranked[1].score and str(ranked[0].words)


@pytest.fixture
def cast(db):
    return builders.make_order_cast()


def ranked(item):
    return proposing.propose([item], AT, most=20)[item.pk]


@pytest.mark.django_db
def test_the_owner_of_the_customer_is_proposed_and_others_may_not_see_him(cast):
    item = receive(cast.desk, customer_id=builders.make_buyer(cast.owner).pk)
    people = ranked(item)
    assert people[0].person_id == cast.owner.pk and "looks after" in people[0].words
    assert cast.stranger.pk not in {one.person_id for one in people}


@pytest.mark.django_db
def test_ability_counts_for_a_customer_nobody_knows(cast):
    product, like = make_product(stock=100), make_product(stock=100)
    builders.make_effective(cast.mate, lines=[builders.line(product, 1)])
    people = ranked(receive(cast.desk, rows=[{"product": product.code, "quantity": "2"}]))
    assert people[0].person_id == cast.mate.pk and "sold 1 of these products" in people[0].words
    assert "sold" not in ranked(receive(cast.desk, rows=[{"product": like.code, "quantity": "2"}]))[0].words


@pytest.mark.django_db
def test_who_has_less_to_do_comes_first_and_bulk_dispatch_spreads(cast):
    for _number in range(3):
        builders.make_draft(cast.owner)
    work = proposing.open_work([cast.owner.pk, cast.mate.pk])
    assert (work[cast.owner.pk], work[cast.mate.pk]) == (3, 0)
    given = [
        operations.dispatch_proposed(actor=cast.desk, item_id=receive(cast.desk).pk, at=AT).salesperson_id
        for _number in range(4)
    ]
    assert cast.owner.pk not in given[:2] and len(set(given)) > 1
    stored = receive(cast.desk)
    operations.dispatch_proposed(actor=cast.desk, item_id=stored.pk, at=AT)
    stored.refresh_from_db()
    assert "open" in stored.dispatch_reason


@pytest.mark.django_db
def test_nobody_fits_where_nobody_may_see_the_customer(cast):
    item = receive(cast.desk, customer_id=customers.make_customer(owner=cast.desk).pk)
    for person in proposing.candidates():
        person.is_active = False
        person.save(update_fields=["is_active"])
    with pytest.raises(errors.Conflict) as refused:
        operations.dispatch_proposed(actor=cast.desk, item_id=item.pk, at=AT)
    assert refused.value.code == "nobody_fits"


@pytest.mark.django_db
def test_a_page_of_proposals_takes_a_handful_of_statements(cast):
    product = make_product()
    items = [receive(cast.desk, rows=[{"product": product.code, "quantity": "1"}]) for _number in range(3)]
    one = statements(lambda: proposing.propose(items[:1], AT))
    assert statements(lambda: proposing.propose(items, AT)) == one
