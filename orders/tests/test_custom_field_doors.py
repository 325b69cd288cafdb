"""The doors of custom fields: the console, forms, the entry page, lists, files and the API (R310)."""

from decimal import Decimal

import pytest
from django.http import QueryDict

from accounts.roles import operations as roles
from accounts.roles.models import FieldRule, Role
from accounts.tests.builders import make_user
from common.exports.lists import Asked, lists
from common.models import Event
from customers.models import Customer
from customers.tests.builders import make_customer
from orders.order.models import OrderLine
from orders.tests.builders import AT, fresh, line, make_draft, make_effective, make_order_cast
from orders.tests.page_builders import Browser, statements
from orders.tests.test_api_spine import Client
from products.catalogue.models import Product
from products.tests.builders import make_product
from segments.custom_fields import definitions, operations
from segments.custom_fields.models import CustomField
from segments.custom_fields.tests.builders import make_field

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return make_order_cast()


def text_of(response):
    return response.content.decode()


# --- the console -------------------------------------------------------------------------------

FIELD = {
    "subject": "ORDER",
    "key": "source",
    "label_zh": "线索来源",
    "label_en": "Lead source",
    "kind": "CHOICE",
    "longest": "200",
    "decimals": "2",
    "position": "10",
    "is_active": "on",
    "default": "VISIT",
    "options": "VISIT | 走访 | Visit\nSALES | 销量",
}


def test_the_console_defines_a_field_and_changes_it():
    browser = Browser(make_user("administrator"))
    answer = browser.client.post("/admin/segments/customfield/add/", FIELD)
    assert answer.status_code == 302, text_of(answer)
    field = CustomField.objects.get(key="source")
    assert [one["code"] for one in field.options] == ["VISIT", "SALES"] and field.default == "VISIT"
    url = f"/admin/segments/customfield/{field.pk}/change/"
    assert "VISIT | 走访 | Visit" in text_of(browser.get(url))
    changed = {**FIELD, "label_en": "Origin of it", "options": "SALES | 销量", "default": "", "version": "1"}
    answer = browser.client.post(url, {**changed, "initial-options": FIELD["options"], "initial-default": "VISIT"})
    field.refresh_from_db()
    assert (field.label_en, field.version) == ("Origin of it", 2), text_of(answer)
    assert [(one["code"], one["offered"]) for one in field.options] == [("SALES", True), ("VISIT", False)]


def test_a_refusal_stands_in_the_form_of_the_console():
    browser = Browser(make_user("administrator"))
    answer = browser.client.post("/admin/segments/customfield/add/", {**FIELD, "key": "Bad Key"})
    assert "letters a-z" in text_of(answer)
    answer = browser.client.post("/admin/segments/customfield/add/", {**FIELD, "options": "VISIT"})
    assert "Write each choice as" in text_of(answer)


def test_only_administrators_open_it(cast):
    assert Browser(cast.owner).get("/admin/segments/customfield/").status_code in (302, 403)


def test_roles_hide_it_on_their_page():
    make_field("ORDER", "project")
    browser = Browser(make_user("administrator"))
    role = Role.objects.get(code="sales")
    url = f"/admin/accounts/role/{role.pk}/change/"
    assert 'name="field-custom.order.project"' in text_of(browser.get(url))
    form = {"name": role.name, "description": role.description, "is_active": "on"}
    browser.client.post(url, {**form, "was-field-custom.order.project": "", "field-custom.order.project": "HIDE"})
    assert FieldRule.objects.filter(role=role, field="custom.order.project", effect="HIDE").exists()


# --- forms and pages ---------------------------------------------------------------------------


def test_the_form_of_a_customer_takes_them(cast):
    make_field("CUSTOMER", "grade_source", "CHOICE")
    make_field("CUSTOMER", "founded", "DATE")
    customer = make_customer(owner=cast.owner, custom={"founded": "2001-05-01"})
    browser = Browser(cast.owner)
    url = f"/customers/{customer.pk}/edit/"
    assert 'name="custom.grade_source"' in text_of(browser.get(url))
    form = {
        "code": customer.code,
        "name": customer.name,
        "kind": customer.kind,
        "currency": "CNY",
        "paper_language": "en",
        "is_active": "on",
    }
    form |= {"version": str(customer.version), "custom.grade_source": "SALES", "custom.founded": "2001-05-01"}
    answer = browser.client.post(url, form)
    assert answer.status_code == 303, text_of(answer)
    customer.refresh_from_db()
    assert customer.custom == {"grade_source": "SALES", "founded": "2001-05-01"}
    answer = browser.client.post(url, {**form, "version": str(customer.version), "custom.grade_source": "WRONG"})
    assert answer.status_code == 422
    assert "Sales volume" in text_of(browser.get(f"/customers/{customer.pk}/"))


