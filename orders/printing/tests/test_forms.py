"""Forms of papers: edited by administrators, versioned, previewed."""

import pytest

from accounts.tests.builders import make_user
from common import errors
from orders.printing import operations, pdf, queries
from orders.printing.console import _initial
from orders.printing.models import PaperForm
from orders.tests.builders import AT, make_effective, make_order_cast

pytestmark = pytest.mark.django_db
KIND = "order-confirmation"


@pytest.fixture
def admin():
    return make_user("administrator")


def values(**changes):
    return {**_initial(queries.form_of(KIND).form), **changes}


def save(admin, number=0, **changes):
    return operations.save_form(actor=admin, kind=KIND, number=number, values=values(**changes), at=AT)


def test_the_newest_version_is_printed_and_recorded(admin, monkeypatch):
    seen = []
    monkeypatch.setattr(pdf, "compile_sheet", lambda data, pictures, at: seen.append(data) or b"%PDF")
    cast = make_order_cast()
    order = make_effective(cast.owner)
    save(admin, title_zh="订单确认函", columns=["name", "line_no"], intro_zh="关于 {number}：\n致 {customer}")
    made = operations.print_paper(actor=cast.owner, kind=KIND, subject_id=order.pk, at=AT, language="zh-hans")
    assert seen[0]["title"] == ["订单确认函"] and len(seen[0]["columns"]) == 2
    assert seen[0]["intro"] == [[f"关于 {order.number}：", f"致 {order.customer.name}"]]
    assert made.record.form_number == 1


def test_two_administrators_do_not_overwrite_each_other(admin):
    save(admin)
    with pytest.raises(errors.Stale):
        save(admin)
    assert save(admin, number=1, title_en="AGAIN").number == 2
    assert PaperForm.objects.get(number=1).title_en == "ORDER CONFIRMATION"  # versions stay


def test_a_form_without_title_or_columns_is_refused(admin):
    for changes in ({"title_zh": ""}, {"columns": []}, {"columns": ["unit_cost"]}, {"title_en": "x" * 81}):
        with pytest.raises(errors.Invalid):
            save(admin, **changes)
    with pytest.raises(errors.NotAllowed):
        save(make_user("sales_manager"))


def test_an_administrator_edits_previews_and_saves(admin, client):
    client.force_login(admin)
    page = client.get(f"/admin/papers/?kind={KIND}")
    assert page.status_code == 200
    sent = {name: value for name, value in values(title_zh="#panic()").items() if value is not False}
    preview = client.post(f"/admin/papers/?kind={KIND}", {**sent, "version": "0", "preview": "both"})
    assert (preview.status_code, preview["Content-Type"]) == (200, "application/pdf")
    assert not PaperForm.objects.exists()
    assert client.post(f"/admin/papers/?kind={KIND}", {**sent, "version": "0"}).status_code == 303
    assert queries.form_of(KIND).form.title.zh == "#panic()"
    assert client.post(f"/admin/papers/?kind={KIND}", {**sent, "version": "0"}).status_code == 422
    assert client.get(f"/admin/papers/?kind={KIND}&version=1").status_code == 200
    assert client.get("/admin/papers/").status_code == 200


def test_company_data_are_checked(admin):
    from accounts.console.operations import change_settings

    for key, value in (
        ("papers.tax_number", "abc"),
        ("papers.swift", "AB"),
        ("papers.phone", "call me"),
        ("papers.bank_account", "#1"),
    ):
        with pytest.raises(errors.Invalid):
            change_settings(actor=admin, values={key: value}, at=AT)
    change_settings(actor=admin, values={"papers.tax_number": "91330108MA27X0AB1C"}, at=AT)
