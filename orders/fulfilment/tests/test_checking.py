"""Goods are held against their orders before they leave (R105, R106)."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.tests.builders import make_user
from common import errors, settings
from common.models import Setting
from orders.checking import queries as checklists
from orders.checking.choices import Occasion
from orders.checking.models import OrderError
from orders.checking.operations import Answer
from orders.fulfilment import gates, operations
from orders.fulfilment.models import GoodsCheck
from orders.tests import builders
from orders.tests.flow_builders import make_outbound

AT = builders.AT


@pytest.fixture
def required(db):
    Setting.objects.create(key=gates.CHECK, value=gates.REQUIRED)
    settings.forget()
    yield
    settings.forget()


def _answers(wrong=""):
    points = checklists.points(Occasion.DELIVERY)
    return [Answer(one.code, one.code != wrong, "two scratched" if one.code == wrong else "") for one in points]


@pytest.mark.usefixtures("required")
def test_goods_that_were_not_checked_or_not_right_stay():
    order = builders.make_effective()
    document = make_outbound(order)
    keeper = make_user("warehouse")
    audit = {"actor": keeper, "document_id": document.pk, "at": AT}
    with pytest.raises(errors.WrongState):
        operations.audit_outbound(**audit)
    operations.check_goods(answers=_answers("OUT_GOODS"), **audit)
    error = OrderError.objects.get(order=order)
    assert (error.kind, error.stage) == ("ITEM", "SHIPMENT") and document.number in error.description
    with pytest.raises(errors.WrongState):
        operations.audit_outbound(**audit)
    operations.check_goods(answers=_answers(), **audit)
    GoodsCheck.objects.update(document_version=document.version - 1)  # as if the notice had changed since
    with pytest.raises(errors.WrongState):
        operations.audit_outbound(**audit)
    operations.check_goods(answers=_answers(), **audit)
    assert operations.audit_outbound(**audit).status == "AUDITED"
    with pytest.raises(errors.WrongState):
        operations.check_goods(answers=_answers(), **audit)


@pytest.mark.django_db
def test_the_warehouse_answers_on_the_page_and_over_the_api():
    document = make_outbound(builders.make_effective())
    client = Client()
    client.force_login(make_user("warehouse"))
    url = reverse("orders:outbound-check", args=[document.number])
    assert url in client.get(reverse("orders:outbound-detail", args=[document.number])).content.decode()
    form = {"version": document.version, **{one.code: "right" for one in checklists.points(Occasion.DELIVERY)}}
    assert client.post(url, {**form, "OUT_PLACE": "wrong"}).status_code == 422
    assert client.post(url, form).status_code == 303
    body = {"answers": [{"code": one.code, "is_ok": one.is_ok} for one in _answers()]}
    sent = client.post(
        f"/api/v1/outbound-documents/{document.number}/check/",
        body,
        "application/json",
        headers={"Idempotency-Key": "k"},
    )
    assert sent.status_code == 200 and GoodsCheck.objects.filter(is_ok=True).count() == 2
    with pytest.raises(errors.NotAllowed):
        operations.check_goods(actor=make_user("order_desk"), document_id=document.pk, answers=_answers(), at=AT)
