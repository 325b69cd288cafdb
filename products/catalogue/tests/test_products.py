"""Adding and changing products."""

from datetime import date
from decimal import Decimal

import pytest

from accounts.people import queries as people
from accounts.tests.builders import AT, make_user
from common import errors, text
from products.catalogue import operations
from products.catalogue.models import Product
from products.tests.builders import make_category, make_product, make_service, make_supplier

pytestmark = pytest.mark.django_db


def update(actor, product, changes, version=None):
    return operations.update_product(
        actor=actor, product_id=product.pk, version=version or product.version, changes=changes, at=AT
    )


@pytest.mark.parametrize("typed", ["称重", "czyb", "01.2", "本原-30t", "xk3190"])
def test_a_product_is_found_by_name_pinyin_code_and_specification(typed):
    product = make_product(
        code="01.2.15.001-3", name="数字称重仪表", english_name="XK3190", specification="本原-30T-桥式"
    )
    make_product(code="56.1.1", name="接线盒")
    assert list(text.search(Product.objects.all(), typed)) == [product]


def test_the_order_desk_changes_a_price_but_not_the_cost_it_cannot_see():
    desk, product = make_user("order_desk"), make_product()
    update(desk, product, {"list_price": Decimal("120")})
    product.refresh_from_db()
    assert product.list_price == 120
    with pytest.raises(errors.NotAllowed) as refusal:
        update(desk, product, {"unit_cost": Decimal("1")})
    assert refusal.value.details["field"] == "unit_cost"
    update(make_user("purchasing"), product, {"unit_cost": Decimal("70")})


def test_a_rep_cannot_change_products():
    with pytest.raises(errors.NotAllowed):
        update(make_user("sales"), make_product(), {"name": "x"})


def test_a_stale_edit_names_stored_and_sent_values():
    system, product = people.system_user(), make_product(name="甲")
    update(system, product, {"name": "乙"})
    with pytest.raises(errors.Stale) as refusal:
        update(system, product, {"name": "丙"}, version=1)
    assert refusal.value.details["fields"] == {"name": ["乙", "丙"]}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("list_price", "-1"),
        ("tax_rate", "1"),
        ("pack_multiple", "0"),
        ("floor_price", "-1"),
        ("minimum_quantity", "-1"),
    ],
)
def test_figures_out_of_bounds_are_refused(field, value):
    with pytest.raises(errors.Invalid):
        make_product(**{field: Decimal(value)})


def test_a_floor_above_the_list_price_is_a_slip():
    with pytest.raises(errors.Invalid) as caught:
        make_product(list_price=Decimal(100), floor_price=Decimal(120))
    assert list(caught.value.fields) == ["floor_price"]
    make_product(list_price=Decimal(0), floor_price=Decimal(120))


def test_a_product_with_stock_cannot_become_a_service():
    product = make_product(stock=3)
    with pytest.raises(errors.Invalid) as refusal:
        update(people.system_user(), product, {"is_service": True})
    assert "is_service" in refusal.value.fields


def test_successors_do_not_run_in_a_circle():
    first = make_product()
    second = make_product(successor=first)
    with pytest.raises(errors.Invalid) as refusal:
        update(people.system_user(), first, {"successor": second})
    assert "successor" in refusal.value.fields


def test_many_products_are_added_in_a_constant_number_of_statements(django_assert_max_num_queries):
    drafts = [{"code": f"00.9.{n:04d}", "name": f"产品 {n}", "unit": "只"} for n in range(200)]
    system = people.system_user()
    with django_assert_max_num_queries(16):
        ids = operations.create_products(actor=system, drafts=drafts, at=AT)
    assert len(ids) == 200
    with pytest.raises(errors.Invalid):
        operations.create_products(actor=system, drafts=drafts[:1], at=AT)


def test_a_substitute_is_saved_once_and_then_changed():
    desk, product, other = make_user("order_desk"), make_product(), make_product()
    for priority in (1, 2):
        operations.save_substitute(
            actor=desk, product_id=product.pk, substitute_id=other.pk, priority=priority, ratio=Decimal(2), at=AT
        )
    assert [(row.substitute, row.priority) for row in product.substitutes.all()] == [(other, 2)]
    operations.remove_substitute(actor=desk, product_id=product.pk, substitute_id=other.pk, at=AT)
    assert not product.substitutes.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"ratio": Decimal(0)},
        {"valid_from": date(2026, 5, 2), "valid_until": date(2026, 5, 1)},
        {"self": True},
    ],
)
def test_a_senseless_substitute_is_refused(wrong):
    product, other = make_product(), make_product()
    if wrong.pop("self", None):
        other = product
    with pytest.raises(errors.Invalid):
        operations.save_substitute(
            actor=people.system_user(), product_id=product.pk, substitute_id=other.pk, at=AT, **wrong
        )


def test_a_category_cannot_stand_below_itself():
    upper = make_category()
    lower = make_category(parent=upper)
    with pytest.raises(errors.Invalid):
        operations.save_category(actor=people.system_user(), category_id=upper.pk, parent=lower, at=AT)


def test_suppliers_are_the_purchasers():
    supplier = make_supplier()
    with pytest.raises(errors.NotAllowed):
        operations.save_supplier(actor=make_user("sales"), supplier_id=supplier.pk, name="x", at=AT)
    operations.save_supplier(actor=make_user("purchasing"), supplier_id=supplier.pk, lead_time_days=9, at=AT)
    supplier.refresh_from_db()
    assert supplier.lead_time_days == 9


def test_a_service_is_kept_as_one():
    assert make_service().is_service
