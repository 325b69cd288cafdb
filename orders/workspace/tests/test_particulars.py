"""What the page shows of an order's head after entry, to whom, and what may still be written into it."""

import copy
from decimal import Decimal

import pytest
from django.urls import reverse

from accounts.roles.models import FieldRule, Role
from accounts.tests.builders import make_user
from customers.tests import builders as customers
from orders.order.models import Order
from orders.tests import builders
from orders.tests import flow_builders as flow
from orders.tests.page_builders import Browser

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("made")]


def url(order, name="order-particulars"):
    return reverse(f"orders:{name}", args=[order.reference])


def read(user, order, name="order-particulars"):
    return Browser(user).get(url(order, name)).content.decode()


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
def full(mine):
    return mine[1]


def _make_all():
    cast = _make_cast()
    full = _make_full(cast)
    return cast, full


def _make_cast():
    return builders.make_order_cast()


def _make_full(cast):
    """An effective order with every part of its head filled in."""
    customer = builders.make_buyer(cast.owner)
    parties = {
        name: customers.make_customer(owner=cast.owner, name=f"{name} 公司").pk
        for name in ("bill_to_id", "ship_to_id", "agent_id")
    }
    return builders.make_effective(
        cast.owner,
        customer=customer,
        **parties,
        delivery_method="PICK_UP",
        payment_method="TRANSFER",
        customer_po_number="PO-7788",
        contract_terms="payment before shipment",
        special_requirements="pack in wood",
        notes="call before noon",
        freight=Decimal(25),
    )


def test_every_field_of_the_head_is_on_the_page_after_entry(cast, full):
    page = read(cast.owner, full)
    shown = ("bill_to_id 公司", "ship_to_id 公司", "agent_id 公司", "PO-7788", "payment before shipment")
    for text in (*shown, "pack in wood", "call before noon", "王建国", "25", "Bill-to / payer", "Delivery method"):
        assert text in page, text


def test_requirements_and_notes_stand_above_the_tabs_of_every_page(cast, full):
    for name in ("order-detail", "order-money"):
        page = read(cast.owner, full, name)
        assert "Special requirements: pack in wood" in page
        assert "Notes: call before noon" in page


def test_cost_and_margin_are_for_who_may_know_them(cast, full):
    assert "Margin" not in read(cast.owner, full)
    order = builders.fresh(full)
    page = read(cast.head, full)
    margin = f"{order.net_amount - order.cost_amount:,.2f}".split(".")[0]
    assert order.cost_amount
    assert "Margin" in page
    assert margin in page


def test_the_margin_of_a_foreign_order_is_reckoned_in_the_company_s_currency(cast, full):
    Order.objects.filter(pk=full.pk).update(currency_id="USD", exchange_rate=7)
    order = builders.fresh(full)
    margin = f"{order.net_amount * 7 - order.cost_amount:,.2f}".split(".")[0]
    assert margin in read(cast.head, full)


def test_hidden_amounts_and_masked_contacts_stay_so(full):
    page = read(make_user("warehouse"), full)
    assert "Amounts" not in page
    assert "1,000" not in page
    assert "王建国" not in page
    assert "pack in wood" in page


def test_the_changes_are_there_for_who_reads_the_trail(cast, full):
    assert url(full, "order-changes") not in read(cast.owner, full)
    assert Browser(cast.owner).get(url(full, "order-changes")).status_code == 403
    admin = make_user("administrator")
    page = read(admin, full, "order-changes")
    assert reverse("accounts:audit", args=["orders.order", full.pk]) in page
    assert url(full, "order-changes") in read(admin, full)


def test_documents_and_receipts_lead_to_their_changes_too(cast, full):
    pages = {
        ("orders.outbounddocument", flow.make_outbound(full)): "/outbound/{}/",
        ("orders.receipt", flow.make_receipt(full, 100)): "/receipts/{}/",
    }
    for (subject, row), path in pages.items():
        trail = reverse("accounts:audit", args=[subject, row.pk])
        assert trail in Browser(cast.director).get(path.format(row.number)).content.decode()
        assert Browser(cast.director).get(trail).status_code == 200
        assert trail not in Browser(make_user("finance")).get(path.format(row.number)).content.decode()


