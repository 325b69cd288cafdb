"""Papers of the warehouse on the page, over the API, in print and as a file."""

import pytest
from django.urls import reverse

from accounts.tests.builders import make_user
from products.stock.papers.models import StockPaper
from products.stock.papers.serializers import StockPaperDocumentSerializer
from products.tests.builders import make_product, stock_row
from products.tests.test_api import Client

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"products:{name}", args=args)


@pytest.fixture
def keeper(client):
    user = make_user("warehouse")
    client.force_login(user)
    return user


def test_many_lines_are_entered_on_one_form_and_faults_stand_beside_their_line(client, keeper):
    one, other = make_product(code="A1", stock=1), make_product(code="A2")
    sent = {"warehouse": stock_row(one).warehouse_id, "nonce": "n1", "rows": "6"}
    sent |= {"lines-1-product": "A1", "lines-1-quantity": "5", "lines-3-product": "A2", "lines-3-quantity": "0.5"}
    more = client.post(url("arrival-new"), {**sent, "more": "1"})
    assert (more.status_code, 'name="lines-15-product"' in more.text, 'value="0.5"' in more.text) == (200, True, True)
    refused = client.post(url("arrival-new"), sent)
    assert refused.status_code == 422
    assert refused.context["form"].errors.keys() == {"lines-3-quantity"}
    missing = client.post(url("arrival-new"), {**sent, "lines-3-quantity": ""})
    assert missing.context["form"].errors.keys() == {"lines-3-quantity"}
    done = client.post(url("arrival-new"), {**sent, "nonce": "n2", "lines-3-quantity": "2"})
    assert done.status_code == 303
    assert (stock_row(one).on_hand, stock_row(other).on_hand) == (6, 2)
    page = client.get(done.headers["Location"]).text
    assert "A2" in page
    assert "… 2 in all" in client.get(url("paper-list") + "?kind=ARRIVAL&q=A2").text


def test_a_count_goes_from_sheet_to_posted_and_is_undone(client, keeper):
    product = make_product(code="A1", stock=10)
    begun = client.post(url("sheet-new"), {"warehouse": stock_row(product).warehouse_id, "nonce": "n"})
    page = client.get(begun.headers["Location"])
    paper = page.context["paper"]
    line = page.context["lines"][0]
    sent = {f"lines.{line.pk}": "8", "version": paper.version}
    assert client.post(url("paper-count", paper.number), sent).status_code == 303
    assert stock_row(product).on_hand == 10
    assert client.post(url("paper-count", paper.number), sent).status_code == 409  # somebody saved meanwhile
    page = client.get(url("paper-detail", paper.number))
    last = {f"lines.{line.pk}": "7", "version": page.context["paper"].version, "post": "1"}
    assert client.post(url("paper-count", paper.number), last).status_code == 303
    assert stock_row(product).on_hand == 7
    version = StockPaper.objects.get(pk=paper.pk).version
    assert client.post(url("paper-undo", paper.number), {"reason": "数错", "version": version}).status_code == 303
    assert stock_row(product).on_hand == 10
    assert "数错" in client.get(url("paper-detail", paper.number)).text


def test_other_systems_post_undo_and_count(client, keeper):
    product = make_product(code="A1", stock=10)
    admin = Client("administrator")
    body = {"kind": "ADJUSTMENT", "reason": "摔坏", "lines": [{"product": "A1", "quantity": "-2"}]}
    made = admin.send("stock-papers/", body)
    assert (made.status_code, made.json().keys()) == (201, StockPaperDocumentSerializer().fields.keys())
    address = made.headers["Location"].removeprefix("/api/v1/")
    assert admin.send(f"{address}undo/", {"reason": "没坏"}).json()["state"] == "UNDONE"
    assert admin.send(f"{address}undo/", {"reason": "没坏"}).status_code == 409
    sheet = admin.send("stock-papers/sheets/").json()["number"]
    make_product(code="A2")
    rows = [{"product": "A1", "counted": "9"}, {"product": "A2", "counted": "1"}]
    counted = admin.send(f"stock-papers/{sheet}/counts/", {"lines": rows}).json()
    assert [line["quantity"] for line in counted["lines"]] == ["-1", "1"]
    assert admin.send(f"stock-papers/{sheet}/post/").json()["state"] == "POSTED"
    assert stock_row(product).on_hand == 9
    wrong = admin.send("stock-papers/", {**body, "lines": [{"product": "X", "quantity": "1"}]})
    assert "lines.1.product" in wrong.json()["fields"]
    assert [one["kind"] for one in admin.read("stock-papers/", q="A2").json()["results"]] == ["COUNT"]
    assert Client("sales").send(f"stock-papers/{sheet}/undo/", {"reason": "x"}).status_code == 403


def test_what_another_system_sends_again_moves_the_stock_once():
    product, keeper = make_product(code="A1", stock=10), Client("warehouse")
    body = {"kind": "ARRIVAL", "provider": "WMS", "external_id": "M-1", "lines": [{"product": "A1", "quantity": "5"}]}
    first, again = keeper.send("stock-papers/", body), keeper.send("stock-papers/", body)
    assert (first.status_code, first.json()["number"]) == (201, again.json()["number"])
    assert (stock_row(product).on_hand, first.json()["external_id"]) == (15, "M-1")
    other = keeper.send("stock-papers/", body | {"lines": [{"product": "A1", "quantity": "6"}]})
    assert (other.status_code, other.json()["code"]) == (409, "external_id_used")
    counted = body | {"kind": "COUNT", "external_id": "M-2", "lines": [{"product": "A1", "quantity": "12"}]}
    assert keeper.send("stock-papers/", counted).json() == keeper.send("stock-papers/", counted).json()
    nobody = keeper.send("stock-papers/", body | {"provider": ""})
    assert (nobody.status_code, list(nobody.json()["fields"]), stock_row(product).on_hand) == (400, ["provider"], 12)


def test_a_paper_is_printed(client, keeper):
    make_product(code="A1", stock=10)
    printed = client.get(reverse("orders:stock-paper", args=[StockPaper.objects.get().number]))
    assert printed.status_code == 200
    assert printed.content.startswith(b"%PDF")
