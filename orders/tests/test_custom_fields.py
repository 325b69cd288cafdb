"""Custom fields on customers, products, orders and lines: what they take, who sees them, where they show (R310)."""

from decimal import Decimal

import pytest
from django.db import connection

from accounts.roles import operations as roles
from accounts.roles.models import Role
from accounts.tests.builders import make_user
from accounts.trail import queries as trail
from common import errors, settings
from common.models import Setting
from customers import operations as customers
from customers.tests.builders import make_customer
from orders.entry import drafting, line_fields
from orders.lifecycle import operations as lifecycle
from orders.order import content, policies, queries
from orders.order.models import Order, OrderLine
from orders.tests.builders import AT, TODAY, fresh, line, make_buyer, make_draft, make_effective, make_order_cast
from orders.tests.page_builders import Browser, statements
from products.catalogue import operations as products
from products.tests.builders import make_product
from segments import conditions, explaining, fields, invariants
from segments import operations as segments
from segments.custom_fields import definitions, operations, uses
from segments.custom_fields.models import CustomField
from segments.custom_fields.tests.builders import make_field
from segments.fields import Level

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return make_order_cast()


def change(actor, order, **options):
    changes = options.pop("changes", {})
    return drafting.change_order(actor=actor, order_id=order.pk, version=None, changes=changes, at=AT, **options)


def hide(field, *codes, effect="HIDE"):
    guard = definitions.guard_of(field.subject, field.key)
    for code in codes:
        roles.set_field_rules(
            actor=make_user("administrator"), role_id=Role.objects.get(code=code).pk, rules={guard: effect}, at=AT
        )


def anew(user):
    """The same person with a new request."""
    return type(user).objects.get(pk=user.pk)


# --- definitions ------------------------------------------------------------------------------


def test_only_who_may_define_fields_defines_them(cast):
    with pytest.raises(errors.NotAllowed):
        operations.save_field(actor=cast.owner, at=AT, subject="ORDER", key="project", label_zh="项目", kind="TEXT")


@pytest.mark.parametrize("key", ["", "1st", "Project", "a__b", "a-b", "_a", "项目", "a" * 41, "a b"])
def test_a_key_is_plain(key):
    with pytest.raises(errors.Invalid) as refusal:
        make_field("ORDER", key)
    assert "key" in refusal.value.fields


@pytest.mark.parametrize(
    "label", ["a\u202eb", "\u200b", "订单日期", "Order  DATE", "Customer", "字段project", "PROJECT"]
)
def test_a_name_is_that_of_one_field_and_has_nothing_unseen(label):
    make_field("ORDER", "project")
    for name in ("label_zh", "label_en"):
        with pytest.raises(errors.Invalid) as refused:
            make_field("ORDER", "another", **{name: label})
        assert list(refused.value.fields) == [name]
    if "project" in label.lower():
        make_field("LINE", "another", label_en=label)  # another kind of thing


def test_a_key_is_there_once_for_each_subject():
    make_field("ORDER", "project")
    make_field("LINE", "project")
    with pytest.raises(errors.Invalid):
        make_field("ORDER", "project")


def test_no_more_fields_than_the_setting_says():
    make_field("ORDER", "one")
    Setting.objects.create(key=operations.MOST, value=1)
    settings.forget()
    try:
        with pytest.raises(errors.Conflict):
            make_field("ORDER", "two")
    finally:
        settings.forget()


def test_a_stale_edit_of_a_definition_is_refused():
    field = make_field("ORDER", "project")
    admin = make_user("administrator")
    operations.save_field(actor=admin, at=AT, field_id=field.pk, version=1, label_en="Site")
    with pytest.raises(errors.Stale):
        operations.save_field(actor=admin, at=AT, field_id=field.pk, version=1, label_en="Job")


