"""The head on the entry page: who pays, receives and mediates, what a person does not see, files of the draft."""

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.collaboration import operations as collaboration
from accounts.roles.models import FieldRule, Role
from accounts.tests.builders import make_user
from common import settings
from common.models import Setting
from customers.tests import builders as customers
from orders.completeness import rules
from orders.order.models import Order
from orders.order.queries import lines_of
from orders.tests import builders
from orders.tests.page_builders import Browser

pytestmark = pytest.mark.django_db
NEW = "/orders/new/"


@pytest.fixture
def cast():
    return builders.make_order_cast()


@pytest.fixture
def payer(cast):
    return customers.make_customer(owner=cast.owner, name="付款公司")


@pytest.fixture
def customer(cast, payer):
    """A customer whose own record names a payer."""
    return builders.make_buyer(cast.owner, bill_to_id=payer.pk)


def label(party):
    return f"{party.code} {party.name}"


def entries(customer, **head):
    return {"customer": customer.pk, "requested_date": "2026-12-10", "then": "save", **head}


def save(user, order, **head):
    data = entries(order.customer, version=order.version, **head)
    return Browser(user).post(f"/orders/{order.reference}/edit/", **data)


def rule(field, effect):
    """A field rule on the role of salespeople."""
    role = Role.objects.get(code="sales")
    FieldRule.objects.update_or_create(role=role, field=field, defaults={"effect": effect})


# --- parties --------------------------------------------------------------------------------------


def test_who_pays_by_the_customer_s_record_is_seen_on_the_page(cast, customer, payer):
    page = Browser(cast.owner).get(NEW, customer=customer.pk).content.decode()
    assert f'value="{label(payer)}"' in page
    values = Browser(cast.owner).get("/orders/entry/customer/", customer=customer.pk).json()["values"]
    assert (values["bill_to"], values["bill_to_name"]) == (str(payer.pk), label(payer))
    assert values["agent_name"] == ""


def test_parties_that_were_picked_are_stored_and_shown_again(cast, customer, payer):
    other = customers.make_customer(owner=cast.owner, name="收货公司")
    head = {"ship_to": other.pk, "ship_to_name": label(other), "agent": payer.pk, "agent_name": label(payer)}
    Browser(cast.owner).post(NEW, **entries(customer, **head))
    order = Order.objects.get()
    assert (order.ship_to_id, order.agent_id, order.bill_to_id) == (other.pk, payer.pk, payer.pk)
    page = Browser(cast.owner).get(f"/orders/{order.reference}/edit/").content.decode()
    assert page.count(f'value="{label(payer)}"') == 2
    assert f'value="{label(other)}"' in page


def test_a_cleared_party_is_gone_on_a_new_order_and_on_a_stored_one(cast, customer, payer):
    cleared = {"bill_to": "", "bill_to_name": "", "defaults_of": customer.pk}
    Browser(cast.owner).post(NEW, **entries(customer, **cleared))
    assert Order.objects.get().bill_to_id is None
    order = builders.make_draft(cast.owner, customer=customer)
    assert order.bill_to_id == payer.pk
    assert save(cast.owner, order, bill_to=payer.pk, bill_to_name="").status_code == 303
    assert builders.fresh(order).bill_to_id is None


def test_words_that_name_nobody_are_refused_beside_the_field(cast, customer, payer):
    response = Browser(cast.owner).post(NEW, **entries(customer, agent="", agent_name="somebody"))
    assert response.status_code == 422
    assert 'href="#id_agent_name"' in response.content.decode()
    order = builders.make_draft(cast.owner, customer=customer)
    assert save(cast.owner, order, bill_to=payer.pk, bill_to_name="somebody else").status_code == 422


def test_a_party_of_others_is_refused_beside_the_field(cast, customer):
    foreign = customers.make_customer(owner=cast.stranger)
    response = Browser(cast.owner).post(NEW, **entries(customer, agent=foreign.pk, agent_name=label(foreign)))
    assert response.status_code == 422
    assert 'href="#id_agent_name"' in response.content.decode()


# --- what a person does not see -------------------------------------------------------------------


def test_the_page_does_not_open_without_amounts(cast, customer):
    order = builders.make_draft(cast.owner, customer=customer)
    rule("order.amount", FieldRule.Effect.HIDE)
    browser = Browser(cast.owner)
    for url in (NEW, f"/orders/{order.reference}/edit/", f"/orders/entry/customer/?customer={customer.pk}"):
        assert browser.get(url).status_code == 403
    rows = browser.client.post("/orders/entry/rows/", "{}", content_type="application/json")
    assert rows.status_code == 403
    page = browser.get(f"/orders/{order.reference}/").content.decode()
    assert f"/orders/{order.reference}/edit/" not in page
    assert "Amounts are not shown to your role." in page


def test_a_masked_contact_is_neither_shown_nor_written_back(cast, customer):
    order = builders.make_draft(cast.owner, customer=customer)
    phone = order.contact_phone
    assert phone
    rule("customer.contact", FieldRule.Effect.MASK)
    page = Browser(cast.owner).get(f"/orders/{order.reference}/edit/")
    assert phone not in page.content.decode()
    shown = page.context["form"].initial
    names = ("contact_name", "contact_phone", "ship_recipient", "ship_phone")
    assert save(cast.owner, order, **{name: shown[name] for name in names}).status_code == 303
    assert builders.fresh(order).contact_phone == phone
    values = Browser(cast.owner).get("/orders/entry/customer/", customer=customer.pk).json()["values"]
    assert values["contact_phone"] == ""
    head = {"contact_name": "", "contact_phone": "", "defaults_of": customer.pk}
    Browser(cast.owner).post(NEW, **entries(customer, **head))
    assert Order.objects.order_by("pk").last().contact_phone == phone, "left to master data"


