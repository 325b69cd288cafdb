"""Papers of orders: what stands on them, who gets them, what is recorded."""

import itertools
import re
import struct
import zlib
from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import connection
from rest_framework.test import APIClient

from accounts.collaboration import queries as collaboration
from accounts.tests.builders import make_user
from common import errors
from common.models import Event
from customers.disclosures.models import DisclosedCustomer
from customers.models import Customer
from orders.order import queries as orders
from orders.order.models import OrderLine
from orders.printing import layout, operations, order_papers, pdf, profile, queries, samples
from orders.printing.models import PaperPrint
from orders.printing.papers import LANGUAGES, papers
from orders.tests.builders import AT, line, make_buyer, make_draft, make_effective, make_order_cast
from orders.tests.flow_builders import make_outbound
from products.tests.builders import make_product

pytestmark = pytest.mark.django_db
_keys = itertools.count(1)


@pytest.fixture
def cast():
    return make_order_cast()


@pytest.fixture
def sheets(monkeypatch):
    """What would be set, without setting it."""
    seen = []
    monkeypatch.setattr(pdf, "compile_sheet", lambda data, pictures, at: seen.append(data) or b"%PDF-1.7 made")
    return seen


def printed(actor, order, kind="order-confirmation", language=""):
    return operations.print_paper(actor=actor, kind=kind, subject_id=order.pk, language=language, at=AT)


def test_a_paper_is_a_pdf_with_its_fonts(cast):
    order = make_effective(cast.owner)
    made = printed(cast.owner, order)
    assert made.content.startswith(b"%PDF-") and b"NotoSansSC" in made.content
    assert made.name == f"{order.number.lower()}-order-confirmation.pdf"
    assert printed(cast.owner, order).record.sha256 == made.record.sha256  # the same paper is the same file


def test_amounts_on_paper_are_those_of_the_order_to_the_cent(cast, sheets):
    lines = [line(make_product(stock=9), 3, "33.337"), line(make_product(stock=9), 7, "0.335")]
    order = make_effective(cast.owner, lines=lines, freight=Decimal("12.34"), reduction=Decimal("0.05"))
    printed(cast.owner, order, "sales-contract", "en")
    sheet = sheets[0]
    kept = orders.get_order_by_id(actor=cast.owner, order_id=order.pk)
    total = sheet["total"][0][1]
    assert total == f"¥{kept.total_amount:,.2f}"
    amount = [one["label"] for one in sheet["columns"]].index(["Amount"])
    on_lines = sum(Decimal(row[amount][0].replace(",", "")) for row in sheet["rows"])
    assert on_lines == kept.lines_amount
    sums = dict(sheet["sums"])
    assert sums == {"Goods": f"¥{kept.lines_amount:,.2f}", "Freight": "¥12.34", "Reduction": "−¥0.05"}
    assert sheet["of_total"] == [["Tax included", f"¥{kept.tax_amount:,.2f}"]]
    assert sheet["words"][0][0].startswith("Say Chinese yuan one hundred")


def test_gifts_are_marked_and_cost_is_never_gathered(cast, sheets):
    order = make_effective(cast.owner)
    OrderLine.objects.filter(order=order).update(is_gift=True, unit_cost=Decimal("98765.43"))
    printed(cast.head, order, language="en")
    assert "(Gift)" in str(sheets[0]["rows"])
    assert "98765" not in str(sheets) and "98,765" not in str(sheets)
    assert not {"unit_cost", "cost", "margin"} & set(order_papers.COLUMNS)


def test_the_customers_language_is_taken_unless_another_is_asked_for(cast, sheets):
    buyer = make_buyer(cast.owner, english_name="Buyer Ltd", paper_language="both")
    order = make_effective(cast.owner, customer=buyer)
    assert printed(cast.owner, order).record.language == "both"
    assert sheets[0]["title"] == ["销售订单确认书", "ORDER CONFIRMATION"]
    assert f"{buyer.name} Buyer Ltd" in str(sheets[0]["parties"])
    assert printed(cast.owner, order, language="en").record.language == "en"
    assert sheets[1]["title"] == ["ORDER CONFIRMATION"] and "Buyer Ltd" in str(sheets[1]["parties"])
    with pytest.raises(errors.Invalid):
        printed(cast.owner, order, language="fr")


def test_a_draft_lies_under_a_watermark_and_gets_no_seal(cast, sheets):
    data = seal()
    operations.save_picture(actor=make_user("administrator"), role="SEAL", data=data, at=AT)
    printed(cast.owner, make_draft(cast.owner), "sales-contract")
    printed(cast.owner, make_effective(cast.owner), "sales-contract")
    assert sheets[0]["watermark"] and not sheets[0]["seal"]
    assert not sheets[1]["watermark"] and sheets[1]["seal"] == "seal.png"
    assert list(PaperPrint.objects.order_by("pk").values_list("is_binding", flat=True)) == [False, True]


