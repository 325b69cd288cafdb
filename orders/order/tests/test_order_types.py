"""Order types are data with rules, kept in the console (SEMANTICS 2)."""

import pytest
from django.urls import reverse
from django.utils.translation import override

from accounts.people import queries as people
from accounts.tests.builders import AT, make_user
from common import errors
from common.models import Event
from common.tests.browser_form import fields_of
from orders.order.models import OrderType
from orders.order.operations import save_order_type
from orders.order.reference import LOAN, STANDARD
from orders.tests.builders import make_effective

pytestmark = pytest.mark.django_db


def save(of, **changes):
    row = OrderType.objects.get(code=of)
    return save_order_type(actor=people.system_user(), type_id=row.pk, at=AT, **changes)


def test_seeded_types_are_shown_in_the_readers_language_until_renamed():
    loan = OrderType.objects.get(code=LOAN)
    with override("zh-hans"):
        assert str(loan) == "借用订单"
        assert str(save(LOAN, name="试用")) == "试用"
    with override("en"):
        assert str(OrderType.objects.get(code=STANDARD)) == "Standard order"


def test_a_company_adds_a_type_and_stops_one_in_the_console(client):
    admin = make_user("administrator")
    client.force_login(admin)
    sent = {"code": "REPAIR", "name": "维修订单", "ships": "on", "invoices": "on", "is_active": "on"}
    assert client.post(reverse("admin:orders_ordertype_add"), sent).status_code == 302
    repair = OrderType.objects.get(code="REPAIR")
    assert (repair.needs_approval, repair.ships, repair.counts) == (False, True, False)
    page = reverse("admin:orders_ordertype_change", args=[repair.pk])
    stale, fresh = (fields_of(client.get(page), "ordertype_form") for _ in range(2))
    fresh.pop("is_active")
    assert client.post(page, fresh).status_code == 302
    assert client.post(page, stale | {"name": "旧"}).status_code == 200
    repair.refresh_from_db()
    assert (repair.is_active, repair.name, repair.version) == (False, "维修订单", 2)
    assert Event.objects.filter(kind="order_type.saved", subject_id=repair.pk, actor_id=admin.pk).count() == 2
    client.force_login(make_user("order_desk"))
    assert client.get(page).status_code in (302, 403)


@pytest.mark.parametrize(
    ("code", "changes", "field"),
    [
        (STANDARD, {"is_active": False}, "is_active"),
        (LOAN, {"code": "LENT"}, "code"),
        (LOAN, {"name": ""}, "name"),
    ],
)
def test_what_may_not_be_is_named_by_field(code, changes, field):
    with pytest.raises(errors.Invalid) as refused:
        save(code, **changes)
    assert field in refused.value.fields


def test_rules_stay_under_orders_that_exist():
    save(LOAN, ships=False)
    make_effective()
    with pytest.raises(errors.Invalid):
        save(STANDARD, ships=False)
    assert save(STANDARD, needs_approval=False).needs_approval is False
    with pytest.raises(errors.NotAllowed):
        save_order_type(actor=make_user("order_desk"), code="X", name="x", at=AT)