# --- files ----------------------------------------------------------------------------------------


def test_files_are_at_hand_while_a_saved_draft_is_edited(cast, customer):
    order = builders.make_draft(cast.owner, customer=customer)
    panel = reverse("accounts:attachments", args=["orders.order", order.pk])
    browser = Browser(cast.owner)
    page = browser.get(f"/orders/{order.reference}/edit/").content.decode()
    assert panel in page
    assert page.index("</form>", page.index('id="entry"')) < page.index(panel), "a form within a form is no form"
    assert 'value="Purchase order"' in browser.part(panel, "attachments").content.decode(), "kinds are offered"


@pytest.fixture
def company_table():
    def put(table):
        Setting.objects.update_or_create(key=rules.REQUIRED_FIELDS, defaults={"value": table})
        settings.forget()

    yield put
    settings.forget()


def test_a_company_may_ask_for_the_source_document_s_file(cast, customer, company_table):
    company_table({"source_file": "submit"})
    order = builders.make_draft(cast.owner, customer=customer)

    def gaps():
        return [gap.field for gap in rules.missing(order, lines_of(order, with_products=True))]

    assert gaps() == ["source_file"]
    page = Browser(cast.owner).get(f"/orders/{order.reference}/edit/").content.decode()
    assert 'href="#attachments"' in page
    collaboration.attach(
        actor=cast.owner,
        subject_type="orders.order",
        subject_id=order.pk,
        file=SimpleUploadedFile("po.txt", b"purchase order"),
        name="po.txt",
        kind="Purchase order",
        at=builders.AT,
    )
    assert gaps() == []


# --- who is in charge -----------------------------------------------------------------------------


def test_who_may_not_reassign_sees_the_people_in_charge_and_cannot_change_them(cast, customer):
    browser = Browser(cast.owner)
    page = browser.get(NEW, customer=customer.pk)
    assert page.context["form"].fields["salesperson"].disabled
    assert page.context["form"].fields["executing_owner"].disabled
    response = browser.post(NEW, **entries(customer, salesperson=cast.mate.pk))
    assert response.status_code == 303, "what a disabled field sends is not read, and nothing typed is lost"
    assert Order.objects.get().salesperson == cast.owner


def test_who_may_reassign_chooses_them(cast, customer):
    browser = Browser(cast.desk)
    assert not browser.get(NEW, customer=customer.pk).context["form"].fields["salesperson"].disabled
    browser.post(NEW, **entries(customer, salesperson=cast.mate.pk, executing_owner=cast.desk.pk))
    assert Order.objects.get().salesperson == cast.mate


# --- credit ---------------------------------------------------------------------------------------


def test_over_the_limit_the_page_says_by_how_much_and_what_to_do(cast, customer):
    type(customer).objects.filter(pk=customer.pk).update(credit_limit=700)
    manager = make_user("sales_manager", department=cast.department)
    order = builders.make_draft(manager, customer=customer, actor=manager)
    browser = Browser(manager)
    page = browser.get(f"/orders/{order.reference}/edit/").content.decode()
    assert "Over the limit by" in page, "the bar counts the draft before it is submitted"
    line = lines_of(order)[0]
    data = entries(customer, then="submit", version=order.version)
    data |= {"lines-0-product": line.product_code, "lines-0-quantity": "10", "lines-0-line_no": "1"}
    response = browser.post(f"/orders/{order.reference}/edit/", **data)
    page = browser.get(response.headers["Location"]).content.decode()
    assert "Limit ¥700.00, in use ¥0.00, this order ¥1,000.00: over by ¥300.00." in page
    assert "ask for a special approval" in page


def test_who_does_not_see_credit_gets_no_figures(cast, customer):
    type(customer).objects.filter(pk=customer.pk).update(credit_limit=700)
    Role.objects.get(code="sales").field_rules.update_or_create(
        field="customer.credit", defaults={"effect": FieldRule.Effect.HIDE}
    )
    order = builders.make_draft(cast.owner, customer=customer)
    page = Browser(cast.owner).get(f"/orders/{order.reference}/edit/").content.decode()
    assert "Over the limit by" not in page
    assert "700.00" not in page


def test_faults_of_hidden_fields_are_named_as_the_page_names_them(cast, customer):
    response = Browser(cast.owner).post(NEW, **entries(customer, agent="x" * 5))
    assert response.status_code == 422
    assert "Agent" in response.content.decode()


@pytest.mark.parametrize(("typed", "stored"), [("1,234.50", "1234.50"), ("１２", "12")])
def test_freight_is_read_as_it_is_written_elsewhere(cast, customer, typed, stored):
    Browser(cast.owner).post(NEW, **entries(customer, freight=typed))
    assert str(Order.objects.get().freight.normalize()) == str(Decimal(stored).normalize())


def test_freight_that_could_be_meant_otherwise_is_refused_with_everything_typed(cast, customer):
    response = Browser(cast.owner).post(NEW, **entries(customer, freight="1,5", notes="keep me"))
    assert response.status_code == 422
    assert "keep me" in response.content.decode()
    assert "Enter a number, like" in response.content.decode()
