"""Acceptance drafts: what they pay, how long they stay in the exposure, and what happens when they are not paid."""

import itertools
from datetime import date, timedelta
from decimal import Decimal as D

import pytest
from django.http import QueryDict
from rest_framework.test import APIClient

from accounts.collaboration.models import Notification
from accounts.people import queries as people
from accounts.tests.builders import make_user
from common import errors
from common.exports.lists import Asked
from common.models import Setting
from common.settings import forget
from orders.credit import exposure
from orders.settlement import operations as settlement
from orders.settlement import queries as money
from orders.settlement.drafts import exporting, operations, queries
from orders.settlement.drafts.filters import DraftFilter
from orders.settlement.drafts.holding import DraftDetails
from orders.settlement.drafts.models import AcceptanceDraft
from orders.settlement.models import Receipt
from orders.tests import builders
from orders.tests import flow_builders as flow
from orders.tests.builders import AT, TODAY
from orders.tests.page_builders import Browser

pytestmark = pytest.mark.django_db
LATER = TODAY + timedelta(days=90)
SYSTEM = people.system_user
_keys = itertools.count(1)


def details(**more):
    values = {"number": f"D{next(_keys)}", "drawer": "甲公司", "acceptor": "某银行", "kind": "BANK"}
    return DraftDetails(**{**values, "maturity_date": LATER, **more})


def paid_with_draft(order, **more):
    return flow.make_paid(order, method="ACCEPTANCE", draft=details(**more))


@pytest.fixture
def setting():
    def say(key, value):
        Setting.objects.update_or_create(key=key, defaults={"value": value})
        forget()

    yield say
    forget()


def exposed(order):
    terms = exposure.of_holder(order.customer.credit_holder_id)
    return terms.received, terms.drafts, terms.total


def do(operation, receipt, **more):
    return operation(actor=SYSTEM(), receipt_id=receipt.pk, at=more.pop("at", AT), **more)


def test_it_pays_the_order_and_stays_in_the_exposure_until_it_is_cashed():
    order = builders.make_effective()
    total = order.total_amount
    receipt = paid_with_draft(order)
    assert builders.fresh(order).settlement == "PAID" and exposed(order) == (total, total, total)
    with pytest.raises(errors.Invalid):
        do(operations.cash_draft, receipt)
    done = AT + timedelta(days=90)
    do(operations.cash_draft, receipt, at=done)
    assert exposed(order) == (total, D(0), D(0)) and flow.broken_invariants() == {}
    do(operations.take_back_move, receipt, reason="slip", at=done)
    assert exposed(order) == (total, total, total) and flow.broken_invariants() == {}


def test_the_company_says_which_pay_before_they_are_cashed_and_which_stay_in_the_exposure(setting):
    order = builders.make_effective()
    setting("settlement.drafts_pay", "BANK")
    setting("settlement.drafts_exposed", "COMMERCIAL")
    rows = [(flow.plan_of(order)[0].pk, D(100))]
    for kind, pays in (("BANK", True), ("COMMERCIAL", False)):
        given = {"method": "ACCEPTANCE", "draft": details(kind=kind)}
        if pays:
            flow.make_receipt(order, D(100), allocations=rows, **given)
            continue
        with pytest.raises(errors.WrongState) as refused:
            flow.make_receipt(order, D(100), allocations=rows, **given)
        assert refused.value.code == "draft_not_due"
        receipt = flow.make_receipt(order, D(100), **given)
        with pytest.raises(errors.WrongState):
            settlement.allocate_oldest_first(actor=SYSTEM(), receipt_id=receipt.pk, at=AT)
    assert exposed(order)[1] == D(100)
    do(operations.cash_draft, receipt, at=AT + timedelta(days=90))
    settlement.allocate_oldest_first(actor=SYSTEM(), receipt_id=receipt.pk, at=AT)
    assert builders.fresh(order).received_amount == D(200) and flow.broken_invariants() == {}


def test_one_that_went_away_comes_back_when_it_is_dishonoured_and_people_are_warned():
    order = builders.make_effective()
    finance, total = make_user("finance"), order.total_amount
    receipt = paid_with_draft(order, kind="COMMERCIAL")
    do(operations.discount_draft, receipt, given_to="招商银行", charge=D("9.60"))
    assert exposed(order)[1] == total
    with pytest.raises(errors.WrongState):
        do(operations.endorse_draft, receipt, given_to="供应商")
    with pytest.raises(errors.WrongState):
        settlement.void_receipt(actor=SYSTEM(), receipt_id=receipt.pk, reason="x", at=AT)
    do(operations.dishonour_draft, receipt, reason="余额不足")
    after = builders.fresh(order)
    assert (after.received_amount, after.settlement, exposed(order)) == (0, "NONE", (D(0), D(0), total))
    bounced = Receipt.objects.get(kind="DISHONOUR")
    assert (bounced.amount, bounced.refund_of_id, bounced.received_date) == (-total, receipt.pk, TODAY)
    (account,) = money.statement(SYSTEM(), order.customer_id)
    assert [one.kind for one in account.entries] == ["RECEIPT", "DISHONOUR"] and account.closing == 0
    warned = set(Notification.objects.filter(kind="receipt.draft_dishonour").values_list("user_id", flat=True))
    assert {finance.pk, order.salesperson_id} <= warned
    with pytest.raises(errors.WrongState):
        settlement.void_receipt(actor=SYSTEM(), receipt_id=bounced.pk, reason="x", at=AT)
    assert flow.broken_invariants() == {}
    do(operations.take_back_move, receipt, reason="bank's mistake")
    assert exposed(order) == (total, total, total) and not builders.fresh(order).received_amount
    settlement.allocate_oldest_first(actor=SYSTEM(), receipt_id=receipt.pk, at=AT)
    assert builders.fresh(order).settlement == "PAID" and flow.broken_invariants() == {}


