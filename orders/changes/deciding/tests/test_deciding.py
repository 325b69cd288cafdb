"""Who would decide a change and why; asking another approver, and an earlier step again (SEMANTICS 7, 8)."""

import itertools
from decimal import Decimal as D

import pytest
from django.urls import reverse
from rest_framework.test import APIClient

from accounts.tests.builders import make_user
from common import errors
from orders.approval.matrix.models import MatrixStep
from orders.approval.tests.builders import make_row, step
from orders.changes import operations as changes
from orders.changes import policies, queries
from orders.changes.deciding import operations
from orders.changes.deciding import queries as deciding
from orders.changes.effect.tests.builders import approver_of
from orders.changes.tests.builders import make_request, make_submitted_request, reason
from orders.tests.builders import AT, fresh, line, make_effective, make_order_cast
from orders.tests.page_builders import Browser
from products.tests.builders import make_product

pytestmark = pytest.mark.django_db
PERSON = MatrixStep.Kind.PERSON
_keys = itertools.count(1)


@pytest.fixture(autouse=True)
def _that_day(monkeypatch):
    monkeypatch.setattr("common.clock.now", lambda: AT)


@pytest.fixture
def cast():
    return make_order_cast()


@pytest.fixture
def order(cast):
    return make_effective(cast.owner, lines=[line(make_product(list_price=D(100), stock=99), 2)])


def two_steps(cast):
    """The head first, then the director."""
    make_row(
        step(PERSON, people=[cast.head.pk]), step(PERSON, people=[cast.director.pk]), subject_type=policies.SUBJECT
    )


def run(name, actor, request, **options):
    return getattr(operations, name)(actor=actor, request_id=request.pk, at=AT, **options)


def call(user, request, path, body=None):
    client = APIClient()
    client.force_authenticate(user)
    url = f"/api/v1/change-requests/{request.reference}/{path}/"
    if body is None:
        return client.get(url)
    return client.post(url, body, format="json", headers={"Idempotency-Key": f"d{next(_keys)}"})


def test_a_draft_says_who_would_have_to_approve_it_by_what_it_does(cast, order):
    above = step(PERSON, people=[cast.director.pk])
    make_row(above, name="much", at_least={"amount": "1000"}, subject_type=policies.SUBJECT)
    little = make_request(order, edits={"lines.1.quantity": 5}, reason_id=reason().pk)
    found = deciding.simulate(cast.owner, little, AT)
    assert [(one.is_chosen, len(one.why_not)) for one in found.rows] == [(False, 1)]
    assert [one.name for one in found.steps[0][0].people] == [cast.head.name]
    changes.edit_items(actor=cast.owner, request_id=little.pk, edits={"lines.1.quantity": {"value": 50}}, at=AT)
    found = deciding.simulate(cast.owner, queries.get_request_by_id(actor=cast.owner, request_id=little.pk), AT)
    assert [(one.name, one.is_chosen) for one in found.rows] == [("much", True)]
    assert [one.name for one in found.steps[0][0].people] == [cast.director.name]
    changes.change_head(actor=cast.owner, request_id=little.pk, changes={"is_urgent": True}, at=AT)
    request = changes.submit_request(actor=cast.owner, request_id=little.pk, at=AT)
    assert approver_of(request) == cast.director, "as it was said"
    assert deciding.simulate(cast.owner, request, AT) is None


def test_a_row_about_what_is_not_his_to_know_has_no_name_and_no_figures(cast, order):
    make_row(step(PERSON, people=[cast.director.pk]), at_least={"margin_lost": "1"}, subject_type=policies.SUBJECT)
    request = make_request(order, edits={"lines.1.quantity": 5})
    (row,) = deciding.simulate(cast.owner, request, AT).rows
    assert (row.name, row.why_not) == ("", ())


def test_one_without_items_or_that_no_longer_fits_says_so(cast, order):
    request = make_request(order)
    assert str(deciding.simulate(cast.owner, request, AT).problem) == "Nothing is changed yet."


def test_another_approver_decides_before_and_the_first_one_after_him(cast, order):
    request = make_submitted_request(order)
    other = make_user("sales_manager")
    run("add_approver", cast.head, request, person_id=other.pk, is_before=True, question="Is it worth it?")
    assert approver_of(request) == other
    with pytest.raises(errors.NotAllowed):
        changes.approve_request(actor=cast.head, request_id=request.pk, at=AT)
    changes.approve_request(actor=other, request_id=request.pk, at=AT)
    assert approver_of(request) == cast.head
    assert changes.approve_request(actor=cast.head, request_id=request.pk, at=AT).state == "EFFECTIVE"
    assert fresh(order).revision == 2


