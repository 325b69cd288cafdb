"""Requests are begun and written by several people at once: nothing is lost, real conflicts are asked (R195)."""

import copy
from decimal import Decimal as D

import pytest

from common import errors
from customers.tests.builders import payment_term
from orders.changes import operations, queries
from orders.changes.models import ChangeRequest
from orders.changes.states import State
from orders.changes.tests.builders import make_request, modify, wrote
from orders.lifecycle import operations as lifecycle
from orders.tests.builders import AT, line, make_draft, make_effective, make_order_cast
from products.tests.builders import make_product

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("made")]


@pytest.fixture(scope="module")
def made(once_a_file):
    return once_a_file(_make_all)


@pytest.fixture
def mine(made):
    return copy.deepcopy(made)


@pytest.fixture
def cast(mine):
    return mine[0]


@pytest.fixture
def order(mine):
    return mine[1]


def _make_all():
    cast = _make_cast()
    order = _make_order(cast)
    return cast, order


def _make_cast():
    return make_order_cast()


def _make_order(cast):
    lines = [line(make_product(list_price=D(100), stock=9), 2), line(make_product(list_price=D(7)), 3)]
    return make_effective(cast.owner, lines=lines)


def edit(actor, request, **options):
    cells = {}
    for path, cell in options.pop("cells").items():
        cells[path] = dict(zip(("value", "seen"), cell, strict=False)) if isinstance(cell, tuple) else {"value": cell}
    return operations.edit_items(actor=actor, request_id=request.pk, edits=cells, at=AT, **options)


def test_what_people_write_is_kept_plainly_and_set_back_is_gone(cast, order):
    new, terms = make_product(list_price=D(4)), payment_term("PREPAID")
    request = make_request(
        order,
        edits={
            "lines.1.quantity": "1,200.00",
            "lines.1.discount": "5%",
            "lines.2.requested_date": "2026/12/24",
            "ship_address": " 3 号门 ",
            "payment_term": terms.code,
            "lines.+1.product": new.code.lower(),
            "lines.+1.quantity": 6,
        },
    )
    assert wrote(request) == {
        "payment_term": terms.pk,
        "ship_address": "3 号门",
        "lines.1.quantity": "1200",
        "lines.1.discount": "0.05",
        "lines.2.requested_date": "2026-12-24",
        "lines.3.product": new.pk,
        "lines.3.quantity": "6",
    }
    assert {item.path: item.old for item in queries.items_of(request)}["lines.1.quantity"] == "2"
    assert (request.state, request.number, request.base_revision) == (State.DRAFT, None, order.revision)
    before = request.content_hash
    request = edit(
        cast.owner,
        request,
        cells={"lines.1.quantity": "2.0", "lines.1.discount": "", "lines.3": True, "ship_address": order.ship_address},
    )
    assert wrote(request) == {"payment_term": terms.pk, "lines.2.requested_date": "2026-12-24"}
    assert request.content_hash != before
    assert edit(cast.desk, request, cells={"lines.1.quantity": "2"}).version == request.version, "nothing changed"


def test_faults_are_named_by_their_cells(cast, order):
    cells = {
        "lines.1.quantity": "many",
        "lines.1.product": "NO-SUCH",
        "payment_term": "NO-SUCH",
        "currency": "USD",
        "lines.2.requested_date": "soon",
    }
    for path, value in cells.items():
        with pytest.raises(errors.Invalid) as found:
            make_request(order, edits={path: value})
        assert path in found.value.fields
    with pytest.raises(errors.Invalid) as found:  # what cannot be projected is refused before it is saved
        make_request(order, edits={"lines.9.quantity": 3})
    assert "lines.9.product" in found.value.fields
    assert not ChangeRequest.objects.exists()


def test_two_people_write_different_cells_and_nothing_is_lost(cast, order):
    request = make_request(order)
    edit(cast.owner, request, cells={"lines.1.quantity": (5, 2)})
    edit(cast.desk, request, cells={"lines.2.quantity": ("8", "3"), "lines.1.quantity": ("5.00", "2")})
    edit(cast.desk, request, cells={"lines.+1.product": (make_product().code,), "lines.+1.quantity": (1,)})
    edit(cast.owner, request, cells={"lines.+1.product": (make_product().code,), "lines.+1.quantity": (2,)})
    found = wrote(request)
    assert (found["lines.1.quantity"], found["lines.2.quantity"]) == ("5", "8")
    assert (found["lines.3.quantity"], found["lines.4.quantity"]) == ("1", "2")