def test_a_draft_says_what_it_is_and_stands_once():
    order = builders.make_effective()
    for wrong in (
        {"number": " "},
        {"kind": "GOLD"},
        {"maturity_date": TODAY - timedelta(days=1)},
        {"issue_date": LATER},
    ):
        with pytest.raises(errors.Invalid):
            paid_with_draft(order, **wrong)
    for method, draft in (("ACCEPTANCE", None), ("TRANSFER", details())):
        with pytest.raises(errors.Invalid):
            flow.make_paid(order, method=method, draft=draft)
    receipt = flow.make_receipt(order, D(5), method="ACCEPTANCE", draft=details(number="N1"))
    with pytest.raises(errors.Conflict) as refused:
        flow.make_receipt(order, D(5), method="ACCEPTANCE", draft=details(number="N1"))
    assert refused.value.code == "draft_used"
    settlement.void_receipt(actor=SYSTEM(), receipt_id=receipt.pk, reason="x", at=AT)
    flow.make_receipt(order, D(5), method="ACCEPTANCE", draft=details(number="N1"))
    with pytest.raises(errors.Conflict):
        settlement.restore_receipt(actor=SYSTEM(), receipt_id=receipt.pk, reason="x", at=AT)
    assert exposed(order)[1] == D(5) and flow.broken_invariants() == {}


def test_the_list_its_calendar_and_its_file_agree():
    order = builders.make_effective()
    for amount, day in ((D(10), TODAY + timedelta(days=9)), (D(20), LATER), (D(30), LATER)):
        flow.make_receipt(order, amount, method="ACCEPTANCE", draft=details(maturity_date=day))
    finance = make_user("finance")
    rows = queries.list_drafts(finance)
    assert [(one.drafts, one.amount) for one in queries.calendar(rows)] == [(1, D(10)), (2, D(50))]
    soon = DraftFilter({"due_soon": "true"}, rows, today=TODAY).qs
    assert [row.receipt.amount for row in soon] == [D(10)] and queries.count_soon(finance, TODAY) == 1
    late = DraftFilter({"past_maturity": "true"}, rows, today=date(2026, 12, 31)).qs
    assert late.count() == 1
    assert queries.count_soon(make_user("sales"), TODAY) is None
    assert not queries.list_drafts(make_user("sales")).exists()
    sheet = exporting.open_drafts(finance, Asked(QueryDict("due_soon=true"), AT))
    assert len(list(sheet.rows())) == 1
    page = Browser(finance).get("/drafts/").text
    assert "Maturity calendar" in page and AcceptanceDraft.objects.first().number in page


def test_pages_and_systems_record_and_move_drafts():
    order = builders.make_effective()
    browser = Browser(finance := make_user("finance"))
    form = {
        "customer": order.customer_id,
        "amount": "50",
        "received_date": "2026-11-20",
        "method": "ACCEPTANCE",
        "allocate": "oldest",
        "nonce": "n1",
    }
    refused = browser.post("/receipts/new/", **form)
    assert refused.status_code == 422 and "Fill this in" in refused.text
    typed = {"draft_number": "P1", "draft_drawer": "甲", "draft_acceptor": "乙", "draft_kind": "BANK"}
    url = browser.post("/receipts/new/", **form, **typed, draft_maturity_date=LATER.isoformat()).headers["Location"]
    assert "P1" in browser.get(url).text
    move = url.replace("receipts", "drafts") + "endorse/"
    assert "Endorsed to" in browser.get(move).text
    receipt = Receipt.objects.get()
    sent = {"given_to": "供应商", "day": "2026-11-20", "version": receipt.version, "nonce": "n2"}
    assert browser.post(move, **sent).status_code == 303
    client = APIClient()
    client.force_authenticate(finance)
    read = client.get(f"/api/v1/drafts/{receipt.number}/").json()
    assert (read["state"], read["given_to"], read["amount"]) == ("ENDORSED", "供应商", "50.00")
    body = {"reason": "拒付", "day": "2026-11-20"}
    answer = client.post(
        f"/api/v1/drafts/{receipt.number}/dishonour/", body, format="json", headers={"Idempotency-Key": "d1"}
    )
    assert answer.status_code == 200 and answer.json()["state"] == "DISHONOURED"
    stranger = APIClient()
    stranger.force_authenticate(make_user("sales"))
    assert stranger.get(f"/api/v1/drafts/{receipt.number}/").status_code == 404