def test_from_its_first_use_on_key_and_kind_stay(cast):
    field = make_field("ORDER", "project")
    admin = make_user("administrator")
    field = operations.save_field(actor=admin, at=AT, field_id=field.pk, version=1, key="site")
    order = make_draft(cast.owner, custom={"site": "港口秤改造"})
    for changes in ({"key": "job"}, {"kind": "NUMBER"}, {"is_commercial": True}):
        with pytest.raises(errors.Conflict):
            operations.save_field(actor=admin, at=AT, field_id=field.pk, version=2, **changes)
    assert fresh(order).custom == {"site": "港口秤改造"}


def test_a_field_named_by_a_saved_condition_is_not_taken_out_of_use(cast):
    field = make_field("ORDER", "project")
    segments.create_segment(
        actor=make_user("administrator"), name="Port", condition="Project contains port", audience="COMPANY", at=AT
    )
    with pytest.raises(errors.Conflict):
        operations.save_field(actor=make_user("administrator"), at=AT, field_id=field.pk, version=1, is_active=False)


def test_a_condition_saved_while_its_field_went_out_of_use_is_found_at_night(cast, monkeypatch):
    field = make_field("ORDER", "project")
    segments.create_segment(actor=cast.owner, name="Port", condition="Project contains port", at=AT)
    assert invariants.unreadable(5) == []
    monkeypatch.setattr(uses, "conditions_naming", lambda subject, key: [])  # what it saw before
    operations.save_field(actor=make_user("administrator"), at=AT, field_id=field.pk, version=1, is_active=False)
    assert [row["name"] for row in invariants.unreadable(5)] == ["Port"]


def test_a_choice_that_was_taken_away_stays_where_it_is_and_is_told(cast):
    field = make_field("CUSTOMER", "grade_source", "CHOICE")
    customer = make_customer(owner=cast.owner, custom={"grade_source": "VISIT"})
    rest = [one for one in field.options if one["code"] != "VISIT"]
    operations.save_field(actor=make_user("administrator"), at=AT, field_id=field.pk, version=1, options=rest)
    with pytest.raises(errors.Invalid):
        make_customer(owner=cast.owner, custom={"grade_source": "VISIT"})
    customer = customers.update_customer(
        actor=cast.owner,
        customer_id=customer.pk,
        version=customer.version,
        changes={"notes": "seen", "custom": {"grade_source": "VISIT"}},
        at=AT,
    )
    assert customer.custom == {"grade_source": "VISIT"}
    page = Browser(cast.owner).get(f"/customers/{customer.pk}/").content.decode()
    assert "Visit (not offered any more)" in page


# --- values ------------------------------------------------------------------------------------

NUMBER = {"kind": "NUMBER", "decimals": 2, "minimum": Decimal(0), "maximum": Decimal(1000)}


@pytest.mark.parametrize(
    ("options", "given", "kept"),
    [
        ({"kind": "TEXT"}, "  港口  ", "港口"),
        (NUMBER, "1,000.00", "1000"),
        (NUMBER, 2.5, "2.5"),
        (NUMBER, Decimal("-0"), "0"),
        ({"kind": "DATE"}, "2026/3/9", "2026-03-09"),
        ({"kind": "CHOICE"}, "SALES", "SALES"),
        ({"kind": "FLAG"}, "yes", True),
        ({"kind": "FLAG"}, False, False),
        ({"kind": "TEXT"}, "   ", None),
        (NUMBER, None, None),
    ],
)
def test_values_are_kept_in_one_form(cast, options, given, kept):
    make_field("CUSTOMER", "one", **options)
    customer = make_customer(owner=cast.owner, custom={"one": given})
    customer.refresh_from_db()
    assert customer.custom == ({} if kept is None else {"one": kept})


DEEP: list = []
for _level in range(500):
    DEEP = [DEEP]