def test_the_same_cell_is_asked_with_the_name_of_who_wrote_it_and_nothing_is_half_written(cast, order):
    request = make_request(order)
    edit(cast.owner, request, cells={"lines.1.quantity": (5, 2)})
    with pytest.raises(errors.Stale) as found:
        edit(cast.desk, request, cells={"lines.1.quantity": (6, 2), "lines.2.quantity": (8, 3)})
    assert found.value.details["fields"] == {"lines.1.quantity": ["5", "6"]}
    assert found.value.details["people"] == {"lines.1.quantity": cast.owner.name}
    assert wrote(request) == {"lines.1.quantity": "5"}
    edit(cast.desk, request, cells={"lines.1.quantity": (6, 5), "lines.2.quantity": (8, 3)})
    assert wrote(request) == {"lines.1.quantity": "6", "lines.2.quantity": "8"}


def test_a_line_is_not_cancelled_over_what_somebody_else_wrote_in_it(cast, order):
    request = make_request(order)
    edit(cast.owner, request, cells={"lines.2.quantity": (5, 3)})
    with pytest.raises(errors.Stale) as found:
        edit(cast.desk, request, cells={"lines.2": (True, False)})
    assert found.value.details["fields"] == {"lines.2.quantity": ["5", ""]}
    edit(cast.owner, request, cells={"lines.2": (True, False)})
    assert wrote(request) == {"lines.2": True}
    with pytest.raises(errors.Stale):
        edit(cast.desk, request, cells={"lines.2.quantity": (4, 3)})
    with pytest.raises(errors.Invalid):
        edit(cast.owner, request, cells={"lines.2.quantity": (4, 3)})
    edit(cast.owner, request, cells={"lines.2": (False, True), "lines.2.quantity": (4, 3)})
    assert wrote(request) == {"lines.2.quantity": "4"}


def test_one_open_request_an_order_and_who_has_it_is_named(cast, order):
    request = make_request(order)
    with pytest.raises(errors.Conflict) as found:
        make_request(order, cast.desk)
    assert (found.value.code, found.value.details["person"]) == ("change_open", cast.owner.name)
    later = make_request(order, cast.desk, supersedes=request.pk, items=[modify(1, "quantity", 4)])
    request.refresh_from_db()
    assert (request.state, request.superseded_by, request.ended_at) == (State.SUPERSEDED, later, AT)
    operations.withdraw_request(actor=cast.owner, request_id=later.pk, at=AT)
    assert make_request(order).state == State.DRAFT
    with pytest.raises(errors.WrongState):
        operations.withdraw_request(actor=cast.owner, request_id=later.pk, at=AT)


def test_only_effective_orders_that_are_not_frozen(cast, order):
    with pytest.raises(errors.WrongState):
        make_request(make_draft(cast.owner))
    lifecycle.freeze_order(actor=cast.desk, order_id=order.pk, reason="?", at=AT)
    with pytest.raises(errors.WrongState):
        make_request(order)


def test_whose_order_it_is_writes_its_changes_and_others_never_see_them(cast, order):
    with pytest.raises(errors.NotFound):
        make_request(order, cast.stranger)
    request = make_request(order)
    with pytest.raises(errors.NotFound):
        queries.get_request(actor=cast.stranger, reference=request.reference)
    with pytest.raises(errors.NotAllowed):
        make_request(order, cast.director)
    assert queries.get_request(actor=cast.director, reference=request.reference) == request
    assert list(queries.list_requests(cast.head)) == [request]
    assert not queries.list_requests(cast.stranger).exists()


def test_what_it_says_of_itself_changes_while_it_is_a_draft(cast, order):
    request = make_request(order, edits={"lines.1.quantity": 4})
    changes = {"is_urgent": True, "source": "GOODS", "reason_text": " 停产 "}
    request = operations.change_head(actor=cast.desk, request_id=request.pk, changes=changes, at=AT, version=1 + 1)
    assert (request.is_urgent, request.source, request.reason_text) == (True, "GOODS", "停产")
    with pytest.raises(errors.Invalid):
        operations.change_head(actor=cast.desk, request_id=request.pk, changes={"reason_id": 9_999_999}, at=AT)
    with pytest.raises(errors.Stale):
        operations.change_head(actor=cast.desk, request_id=request.pk, changes={}, at=AT, version=1)