HOSTILE = '#import "x": *  $x^2$ \\ #eval("1") *b* _i_ `c` <l> @ref // /* [a] {b} ~ "q"'


def test_texts_of_people_are_never_read_as_typst(cast):
    product = make_product(stock=9, name="#panic() $ \\ " + "W" * 120)
    order = make_effective(
        cast.owner,
        customer=make_buyer(cast.owner, name=HOSTILE),
        lines=[line(product, 2, 10)],
        special_requirements="#set page(width: 1cm)\n$ \\",
        contract_terms=HOSTILE,
    )
    assert printed(cast.owner, order).content.startswith(b"%PDF-")
    assert HOSTILE.replace("  ", "  ") in str(order.contract_terms)


def test_unseen_signs_go_and_long_words_may_break():
    assert layout.clean("a\u202eb\u0000c\ud800") == "abc"
    assert layout.clean("X" * 20).replace("\u200b", "") == "X" * 20
    assert len(layout.clean("X" * 20)) == 39


def test_five_hundred_lines_run_over_pages_with_their_head_and_page_numbers():
    content = samples_of(500)
    paper = papers["order-confirmation"]
    form = replace(paper.form, shows_logo=False)
    sheet = layout.sheet(content, form, paper.columns, profile.current(), LANGUAGES["zh-hans"])
    made = pdf.compile_sheet(sheet, {}, AT)
    pages = max(int(found) for found in re.findall(rb"/Count (\d+)", made))
    assert 10 <= pages <= 40 and len(sheet["page"]) == 3


def samples_of(count):
    one = samples.content()
    return replace(one, rows=[{**one.rows[0], "line_no": number} for number in range(1, count + 1)])


def test_prints_are_recorded_and_told(cast, sheets):
    order = make_effective(cast.owner)
    made = printed(cast.owner, order)
    record = PaperPrint.objects.get(pk=made.record.pk)
    assert (record.printed_by, record.revision, record.form_number) == (cast.owner, order.revision, 0)
    assert len(record.sha256) == 64 and record.size == len(made.content)
    told = Event.objects.get(kind="paper.printed")
    assert (told.subject_id, told.subject_number) == (order.pk, order.number)
    assert [one.pk for one in queries.prints_of(cast.owner, order_papers.SUBJECT, order.pk)] == [record.pk]
    [noted] = DisclosedCustomer.objects.filter(customer=order.customer_id, disclosure__kind="PAPER")
    assert (noted.disclosure.taken_by, noted.disclosure.what) == (cast.owner, record.kind)


def test_a_kept_paper_is_a_file_of_the_order_with_the_same_digest(cast):
    order = make_effective(cast.owner)
    made = operations.keep_paper(actor=cast.owner, kind="pro-forma", subject_id=order.pk, at=AT)
    kept = collaboration.attachments_of(order_papers.SUBJECT, order.pk).get()
    assert (kept.sha256, kept.pk) == (made.record.sha256, made.record.attachment_id)


def test_a_kept_paper_is_withheld_from_who_sees_no_amounts(cast, sheets):
    order = make_effective(cast.owner)
    operations.keep_paper(actor=cast.owner, kind="pro-forma", subject_id=order.pk, at=AT)
    kept = collaboration.attachments_seen(cast.owner, order_papers.SUBJECT, order.pk).get()
    for role in ("warehouse", "purchasing"):  # amounts are hidden from one, contacts masked for both
        reader = make_user(role)
        orders.get_order_by_id(actor=reader, order_id=order.pk)
        assert not collaboration.attachments_seen(reader, order_papers.SUBJECT, order.pk).exists()
        with pytest.raises(errors.NotFound):
            collaboration.get_attachment(actor=reader, attachment_id=kept.pk)
    assert collaboration.get_attachment(actor=make_user("finance"), attachment_id=kept.pk) == kept


def test_papers_are_for_who_sees_the_order_with_its_amounts(cast, sheets):
    order = make_effective(cast.owner)
    with pytest.raises(errors.NotFound):
        printed(cast.stranger, order)
    with pytest.raises(errors.NotAllowed):
        printed(make_user("warehouse"), order)
    with pytest.raises(errors.NotFound):
        printed(cast.owner, order, kind="love-letter")
    assert not PaperPrint.objects.exists()