@pytest.mark.parametrize(
    ("options", "given"),
    [
        ({"kind": "TEXT"}, "x" * 50_000),
        ({"kind": "TEXT"}, "a\0b"),
        ({"kind": "TEXT"}, "\ud800"),
        ({"kind": "TEXT"}, 5),
        ({"kind": "TEXT"}, DEEP),
        (NUMBER, "NaN"),
        (NUMBER, float("nan")),
        (NUMBER, float("inf")),
        (NUMBER, True),
        (NUMBER, "1e3"),
        (NUMBER, "1000.01"),
        (NUMBER, "-1"),
        (NUMBER, "0.001"),
        (NUMBER, {"a": 1}),
        ({"kind": "DATE"}, "2026-02-30"),
        ({"kind": "DATE"}, 20260301),
        ({"kind": "DATE"}, "٢٠٢٦-01-01"),
        ({"kind": "CHOICE"}, "OTHER"),
        ({"kind": "CHOICE"}, ["VISIT"]),
        ({"kind": "FLAG"}, "maybe"),
        ({"kind": "FLAG"}, 1),
    ],
)
def test_what_does_not_fit_is_refused_by_its_name(cast, options, given):
    make_field("CUSTOMER", "one", **options)
    with pytest.raises(errors.Invalid) as refusal:
        make_customer(owner=cast.owner, custom={"one": given})
    assert list(refusal.value.fields) == ["custom.one"]


@pytest.mark.parametrize("given", [[], "text", 5, True])
def test_values_come_as_an_object(cast, given):
    with pytest.raises(errors.Invalid) as refusal:
        make_customer(owner=cast.owner, custom=given)
    assert list(refusal.value.fields) == ["custom"]


def test_an_unknown_key_is_refused_and_so_is_one_out_of_use(cast):
    field = make_field("PRODUCT", "certificate", "FLAG")
    product = make_product(custom={"certificate": True})
    operations.save_field(actor=make_user("administrator"), at=AT, field_id=field.pk, version=1, is_active=False)
    for key in ("certificate", "nothing"):
        with pytest.raises(errors.Invalid):
            make_product(custom={key: True})
    products.update_product(
        actor=make_user("administrator"), product_id=product.pk, version=1, changes={"notes": "calibrated"}, at=AT
    )
    product.refresh_from_db()
    assert product.custom == {"certificate": True}


def test_a_new_row_begins_with_the_defaults(cast):
    make_field("ORDER", "warranty", "NUMBER", default="12")
    make_field("LINE", "engraved", "FLAG", default=True)
    order = make_draft(cast.owner)
    assert order.custom == {"warranty": "12"}
    assert OrderLine.objects.get(order=order).custom == {"engraved": True}
    assert make_draft(cast.owner, custom={"warranty": None}).custom == {}


def test_a_required_field_of_a_master_is_asked_for(cast):
    make_field("CUSTOMER", "grade_source", "CHOICE", is_required=True)
    with pytest.raises(errors.Invalid) as refusal:
        customers.create_customer(actor=cast.owner, code="11.777", name="衡信", at=AT)
    assert list(refusal.value.fields) == ["custom.grade_source"]


# --- orders ------------------------------------------------------------------------------------


def test_a_required_field_blocks_submission(cast):
    make_field("ORDER", "project", is_required=True)
    make_field("LINE", "engraving", is_required=True)
    order = make_draft(cast.owner)
    with pytest.raises(errors.Incomplete) as refusal:
        lifecycle.submit_order(actor=cast.owner, order_id=order.pk, at=AT)
    assert set(refusal.value.fields) == {"custom.project", "lines.1.custom.engraving"}
    product = OrderLine.objects.get(order=order).product
    wanted = [line(product, 10, line_no=1, custom={"engraving": "No. 7"})]
    change(cast.owner, order, changes={"custom": {"project": "港口"}}, lines=wanted)
    assert lifecycle.submit_order(actor=cast.owner, order_id=order.pk, at=AT).status == "SUBMITTED"


def test_commercial_fields_are_part_of_what_is_approved(cast):
    make_field("ORDER", "warranty", "NUMBER", is_commercial=True)
    make_field("ORDER", "project")
    order = make_draft(cast.owner, custom={"warranty": "12", "project": "港口"})
    lines = queries.lines_of(order)
    before = content.content_hash(order, lines)
    order.custom = {"warranty": "12", "project": "机场"}
    assert content.content_hash(order, lines) == before
    order.custom = {"warranty": "24", "project": "港口"}
    assert content.content_hash(order, lines) != before