def test_the_entry_page_takes_them_in_head_and_lines(cast):
    make_field("ORDER", "project")
    make_field("LINE", "source", "CHOICE", default="SALES")
    make_field("LINE", "weight", "NUMBER")
    product = make_product()
    order = make_draft(cast.owner, lines=[line(product, 2, custom={"weight": "5"})])
    browser = Browser(cast.owner)
    url = f"/orders/{order.reference}/edit/"
    page = text_of(browser.get(url))
    assert 'name="lines-0-custom.weight" value="5"' in page and '<option value="SALES" selected>' in page
    form = {"customer": str(order.customer_id), "version": str(order.version), "custom.project": "港口"}
    row = {"product": product.code, "quantity": "2", "line_no": "1", "custom.weight": "heavy", "custom.source": "VISIT"}
    sent = {f"lines-0-{name}": value for name, value in row.items()}
    answer = browser.client.post(url, form | sent)
    assert "港口" in str(fresh(order).custom) and fresh(order).unfinished[0]["at"] == "custom.weight"
    sent["lines-0-custom.weight"] = "7.5"
    answer = browser.client.post(url, form | sent | {"version": str(fresh(order).version)})
    assert answer.status_code == 303, text_of(answer)
    assert OrderLine.objects.get(order=order).custom == {"source": "VISIT", "weight": "7.5"}
    assert "港口" in text_of(browser.get(f"/orders/{order.reference}/particulars/"))


def test_the_dialog_of_a_line_changes_what_is_not_commercial(cast):
    make_field("LINE", "shelf")
    make_field("LINE", "engraving", is_commercial=True)
    order = make_effective(cast.owner)
    browser = Browser(cast.owner)
    url = f"/orders/{order.reference}/lines/1/fields/"
    page = text_of(browser.get(url))
    assert "custom.shelf" in page and "custom.engraving" not in page
    browser.client.post(url, {"version": str(fresh(order).version), "custom.shelf": "B-7"})
    assert OrderLine.objects.get(order=order).custom == {"shelf": "B-7"}
    assert "B-7" in text_of(browser.get(f"/orders/{order.reference}/lines/1/"))


# --- lists and files ---------------------------------------------------------------------------


def test_they_are_columns_of_lists_and_of_their_files(cast):
    make_field("CUSTOMER", "weight", "NUMBER")
    make_field("ORDER", "project")
    customer = make_customer(owner=cast.owner, custom={"weight": "12.5"})
    make_draft(cast.owner, custom={"project": "港口 <b>"})
    browser = Browser(cast.owner)
    browser.client.post("/orders/columns/", {"columns": ["number", "custom.project"], "next": "/orders/"})
    assert "港口 &lt;b&gt;" in text_of(browser.get("/orders/", view="all"))
    sheet = lists["orders"].open(cast.owner, Asked(QueryDict("view=all"), AT, ["number", "custom.project"]))
    assert [row[1] for row in sheet.rows() if row[1]] == ["港口 <b>"]
    sheet = lists["customers"].open(cast.owner, Asked(QueryDict(""), AT, ["code", "custom.weight"]))
    assert (customer.code, Decimal("12.5")) in list(sheet.rows())


def test_the_order_lines_show_theirs_and_those_of_their_orders(cast):
    make_field("LINE", "engraving")
    make_field("ORDER", "project")
    order = make_draft(
        cast.owner, custom={"project": "港口"}, lines=[line(make_product(), 1, custom={"engraving": "N7"})]
    )
    browser = Browser(cast.owner)
    keys = ["custom.engraving", "order.custom.project"]
    browser.client.post("/orders/lines/columns/", {"columns": ["order", *keys], "next": "/orders/lines/"})
    page = text_of(browser.get("/orders/lines/", view="all"))
    assert "N7" in page and "港口" in page and order.reference in page
    sheet = lists["order-lines"].open(cast.owner, Asked(QueryDict("view=all"), AT, keys))
    assert list(sheet.rows()) == [("N7", "港口")]
    (row,) = Client(cast.owner).read("order-lines/").json()["results"]
    assert row["custom"] == {"engraving": "N7"}


