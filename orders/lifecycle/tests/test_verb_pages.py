"""The verbs of an order as pages: plain forms and htmx, dialogs that ask first, refusals with their status."""

import pytest

from accounts.tests.builders import make_user
from orders.tests import builders
from orders.tests.page_builders import Browser

pytestmark = pytest.mark.django_db


def path(order, verb):
    return f"/orders/{order.reference}/{verb}/"


def seen(order):
    """What a page that was opened just now sends along."""
    return {"version": builders.fresh(order).version}


def test_submitting_leads_to_the_numbered_order_and_offers_undo():
    order = builders.make_draft()
    browser = Browser(order.salesperson)
    response = browser.post(path(order, "submit"), **seen(order))
    number = builders.fresh(order).number
    assert response.status_code == 303
    assert response.headers["Location"] == f"/orders/{number}/"
    assert "withdraw" in browser.get(response.headers["Location"]).content.decode()


def test_submitting_over_htmx_answers_a_location():
    order = builders.make_draft()
    response = Browser(order.salesperson).send(path(order, "submit"), **seen(order))
    assert response.status_code == 200
    assert builders.fresh(order).number in response.headers["HX-Location"]


def test_submitting_an_incomplete_order_is_refused_with_what_is_missing():
    order = builders.make_draft(lines=[])
    response = Browser(order.salesperson).post(path(order, "submit"), **seen(order))
    assert response.status_code == 422
    assert "At least one line" in response.content.decode()


def test_withdrawing_takes_it_back():
    order = builders.make_submitted()
    assert Browser(order.salesperson).post(path(order, "withdraw"), **seen(order)).status_code == 303
    assert builders.fresh(order).status == "DRAFT"


def test_only_who_is_asked_approves():
    cast = builders.make_order_cast()
    order = builders.make_submitted(cast.owner)
    assert Browser(cast.owner).post(path(order, "approve"), **seen(order)).status_code == 403
    assert Browser(cast.stranger).post(path(order, "approve"), **seen(order)).status_code == 404
    assert Browser(cast.head).post(path(order, "approve"), **seen(order)).status_code == 303
    assert builders.fresh(order).status == "EFFECTIVE"


def test_an_approval_of_a_page_that_is_too_old_is_refused():
    cast = builders.make_order_cast()
    order = builders.make_submitted(cast.owner)
    assert Browser(cast.head).post(path(order, "approve"), version=order.version - 1).status_code == 409
    assert builders.fresh(order).status == "SUBMITTED"


@pytest.mark.parametrize("verb", ["reject", "void"])
def test_a_verb_with_a_reason_asks_first_and_insists(verb):
    cast = builders.make_order_cast()
    order = builders.make_submitted(cast.owner)
    browser = Browser(cast.head)
    assert "<html" in browser.get(path(order, verb)).content.decode()
    assert "<html" not in browser.part(path(order, verb), "dialog").content.decode()
    assert browser.post(path(order, verb), **seen(order)).status_code == 422
    assert browser.send(path(order, verb), **seen(order)).status_code == 422
    assert builders.fresh(order).status == "SUBMITTED"
    assert browser.post(path(order, verb), **seen(order), reason="not as agreed").status_code == 303
    assert builders.fresh(order).status == {"reject": "DRAFT", "void": "VOID"}[verb]


def test_the_reason_of_a_rejection_stands_on_the_order():
    cast = builders.make_order_cast()
    order = builders.make_submitted(cast.owner)
    Browser(cast.head).post(path(order, "reject"), **seen(order), reason="price below the floor")
    assert "price below the floor" in Browser(cast.owner).get(f"/orders/{order.reference}/").content.decode()


def test_unapproving_is_for_who_decides():
    cast = builders.make_order_cast()
    order = builders.make_effective(cast.owner)
    assert Browser(cast.owner).post(path(order, "unapprove"), **seen(order), reason="x").status_code == 403
    assert Browser(cast.head).post(path(order, "unapprove"), **seen(order), reason="wrong customer").status_code == 303
    assert builders.fresh(order).status == "DRAFT"


@pytest.mark.parametrize("verb", ["approve", "reject", "archive"])
def test_a_page_that_does_not_say_what_it_showed_does_nothing(verb):
    cast = builders.make_order_cast()
    order = builders.make_submitted(cast.owner)
    response = Browser(cast.head).post(path(order, verb), reason="x")
    assert response.status_code == 422
    assert builders.fresh(order).status == "SUBMITTED"


def test_freezing_with_a_last_day_and_lifting():
    cast = builders.make_order_cast()
    order = builders.make_effective(cast.owner)
    browser = Browser(cast.desk)
    assert browser.post(path(order, "freeze"), **seen(order), reason="recall", until="2027-01-31").status_code == 303
    frozen = builders.fresh(order)
    assert (frozen.is_frozen, str(frozen.frozen_until)) == (True, "2027-01-31")
    assert browser.post(path(order, "unfreeze"), **seen(order)).status_code == 303
    assert not builders.fresh(order).is_frozen


def test_freezing_one_line():
    cast = builders.make_order_cast()
    order = builders.make_effective(cast.owner)
    browser = Browser(cast.desk)
    assert browser.post(path(order, "lines/1/freeze"), **seen(order), reason="recall").status_code == 303
    line = builders.lines_of(order)[0]
    assert line.is_frozen
    assert not builders.fresh(order).is_frozen
    assert browser.post(path(order, "lines/1/unfreeze"), **seen(order)).status_code == 303
    assert not builders.lines_of(order)[0].is_frozen


def test_archiving_an_open_order_is_a_conflict_in_words():
    cast = builders.make_order_cast()
    order = builders.make_effective(cast.owner)
    response = Browser(cast.desk).post(path(order, "archive"), **seen(order))
    assert response.status_code == 409


def test_the_verbs_are_not_links():
    order = builders.make_draft()
    for verb in ("submit", "withdraw", "approve", "unfreeze", "archive", "copy"):
        assert Browser(order.salesperson).get(path(order, verb)).status_code == 405


def test_copying_opens_the_new_draft():
    order = builders.make_effective()
    browser = Browser(order.salesperson)
    first = browser.post(path(order, "copy"), nonce="n1").headers["Location"]
    again = browser.post(path(order, "copy"), nonce="n1").headers["Location"]
    assert first == again, "the same form twice makes one copy"
    assert browser.get(first).status_code == 200


def test_people_change_only_by_who_may():
    cast = builders.make_order_cast()
    order = builders.make_effective(cast.owner)
    url = path(order, "reassign")
    data = {"salesperson": cast.mate.pk, "executing_owner": cast.owner.pk, "version": order.version}
    assert Browser(cast.owner).post(url, **data).status_code == 403
    assert Browser(cast.desk).post(url, **data).status_code == 303
    assert builders.fresh(order).salesperson == cast.mate


def test_a_masked_phone_that_nobody_touched_is_not_written_back():
    order = builders.make_effective()
    before = order.contact_phone
    browser = Browser(make_user("order_desk"))
    browser.post(
        path(order, "notes"),
        notes="call first",
        contact_name=order.contact_name,
        contact_phone=before,
        contract_state=order.contract_state,
        version=order.version,
    )
    assert (builders.fresh(order).notes, builders.fresh(order).contact_phone) == ("call first", before)