def test_a_field_defined_later_changes_no_fingerprint(cast):
    order = make_effective(cast.owner)
    make_field("ORDER", "warranty", "NUMBER", is_commercial=True, default="12")
    order = fresh(order)
    assert content.content_hash(order, queries.lines_of(order)) == order.content_hash


def test_after_the_draft_only_what_is_not_commercial_changes(cast):
    make_field("ORDER", "warranty", "NUMBER", is_commercial=True)
    make_field("ORDER", "project")
    make_field("LINE", "engraving", is_commercial=True)
    make_field("LINE", "shelf")
    order = make_effective(cast.owner, custom={"warranty": "12"})
    change(cast.owner, order, changes={"custom": {"project": "港口"}})
    with pytest.raises(errors.WrongState):
        change(cast.owner, order, changes={"custom": {"warranty": "24"}})
    one = {"actor": cast.owner, "order_id": order.pk, "line_no": 1, "version": None, "at": AT}
    line_fields.update_line_fields(**one, given={"shelf": "B-7"})
    with pytest.raises(errors.WrongState):
        line_fields.update_line_fields(**one, given={"engraving": "No. 7"})
    with pytest.raises(errors.NotFound):
        line_fields.update_line_fields(**{**one, "line_no": 9}, given={"shelf": "B-7"})
    assert fresh(order).custom == {"warranty": "12", "project": "港口"}
    assert OrderLine.objects.get(order=order).custom == {"shelf": "B-7"}


def test_nothing_is_lost_when_another_part_is_edited(cast):
    make_field("ORDER", "project")
    make_field("LINE", "engraving")
    order = make_draft(cast.owner, custom={"project": "港口"})
    product = OrderLine.objects.get(order=order).product
    change(cast.owner, order, lines=[line(product, 10, line_no=1, custom={"engraving": "No. 7"})])
    change(cast.owner, order, changes={"customer_po_number": "PO-1"}, lines=[line(product, 12, line_no=1)])
    assert fresh(order).custom == {"project": "港口"}
    assert OrderLine.objects.get(order=order).custom == {"engraving": "No. 7"}


def test_faults_of_a_line_are_named_by_its_number(cast):
    make_field("LINE", "weight", "NUMBER")
    order = make_draft(cast.owner)
    product = OrderLine.objects.get(order=order).product
    with pytest.raises(errors.Invalid) as refusal:
        change(cast.owner, order, lines=[line(product, 10, line_no=1, custom={"weight": "heavy", "none": 1})])
    assert set(refusal.value.fields) == {"lines.1.custom.weight", "lines.1.custom.none"}


def test_two_edits_at_once_the_second_is_told_what_is_stored(cast):
    make_field("ORDER", "project", label_en="Project")
    order = make_draft(cast.owner)
    seen = order.version
    change(cast.owner, order, changes={"custom": {"project": "港口"}})
    with pytest.raises(errors.Stale) as refusal:
        drafting.change_order(
            actor=cast.owner, order_id=order.pk, version=seen, changes={"custom": {"project": "机场"}}, at=AT
        )
    assert refusal.value.details["fields"] == {"custom.project": ["港口", "机场"]}


def test_a_copy_takes_them_along_but_no_choice_that_is_gone(cast):
    field = make_field("ORDER", "source", "CHOICE")
    make_field("LINE", "engraving")
    product = make_product()
    order = make_draft(cast.owner, custom={"source": "VISIT"}, lines=[line(product, 1, custom={"engraving": "No. 7"})])
    other = drafting.copy_order(actor=cast.owner, order_id=order.pk, at=AT)
    assert other.custom == {"source": "VISIT"}
    assert OrderLine.objects.get(order=other).custom == {"engraving": "No. 7"}
    rest = [one for one in field.options if one["code"] != "VISIT"]
    operations.save_field(actor=make_user("administrator"), at=AT, field_id=field.pk, version=1, options=rest)
    assert drafting.copy_order(actor=cast.owner, order_id=order.pk, at=AT).custom == {}