def test_the_trail_of_an_order_says_first_what_happened_to_the_order(cast, full):
    flow.make_shipped(full)
    page = read(cast.director, full, "order-changes")
    assert reverse("accounts:audit", args=["orders.order", full.pk]) in page
    trail = Browser(cast.director).get(reverse("accounts:audit", args=["orders.order", full.pk]))
    shipped = next(
        one for one in trail.context["history"].transactions if "order.shipped" in {m["kind"] for m in one.meanings}
    )
    kinds = [meaning["kind"] for meaning in shipped.meanings]
    assert kinds.index("order.shipped") < kinds.index("outbound.audited")
    assert "outbound.audited</span>" not in trail.content.decode(), "kinds are said in words"


# --- notes, contact, contract after entry -------------------------------------------------------


def test_the_dialog_of_notes_is_offered_on_an_effective_order(cast, full):
    link = url(full, "order-notes")
    assert link in read(cast.owner, full, "order-detail")
    assert link not in read(make_user("warehouse"), full, "order-detail")


def test_a_contract_is_signed_after_the_order_took_effect(cast, full):
    browser = Browser(cast.owner)
    order = builders.fresh(full)
    entries = {"contract_state": "SIGNED", "contract_signed_date": "2026-11-25", "notes": "signed by fax"}
    entries |= {"contact_name": order.contact_name, "contact_phone": order.contact_phone, "version": order.version}
    assert browser.post(url(full, "order-notes"), **entries).status_code == 303
    order = builders.fresh(full)
    assert (order.contract_state, str(order.contract_signed_date)) == ("SIGNED", "2026-11-25")
    assert order.notes == "signed by fax"
    assert order.status == "EFFECTIVE"


def test_the_forms_are_not_drawn_for_who_may_not_edit(full):
    for role in ("warehouse", "production", "purchasing"):
        browser = Browser(make_user(role))
        assert browser.get(url(full, "order-notes")).status_code == 403
        assert browser.get(url(full, "order-reassign")).status_code == 403


def rule(field, effect):
    """A field rule on the role of salespeople."""
    role = Role.objects.get(code="sales")
    FieldRule.objects.update_or_create(role=role, field=field, defaults={"effect": effect})


def test_a_masked_contact_begins_masked_and_is_not_written_back(cast, full):
    rule("customer.contact", FieldRule.Effect.MASK)
    phone = builders.fresh(full).contact_phone
    browser = Browser(cast.owner)
    page = browser.get(url(full, "order-notes"))
    assert phone not in page.content.decode()
    shown = page.context["form"].initial
    entries = {name: shown[name] or "" for name in ("contact_name", "contact_phone", "contract_state")}
    entries |= {"notes": "only this", "version": builders.fresh(full).version}
    assert browser.post(url(full, "order-notes"), **entries).status_code == 303
    order = builders.fresh(full)
    assert (order.notes, order.contact_phone) == ("only this", phone)


def test_a_hidden_contact_is_not_in_the_form(cast, full):
    rule("customer.contact", FieldRule.Effect.HIDE)
    assert "contact_phone" not in read(cast.owner, full, "order-notes")


# --- what is not known ---------------------------------------------------------------------------


def test_an_order_from_history_without_receipts_is_not_called_unpaid(cast, full):
    Order.objects.filter(pk=full.pk).update(origin="HISTORY", status="ARCHIVED", received_amount=0)
    browser = Browser(cast.owner)
    browser.post("/orders/columns/", columns=["number", "customer", "paid", "settlement", "unreceived"])
    page = browser.get("/orders/", view="all").content.decode()
    assert "Unpaid" not in page.split("<tbody>")[1]
    assert "0%" not in page.split("<tbody>")[1]
    foot = browser.get("/orders/totals/", view="all").content.decode()
    assert "0<" in foot.split("Not received")[1].split("</b>")[0], "nobody knows that it is owed"