@pytest.mark.parametrize("who", ["owner", "stranger"])
def test_who_is_not_asked_adds_nobody_and_returns_nothing(cast, order, who):
    request = make_submitted_request(order)
    other = make_user("sales_manager")
    with pytest.raises((errors.NotAllowed, errors.NotFound)):
        run("add_approver", getattr(cast, who), request, person_id=other.pk, is_before=True)
    with pytest.raises((errors.NotAllowed, errors.NotFound)):
        run("return_to_step", getattr(cast, who), request, step=1, reason="look again")


def test_who_wrote_it_is_not_asked_as_well(cast, order):
    request = make_submitted_request(order)
    with pytest.raises(errors.Invalid):
        run("add_approver", cast.head, request, person_id=cast.owner.pk, is_before=True)


def test_an_earlier_step_is_asked_again_and_every_one_after_it(cast, order):
    two_steps(cast)
    request = make_submitted_request(order)
    with pytest.raises(errors.Invalid):
        run("return_to_step", cast.head, request, step=1, reason="nothing was decided yet")
    changes.approve_request(actor=cast.head, request_id=request.pk, at=AT)
    with pytest.raises(errors.Invalid):
        run("return_to_step", cast.director, request, step=1, reason=" ")
    request = run("return_to_step", cast.director, request, step=1, reason="look at the margin")
    assert (request.state, approver_of(request)) == ("SUBMITTED", cast.head)
    changes.approve_request(actor=cast.head, request_id=request.pk, at=AT)
    assert changes.approve_request(actor=cast.director, request_id=request.pk, at=AT).state == "EFFECTIVE"


def test_the_pages_offer_it_to_who_decides(cast, order):
    two_steps(cast)
    request = make_submitted_request(order)
    changes.approve_request(actor=cast.head, request_id=request.pk, at=AT)
    url = {name: reverse(f"orders:change-{name}", args=[request.reference]) for name in ("detail", "add-approver")}
    back = reverse("orders:change-return-to-step", args=[request.reference])
    page = Browser(cast.director).get(url["detail"]).content.decode()
    assert url["add-approver"] in page
    assert back in page
    assert url["add-approver"] not in Browser(cast.owner).get(url["detail"]).content.decode()
    browser = Browser(cast.director)
    version = queries.get_request_by_id(actor=cast.director, request_id=request.pk).version
    assert cast.head.name in browser.get(back).content.decode()
    assert browser.post(back, version=version, step="1", reason="").status_code == 422
    assert browser.post(back, version=version, step="1", reason="again").status_code in (302, 303)
    assert approver_of(request) == cast.head
    other = make_user("sales_manager")
    browser = Browser(cast.head)
    version = queries.get_request_by_id(actor=cast.head, request_id=request.pk).version
    asked = {"version": version, "person": other.pk, "place": "before", "question": "?"}
    assert browser.post(url["add-approver"], **asked).status_code in (302, 303)
    assert approver_of(request) == other


def test_the_page_of_the_approval_opens_for_a_draft_and_after_it(cast, order):
    request = make_request(order, edits={"lines.1.quantity": 5}, reason_id=reason().pk, is_urgent=True)
    url = reverse("orders:change-approval", args=[request.reference])
    browser = Browser(cast.owner)
    assert cast.head.name in browser.get(url).content.decode()
    part = browser.part(url, "approval").content.decode()
    assert "<html" not in part and cast.head.name in part
    request = changes.submit_request(actor=cast.owner, request_id=request.pk, at=AT)
    assert cast.head.name in browser.get(reverse("orders:change-approval", args=[request.reference])).content.decode()
    assert Browser(cast.stranger).get(url).status_code == 404


def test_over_the_api(cast, order):
    two_steps(cast)
    draft = make_request(order, edits={"lines.1.quantity": 5}, reason_id=reason().pk, is_urgent=True)
    found = call(cast.owner, draft, "approval").json()
    names = [seat["people"][0]["name"] for (seat,) in found["simulation"]["steps"]]
    assert (names, found["requests"]) == ([cast.head.name, cast.director.name], [])
    request = changes.submit_request(actor=cast.owner, request_id=draft.pk, at=AT)
    other = make_user("sales_manager")
    assert call(cast.head, request, "add-approver", {"person": "nobody"}).status_code == 400
    assert call(cast.head, request, "add-approver", {"person": other.username}).status_code == 200
    assert approver_of(request) == other
    changes.approve_request(actor=other, request_id=request.pk, at=AT)
    found = call(cast.owner, request, "approval").json()
    assert found["simulation"] is None
    assert [one["decision"] for one in found["requests"][0]["steps"]] == ["APPROVED", "", ""]
    assert call(cast.owner, request, "return-to-step", {"step": 1, "reason": "x"}).status_code == 403
    assert call(cast.head, request, "return-to-step", {"step": 1, "reason": "once more"}).status_code == 200
    assert approver_of(request) == other