# --- who sees them -----------------------------------------------------------------------------


def test_a_hidden_field_is_absent_and_survives_the_edits_of_who_does_not_see_it(cast):
    field = make_field("ORDER", "margin_note")
    order = make_draft(cast.owner, custom={"margin_note": "secret"})
    hide(field, "sales")
    owner = anew(cast.owner)
    assert policies.redact(owner, [fresh(order)])[0].custom == {}
    assert field.key not in {one.custom_key for one in fields.visible_fields(owner, Level.LINE).values()}
    with pytest.raises(errors.Invalid) as refusal:
        change(owner, order, changes={"custom": {"margin_note": "mine"}})
    assert [str(text) for text in refusal.value.fields["custom.margin_note"]] == ["There is no such field."]
    change(owner, order, changes={"notes": "seen", "customer_po_number": "PO-9"})
    assert fresh(order).custom == {"margin_note": "secret"}
    page = Browser(owner).get(f"/orders/{order.reference}/").content.decode()
    assert "secret" not in page and "Margin note" not in page
    assert "secret" not in Browser(owner).get(f"/orders/{order.reference}/edit/").content.decode()


def test_a_masked_text_shows_its_ends_and_is_kept_when_it_comes_back(cast):
    field = make_field("ORDER", "pin")
    order = make_draft(cast.owner, custom={"pin": "13812342217"})
    hide(field, "sales", effect="MASK")
    owner = anew(cast.owner)
    shown = policies.redact(owner, [fresh(order)])[0].custom
    assert shown == {"pin": "138****2217"}
    change(owner, order, changes={"custom": shown})
    assert fresh(order).custom == {"pin": "13812342217"}
    assert "custom_order_pin" not in fields.visible_fields(owner, Level.ORDER)


def test_a_definition_counts_from_the_next_request_on(cast):
    browser = Browser(cast.owner).warm()
    order = make_draft(cast.owner)
    assert "Site visit" not in browser.get(f"/orders/{order.reference}/edit/").content.decode()
    make_field("ORDER", "site_visit")
    definitions._kept = definitions._Kept(None, ())  # another process, which read nothing yet
    assert "Site visit" in browser.get(f"/orders/{order.reference}/edit/").content.decode()


def test_without_custom_fields_nothing_costs_a_statement_and_with_them_neither(cast):
    order = make_draft(cast.owner)
    browser = Browser(cast.owner).warm()
    urls = ["/orders/", f"/orders/{order.reference}/edit/", "/customers/", "/products/"]
    for url in urls:
        browser.get(url)
    before = [statements(lambda url=url: browser.get(url)) for url in urls]
    for subject in CustomField.Subject:
        make_field(subject, "one")
    for url in urls:
        browser.get(url)
    assert [statements(lambda url=url: browser.get(url)) for url in urls] == before


# --- conditions --------------------------------------------------------------------------------


def found(actor, text, level=Level.ORDER):
    one = conditions.read(actor, level, text)
    model = Order if level is Level.ORDER else OrderLine
    return set(model.objects.filter(one.narrow(level, TODAY)).values_list("pk", flat=True))


def test_conditions_of_every_kind_find_orders(cast):
    make_field("ORDER", "project")
    make_field("ORDER", "warranty", "NUMBER")
    make_field("ORDER", "visit", "DATE")
    make_field("ORDER", "source", "CHOICE")
    make_field("ORDER", "pilot", "FLAG")
    full = make_draft(
        cast.owner,
        custom={"project": "ＰＯＲＴ 改造", "warranty": "9", "visit": "2026-11-02", "source": "VISIT", "pilot": True},
    ).pk
    late = make_draft(
        cast.owner, custom={"warranty": "12.5", "visit": "2026-12-01", "source": "SALES", "pilot": False}
    ).pk
    bare = make_draft(cast.owner).pk
    for text, wanted in {
        "Project contains port": {full},
        "Project = “port 改造”": {full},
        "Project does not contain port": {late, bare},
        "Project is empty": {late, bare},
        "Project is not empty": {full},
        "Warranty > 9": {late},
        "Warranty ≠ 9": {late, bare},
        "Warranty between 1 and 10": {full},
        "Visit before 2026-12-01": {full},
        "Visit = 2026-11": {full},
        "Source = Visit": {full},
        "Source not in (Visit, “Sales volume”)": {bare},
        "Pilot = Y": {full},
        "Pilot = N": {late},
    }.items():
        assert found(cast.owner, text) == wanted, text


