"""What goods travel in: packages, their sums, the packing list."""

import copy
from decimal import Decimal as D

import pytest
from rest_framework.test import APIClient

from accounts.people import queries as people
from accounts.tests.builders import make_user
from common import errors
from orders.fulfilment import operations as fulfilment
from orders.fulfilment import queries as documents
from orders.fulfilment.packing import operations, paper, queries
from orders.fulfilment.packing.models import Package
from orders.fulfilment.packing.rules import Packed
from orders.printing import operations as printing
from orders.tests import builders
from orders.tests import flow_builders as flow
from orders.tests.builders import AT
from orders.tests.page_builders import Browser
from products.tests import builders as products

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("made")]


@pytest.fixture(scope="module")
def made(once_a_file):
    return once_a_file(_make_document)


@pytest.fixture
def document(made):
    return copy.deepcopy(made)


def _make_document():
    product = products.make_product(stock=50, pack_multiple=4)
    return flow.make_outbound(builders.make_effective(lines=[builders.line(product, 8)]))


def pack(document, *packages, **more):
    asked = {"actor": people.system_user(), "document_id": document.pk, "packages": packages, "at": AT, **more}
    return operations.pack_document(**asked)


def contents(document):
    return queries.of(document, documents.lines_of(people.system_user(), document))


def carton(document, quantity, **more):
    return Packed(items={document.lines.get().pk: D(quantity)}, **more)


def test_packages_are_numbered_and_summed_and_what_is_left_is_said(document):
    size = {"length": D(60), "width": D(40), "height": D("35.5")}
    pack(document, carton(document, 4, weight=D("12.5"), **size), carton(document, 3, weight=D(10), **size))
    found = contents(document)
    assert [one.number for one in found.packages] == [1, 2]
    assert (found.weight, found.volume, found.unpacked) == (D("22.5"), D("0.170"), D(1))
    pack(document, carton(document, 8))
    assert (contents(document).weight, contents(document).unpacked, Package.objects.count()) == (None, 0, 1)


@pytest.mark.parametrize(
    ("wrong", "path"),
    [
        ({"quantity": 9}, "packages.1.items"),
        ({"quantity": "0.5"}, "packages.1.items"),
        ({"quantity": 1, "weight": D(-1)}, "packages.1.weight"),
        ({"quantity": 1, "length": D("0.05")}, "packages.1.length"),
        ({"quantity": 1, "kind": "BOX"}, "packages.1.kind"),
    ],
)
def test_no_package_holds_what_does_not_go_or_cannot_be(document, wrong, path):
    with pytest.raises(errors.Invalid) as refusal:
        pack(document, carton(document, wrong.pop("quantity"), **wrong))
    assert path in refusal.value.fields and not Package.objects.exists()


def test_nothing_is_packed_twice_or_without_the_right_or_after_the_signing(document):
    with pytest.raises(errors.Invalid):
        pack(document, carton(document, 5), carton(document, 4))
    with pytest.raises(errors.NotAllowed):
        pack(document, carton(document, 8), actor=make_user("order_desk"))
    with pytest.raises(errors.Stale):
        pack(document, carton(document, 8), version=9)
    fulfilment.audit_outbound(actor=people.system_user(), document_id=document.pk, at=AT)
    pack(document, carton(document, 8))
    flow.sign(document)
    with pytest.raises(errors.WrongState):
        pack(document, carton(document, 7))


def test_a_line_that_shrinks_is_unpacked(document):
    pack(document, carton(document, 8))
    line = document.lines.get().order_line_id
    fulfilment.update_outbound(
        actor=people.system_user(), document_id=document.pk, version=None, changes={}, lines=[(line, D(5))], at=AT
    )
    assert contents(document).unpacked == 5
    assert flow.broken_invariants() == {}


def test_whole_packs_are_proposed_and_the_list_is_printed_in_the_customers_language(document):
    lines = documents.lines_of(people.system_user(), document)
    proposed = queries.proposal(lines)
    assert [list(one.items.values()) for one in proposed] == [[D(4)], [D(4)]]
    pack(document, *proposed)
    content = paper.gather(people.system_user(), document.pk)
    assert [row["pieces"] for row in content.rows] == [4, 4]
    for language in ("zh-hans", "en"):
        subject = {"kind": paper.KIND, "subject_id": document.pk, "language": language}
        assert printing.print_paper(actor=people.system_user(), at=AT, **subject).content[:4] == b"%PDF"


def test_the_warehouse_packs_on_the_page(document):
    browser, url = Browser(make_user("warehouse")), f"/outbound/{document.number}/pack/"
    page = browser.get(url)
    assert page.context["form"].count == 2
    line = document.lines.get().pk
    typed = {"packages": 2, "p0-mark": "A/1", f"p0-line-{line}": "x", "version": document.version}
    grown = browser.post(url, **typed, more=1)  # what was typed stays, also what cannot be read yet
    assert grown.status_code == 200 and grown.context["form"].count == 3
    assert 'value="A/1"' in grown.text and 'value="x"' in grown.text
    form = {"packages": 1, "p0-kind": "CRATE", f"p0-line-{line}": "9", "version": document.version}
    refused = browser.post(url, **form)
    assert refused.status_code == 422 and "9" in refused.text
    assert browser.post(url, **{**form, f"p0-line-{line}": "8", "p0-weight": "31.5"}).status_code == 303
    assert Package.objects.get().weight == D("31.5")
    assert "31.5 kg" in browser.get(f"/outbound/{document.number}/").text
    assert browser.get(f"/outbound/{document.number}/packing-list/").headers["Content-Type"] == "application/pdf"


def test_packages_over_the_api(document):
    client = APIClient()
    client.force_authenticate(make_user("warehouse"))
    order = document.lines.get().order.number
    items = [{"order": order, "line_no": 1, "quantity": "8"}]
    url = f"/api/v1/outbound-documents/{document.number}/"

    def post(key, **body):
        return client.post(f"{url}pack/", body, format="json", headers={"Idempotency-Key": key})

    assert post("a", packages=[{"items": items * 2}]).status_code == 400
    made = post("b", packages=[{"kind": "PALLET", "weight": "120", "items": items}]).json()
    assert (made["weight"], made["unpacked"], made["packages"][0]["items"]) == ("120", "0", items)
    assert client.get(f"{url}packages/").json() == made
