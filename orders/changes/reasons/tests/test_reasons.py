"""Why orders change: the company's list, seeded, kept in the console and over the API (R199, R204)."""

import pytest
from django.urls import reverse
from django.utils.translation import override

from accounts.tests.builders import AT, make_user
from common import errors
from common.models import Event
from common.tests.browser_form import fields_of
from orders.changes.choices import Side
from orders.changes.models import ChangeReason
from orders.changes.reasons import operations, queries, reference

pytestmark = pytest.mark.django_db


def test_seeded_reasons_speak_the_readers_language_until_renamed():
    assert {one.code for one in queries.reasons()} == {code for code, _name, _side in reference.REASONS}
    late = queries.get_reason("g_supplier")
    assert late.side == Side.GOODS
    with override("en"):
        assert str(late) == "Supplier delivers late"
    admin = make_user("administrator")
    operations.save_reason(actor=admin, at=AT, reason_id=late.pk, name="钢厂交货晚")
    reference.seed_reasons(AT)
    assert str(queries.get_reason("G_SUPPLIER")) == "钢厂交货晚", "what an administrator changed stays"
    assert Event.objects.filter(kind="change_reason.saved", actor_id=admin.pk).count() == 1


def test_the_code_stays_and_only_administrators_keep_the_list():
    late = queries.get_reason("G_SUPPLIER")
    with pytest.raises(errors.Invalid) as refused:
        operations.save_reason(actor=make_user("administrator"), at=AT, reason_id=late.pk, code="OTHER")
    assert list(refused.value.fields) == ["code"]
    with pytest.raises(errors.NotAllowed):
        operations.save_reason(actor=make_user("order_desk"), at=AT, reason_id=late.pk, name="x")
    operations.save_reason(actor=make_user("administrator"), at=AT, reason_id=late.pk, is_active=False)
    assert late not in queries.reasons(side=Side.GOODS, in_use=True)
    assert late in queries.reasons(side=Side.GOODS)


def test_a_company_keeps_its_reasons_in_the_console(client):
    client.force_login(make_user("administrator"))
    sent = {"code": "C_TENDER", "name": "投标只中一部分", "side": "CUSTOMER", "is_active": "on"}
    assert client.post(reverse("admin:orders_changereason_add"), sent).status_code == 302
    row = ChangeReason.objects.get(code="C_TENDER")
    page = reverse("admin:orders_changereason_change", args=[row.pk])
    stale, fresh = (fields_of(client.get(page), "changereason_form") for _ in range(2))
    fresh.pop("is_active")
    assert client.post(page, fresh).status_code == 302
    assert client.post(page, stale | {"name": "旧"}).status_code == 200
    row.refresh_from_db()
    assert (row.is_active, row.name, row.version) == (False, "投标只中一部分", 2)
    client.force_login(make_user("order_desk"))
    assert client.get(page).status_code in (302, 403)


def test_reasons_over_the_api(client):
    client.force_login(make_user("administrator"))
    sent = {"code": "C_TENDER", "name": "Tender was won in part", "side": "CUSTOMER"}
    made = client.post(
        "/api/v1/change-reasons/", sent, content_type="application/json", headers={"idempotency-key": "reason-1"}
    )
    assert made.status_code == 201, made.content
    address = made.headers["Location"]
    changed = client.patch(
        address, {"is_active": False}, content_type="application/json", headers={"if-match": made.headers["ETag"]}
    )
    assert (changed.status_code, changed.json()["is_active"], changed.json()["version"]) == (200, False, 2)
    assert client.patch(address, {"name": "x"}, content_type="application/json").status_code == 428
    client.force_login(make_user("order_desk"))
    assert len(client.get("/api/v1/change-reasons/").json()) == len(reference.REASONS) + 1
    assert client.get("/api/v1/change-reasons/NOPE/").status_code == 404