def answer_rows(actor, query):
    return Browser(actor).get(f"/api/v1/order-lines/?{query}").json()["results"]


def test_fields_of_customers_products_and_lines_find_lines(cast):
    make_field("CUSTOMER", "grade_source", "CHOICE", label_zh="客户等级来源")
    make_field("PRODUCT", "certificate", "FLAG")
    make_field("LINE", "engraving")
    customer = make_buyer(cast.owner, custom={"grade_source": "VISIT"})
    product = make_product(custom={"certificate": True})
    order = make_draft(cast.owner, customer=customer, lines=[line(product, 1, custom={"engraving": "No. 7"})])
    make_draft(cast.owner)
    one = {OrderLine.objects.get(order=order).pk}
    (row,) = answer_rows(cast.owner, "condition=客户等级来源 = 走访")
    told = [row[name] for name in ("custom", "order_custom", "customer_custom", "product_custom")]
    assert told == [{"engraving": "No. 7"}, {}, {"grade_source": "VISIT"}, {"certificate": True}]
    assert found(cast.owner, "客户等级来源 = 走访", Level.LINE) == one
    assert found(cast.owner, "Certificate = Y", Level.LINE) == one
    assert found(cast.owner, "Engraving starts with no", Level.LINE) == one
    assert found(cast.owner, "Engraving is not empty and Certificate = Y") == {order.pk}


# --- the trail ----------------------------------------------------------------------------------


def test_the_trail_names_what_changed(cast):
    make_field("ORDER", "source", "CHOICE", label_en="Source of it")
    order = make_draft(cast.owner)
    change(cast.owner, order, changes={"custom": {"source": "VISIT"}})
    _row, told = trail.history(actor=make_user("administrator"), subject_type="orders.order", subject_id=order.pk)
    columns = [
        (str(one.name), one.old, one.new) for each in told.transactions for c in each.changes for one in c.columns
    ]
    assert ("Source of it", "", "Visit") in columns


def test_the_index_over_filled_rows_serves_conditions(cast):
    make_field("LINE", "engraving")
    make_draft(cast.owner)
    one = conditions.read(cast.owner, Level.LINE, "Engraving starts with no")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    plan = OrderLine.objects.filter(one.narrow(Level.LINE, TODAY)).order_by().values("pk").explain()
    assert "line_custom" in plan, plan


def test_a_number_that_is_none_reads_as_nothing(cast):
    make_field("ORDER", "weight", "NUMBER")
    order = make_draft(cast.owner, custom={"weight": "5"})
    Order.objects.filter(pk=order.pk).update(custom={"weight": "heavy"})
    assert found(cast.owner, "Weight > 1") == set()


def test_explanations_read_them_and_the_catalogue_of_fields_names_them(cast):
    make_field("ORDER", "warranty", "NUMBER")
    make_field("LINE", "source", "CHOICE")
    order = make_draft(
        cast.owner, custom={"warranty": "12"}, lines=[line(make_product(), 1, custom={"source": "VISIT"})]
    )
    given = conditions.read(cast.owner, Level.ORDER, "Warranty > 9 and Source = Visit")
    told = explaining.explain(actor=cast.owner, condition=given, order=order.reference, line_no=None, today=TODAY)
    assert told.is_in and told.rows[0].seen.shown == ["12"]
    assert told.rows[1].lines[0].seen.shown == ["Visit"]
    listed = Browser(cast.owner).get("/api/v1/condition-fields/").json()["fields"]
    assert {"custom_order_warranty", "custom_line_source"} <= {one["key"] for one in listed}