def seal(width=8, height=8):
    """A PNG of one colour."""

    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    rows = b"".join(b"\0" + b"\xc0\x10\x10" * width for _ in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def test_pictures_are_png_of_some_size():
    admin = make_user("administrator")
    for data in (b"GIF89a", seal()[:40], seal(4000, 1), b"\x89PNG\r\n\x1a\n" + b"x" * (1 << 20)):
        with pytest.raises(errors.Invalid):
            operations.save_picture(actor=admin, role="LOGO", data=data, at=AT)
    with pytest.raises(errors.NotAllowed):
        operations.save_picture(actor=make_user("sales"), role="LOGO", data=seal(), at=AT)
    operations.save_picture(actor=admin, role="LOGO", data=seal(), at=AT)
    assert queries.picture_now("LOGO")
    operations.remove_picture(actor=admin, role="LOGO", at=AT)
    assert queries.picture_now("LOGO") is None


# --- doors ------------------------------------------------------------------------------------


def test_another_system_gets_the_pdf_and_keeps_it(cast, sheets):
    order = make_effective(cast.owner)
    api = APIClient()
    api.force_authenticate(cast.owner)
    at = f"/api/v1/orders/{order.number}/papers/"
    answer = api.get(f"{at}order-confirmation/?language=en")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert "attachment" in answer["Content-Disposition"]
    body = api.post(f"{at}pro-forma/keep/", {}, format="json", headers={"Idempotency-Key": f"k{next(_keys)}"})
    assert body.status_code == 201 and body.json()["attachment"], body.content
    assert [one["kind"] for one in api.get(at).json()] == ["pro-forma", "order-confirmation"]
    assert api.get(f"{at}nothing/").status_code == 404
    api.force_authenticate(cast.stranger)
    for path in (at, f"{at}order-confirmation/"):
        assert api.get(path).status_code == 404


def test_the_page_offers_papers_and_keeps_one(cast, sheets, client):
    order = make_effective(cast.owner)
    client.force_login(cast.owner)
    page = client.get(f"/orders/{order.number}/print/").content.decode()
    assert "kind=sales-contract" in page
    answer = client.get(f"/orders/{order.number}/paper/?kind=sales-contract&language=zh-hans")
    assert answer.status_code == 200 and "inline" in answer["Content-Disposition"]
    nonce = re.search(r'name="nonce" value="([^"]+)"', page).group(1)
    sent = {"kind": "sales-contract", "language": "", "nonce": nonce}
    assert client.post(f"/orders/{order.number}/print/", sent).status_code == 303
    assert collaboration.attachments_of(order_papers.SUBJECT, order.pk).count() == 1
    client.force_login(cast.stranger)
    assert client.get(f"/orders/{order.number}/paper/?kind=sales-contract").status_code == 404


def test_customers_carry_their_language(cast):
    assert Customer._meta.get_field("paper_language").db_default is not None


def test_a_delivery_note_has_the_goods_and_no_amount(cast, sheets, client):
    order = make_effective(cast.owner)
    document = make_outbound(order)
    client.force_login(cast.desk)
    answer = client.get(f"/outbound/{document.number}/paper/?language=en")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert sheets[0]["title"] == ["DELIVERY NOTE"] and sheets[0]["total"] == [] and sheets[0]["watermark"]
    assert order.number in sheets[0]["rows"][0][1][0].replace("\u200b", "") and "¥" not in str(sheets[0])
    client.force_login(cast.stranger)
    assert client.get(f"/outbound/{document.number}/paper/").status_code == 404


def test_papers_that_are_no_orders_are_printed_and_kept_over_the_api(cast, sheets, client):
    document = make_outbound(make_effective(cast.owner))
    client.force_login(cast.desk)
    kinds = {row["kind"] for row in client.get("/api/v1/papers/").json()}
    assert {"delivery-note", "quotation"} <= kinds and "sales-contract" not in kinds
    base = f"/api/v1/papers/delivery-note/{document.number}/"
    assert client.get(base)["Content-Type"] == "application/pdf"
    kept = client.post(f"{base}keep/", {"language": "en"}, "application/json", headers={"Idempotency-Key": "k"})
    assert (kept.status_code, kept.json()["language"]) == (201, "en") and kept.json()["attachment"]
    assert next(row["id"] for row in client.get(f"{base}prints/").json()) == kept.json()["id"]
    assert client.get("/api/v1/papers/quotation/QT20261120-0009-A1/").status_code == 404
    client.force_login(cast.stranger)
    assert client.get(base).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_a_slow_paper_holds_no_transaction(client, monkeypatch):
    cast = make_order_cast()
    order = make_effective(cast.owner)
    inside = []
    monkeypatch.setattr(pdf, "compile_sheet", lambda *given: inside.append(connection.in_atomic_block) or b"%PDF-1.7 x")
    client.force_login(cast.owner)
    page = client.get(f"/orders/{order.number}/print/").content.decode()
    nonce = re.search(r'name="nonce" value="([^"]+)"', page).group(1)
    sent = {"kind": "sales-contract", "language": "", "nonce": nonce}
    assert client.post(f"/orders/{order.number}/print/", sent).status_code == 303
    api = f"/api/v1/orders/{order.number}/papers/pro-forma/"
    assert client.get(api).status_code == 200
    kept = client.post(f"{api}keep/", {}, "application/json", headers={"Idempotency-Key": "k"})
    assert kept.status_code == 201 and inside == [False] * 3