def test_lists_show_those_of_customers_and_products_that_the_person_sees(cast):
    make_field("CUSTOMER", "grade")
    make_field("PRODUCT", "weight", "NUMBER")
    Customer.objects.update(custom={})
    orders = [make_draft(cast.owner, lines=[line(make_product(), 1) for _n in range(2)]) for _m in range(2)]
    Customer.objects.filter(pk__in=[one.customer_id for one in orders]).update(custom={"grade": "gold"})
    Product.objects.update(custom={"weight": "12.5"})
    browser = Browser(cast.owner)
    keys = ["customer.custom.grade", "product.custom.weight"]
    browser.get("/orders/lines/", view="all")
    plain = statements(lambda: browser.get("/orders/lines/", view="all"))
    browser.client.post("/orders/lines/columns/", {"columns": ["number", *keys], "next": "/orders/lines/"})
    browser.client.post("/orders/columns/", {"columns": ["number", keys[0]], "next": "/orders/"})
    page = text_of(browser.get("/orders/lines/", view="all"))
    assert page.count(">gold<") == 4 and page.count(">12.5<") == 4 and "Customer: " in page
    assert statements(lambda: browser.get("/orders/lines/", view="all")) == plain + 2  # one for each, whatever the rows
    assert text_of(browser.get("/orders/", view="all")).count(">gold<") == 2
    sheet = lists["order-lines"].open(cast.owner, Asked(QueryDict("view=all"), AT, keys))
    assert list(sheet.rows()) == [("gold", Decimal("12.5"))] * 4
    sheet = lists["orders"].open(cast.owner, Asked(QueryDict("view=all"), AT, keys[:1]))
    assert list(sheet.rows()) == [("gold",)] * 2
    Customer.objects.filter(pk=orders[0].customer_id).update(owner=cast.stranger, department=cast.stranger.department)
    assert text_of(browser.get("/orders/", view="all")).count(">gold<") == 1  # the order is his, that customer is not
    sheet = lists["order-lines"].open(cast.owner, Asked(QueryDict("view=all"), AT, keys))
    assert sorted(row[0] or "" for row in sheet.rows()) == ["", "", "gold", "gold"]


# --- the API -----------------------------------------------------------------------------------


def test_the_api_takes_and_gives_them(cast):
    make_field("CUSTOMER", "grade_source", "CHOICE")
    make_field("PRODUCT", "certificate", "FLAG")
    make_field("ORDER", "project")
    make_field("LINE", "engraving")
    client = Client(make_user(roles=["administrator", "order_desk"]))
    answer = client.send("customers/", {"code": "11.901", "name": "衡信", "custom": {"grade_source": "VISIT"}})
    assert answer.json().get("custom") == {"grade_source": "VISIT"}, answer.json()
    answer = client.send("products/", {"code": "00.1.9001", "name": "仪表", "custom": {"certificate": True}})
    assert answer.json().get("custom") == {"certificate": True}, answer.json()
    rows = [{"product": "00.1.9001", "quantity": "2", "custom": {"engraving": "No. 7"}}]
    answer = client.send("orders/", {"customer": "11.901", "custom": {"project": "港口"}, "lines": rows})
    body = answer.json()
    assert body.get("custom"), body
    assert body["custom"] == {"project": "港口"} and body["lines"][0]["custom"] == {"engraving": "No. 7"}
    listed = client.read("orders/").json()["results"]
    assert [one["custom"] for one in listed] == [{"project": "港口"}]
    url = f"/api/v1/orders/{body['reference']}/"
    answer = client.patch(url, {"custom": {"project": None}}, format="json", headers={"If-Match": answer["ETag"]})
    assert answer.json()["custom"] == {"project": None}
    answer = client.patch(
        f"{url}lines/1/fields/", {"custom": {"engraving": "No. 8"}}, format="json", headers={"If-Match": answer["ETag"]}
    )
    assert answer.json()["lines"][0]["custom"] == {"engraving": "No. 8"}


@pytest.mark.parametrize(
    ("custom", "field"),
    [
        ({"nothing": 1}, "custom.nothing"),
        ({"project": "x" * 50_000}, "custom.project"),
        ({"project": {"deep": [[[[]]]]}}, "custom.project"),
        ([1], "custom"),
        ("text", "custom"),
        (None, "custom"),
    ],
)
def test_the_api_names_what_does_not_fit(cast, custom, field):
    make_field("ORDER", "project")
    customer = make_customer(owner=cast.owner)
    answer = Client(cast.owner).send("orders/", {"customer": customer.code, "custom": custom})
    assert answer.status_code == 400 and list(answer.json()["fields"]) == [field]


def test_a_definition_is_audited(cast):

    field = make_field("ORDER", "project")
    operations.save_field(actor=make_user("administrator"), at=AT, field_id=field.pk, version=1, label_en="Job")
    assert list(Event.objects.filter(kind__startswith="custom_field.").values_list("kind", flat=True)) == [
        "custom_field.defined",
        "custom_field.changed",
    ]


def test_the_api_lists_the_fields_that_the_caller_sees(cast):
    make_field("LINE", "weight", "NUMBER", minimum=Decimal(0), help_en="Per piece")
    field = make_field("ORDER", "pin")
    hide = {definitions.guard_of(field.subject, field.key): "HIDE"}
    roles.set_field_rules(
        actor=make_user("administrator"), role_id=Role.objects.get(code="sales").pk, rules=hide, at=AT
    )
    (found,) = Client(cast.owner).read("custom-fields/").json()["fields"]
    assert (found["key"], found["minimum"], found["condition_field"]) == ("weight", "0", "custom_line_weight")
