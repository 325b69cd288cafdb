"""Signing by link: without an account, once, with proof (R167)."""

import base64
import hashlib
import struct
import zlib
from datetime import timedelta
from decimal import Decimal as D

import pytest
import zxingcpp
from django.conf import settings
from django.test import Client
from rest_framework.test import APIClient

from accounts.collaboration.models import Attachment
from accounts.people import queries as people
from accounts.tests.builders import make_user
from common import clock, errors
from common.links.models import SignedLink
from common.links.operations import Visitor
from orders.fulfilment import operations as fulfilment
from orders.fulfilment import paper
from orders.fulfilment.handover import operations, queries
from orders.fulfilment.models import OutboundDocument
from orders.fulfilment.proof import PROOF, Evidence
from orders.printing import codes, making
from orders.tests import builders
from orders.tests import flow_builders as flow
from orders.tests.page_builders import Browser
from orders.tests.racing import race, refusals

PICTURE = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\2\0\0\0" + b"\0" * 40
DRAWN = "data:image/png;base64," + base64.b64encode(PICTURE).decode()


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def link_of(document, **more):
    return operations.issue_link(actor=people.system_user(), document_id=document.pk, at=clock.now(), **more)


def form(document, arrived="9", **more):
    entries = {"version": document.version, "name": "李雷", "condition": "SHORT", "signature": DRAWN}
    return {**entries, f"line-{document.lines.get().pk}": arrived, **more}


def fresh(document):
    return OutboundDocument.objects.get(pk=document.pk)


@pytest.mark.django_db
def test_the_holder_signs_once_and_the_proof_is_kept():
    document = flow.make_shipped(builders.make_effective())
    path, stranger = link_of(document, recipient="司机"), Client()
    page = stranger.get(path)
    assert page.status_code == 200 and fresh(document).status == "AUDITED"
    assert stranger.post(path, form(document, arrived="11")).status_code == 422
    signed = stranger.post(path, form(document), headers={"User-Agent": "Phone"})
    assert signed.status_code == 200 and "李雷" in signed.text
    found = fresh(document)
    line = found.lines.get()
    assert (found.status, found.condition, line.signed_quantity, line.transit_loss) == ("SIGNED", "SHORT", D(9), D(1))
    assert stranger.post(path, form(document)).status_code == stranger.get(path).status_code == 404
    files = {one.name: one for one in Attachment.objects.filter(subject_id=document.pk)}
    with files[f"{document.number}{PROOF}"].file.open() as file:
        text = file.read().decode()
    for word in (found.proof_hash, hashlib.sha256(PICTURE).hexdigest(), "127.0.0.1", "Phone"):
        assert word in text
    assert f"{document.number}-signature.png" in files
    assert flow.broken_invariants() == {}


@pytest.mark.django_db
def test_a_new_link_closes_the_old_one_and_goods_taken_back_are_not_signed_for():
    document = flow.make_shipped(builders.make_effective())
    first, second = link_of(document), link_of(document)
    assert [Client().get(path).status_code for path in (first, second)] == [404, 200]
    fulfilment.unaudit_outbound(actor=people.system_user(), document_id=document.pk, reason="错", at=clock.now())
    assert Client().post(second, form(fresh(document))).status_code == 409
    assert SignedLink.objects.get(revoked_at=None).used_at is None
    with pytest.raises(errors.WrongState):
        link_of(document)


@pytest.mark.django_db
def test_who_records_signings_makes_and_closes_links_on_the_page_and_over_the_api():
    document = flow.make_shipped(builders.make_effective())
    browser, url = Browser(make_user("logistics")), f"/outbound/{document.number}/"
    assert browser.post(f"{url}link/", recipient="司机", days=99, version=document.version).status_code == 422
    assert browser.post(f"{url}link/", recipient="司机", days=3, version=document.version).status_code == 303
    path = queries.live_link(document, clock.now())[1]
    assert path in browser.get(url).text and path not in Browser(make_user("warehouse")).get(url).text
    assert Browser(make_user("warehouse")).get(f"{url}link/").status_code == 403
    assert browser.post(f"{url}link/revoke/").status_code == 303 and Client().get(path).status_code == 404
    client = APIClient()
    client.force_authenticate(make_user("logistics"))
    address = f"/api/v1/outbound-documents/{document.number}/signing-link/"
    made = client.post(address, {"days": 2}, format="json", headers={"Idempotency-Key": "l"})
    assert made.status_code == 201 and Client().get("/" + made.json()["url"].split("/", 3)[3]).status_code == 200
    assert queries.live_link(document, clock.now() + timedelta(3)) is None


@pytest.mark.django_db
def test_the_printed_note_bears_the_link_as_a_code_for_who_may_sign_and_no_file_that_is_kept():
    document = flow.make_shipped(builders.make_effective())
    asked = {"kind": paper.KIND, "subject_id": document.pk, "at": clock.now()}
    bare = making.make_paper(actor=people.system_user(), by_hand=True, **asked)
    path = link_of(document)
    signer, keeper = make_user("logistics"), make_user("warehouse")
    printed = making.make_paper(actor=signer, by_hand=True, **asked)
    assert bare.content.code is None and printed.content.code.address == f"{settings.SITE_URL}{path}"
    assert len(printed.pdf) > len(bare.pdf), "it stands on the sheet"
    assert read(codes.png(printed.content.code.address)) == [f"{settings.SITE_URL}{path}"], "as a telephone reads it"
    assert making.make_paper(actor=signer, **asked).content.code is None, "not on what is kept or mailed"
    assert making.make_paper(actor=keeper, by_hand=True, **asked).content.code is None
    pages = [Browser(one).get(f"/outbound/{document.number}/print/").text for one in (signer, keeper)]
    assert ["so-papercode" in page for page in pages] == [True, False] and path not in pages[1]
    operations.revoke_link(actor=signer, document_id=document.pk, at=clock.now())
    assert making.make_paper(actor=signer, by_hand=True, **asked).content.code is None


def read(png):
    """What a reader of codes finds in a picture of one bit a pixel."""
    width, height = struct.unpack(">II", png[16:24])
    data = zlib.decompress(png[png.index(b"IDAT") + 4 : png.index(b"IEND") - 8])
    stride, rows = (width + 7) // 8 + 1, [bytes((width + 7) // 8)]
    for place in range(height):  # each row begins with its filter: 0 as it is, 2 the difference to the row above
        kind, *row = data[place * stride : (place + 1) * stride]
        rows.append(
            bytes((one + above) % 256 for one, above in zip(row, rows[-1], strict=True)) if kind else bytes(row)
        )
    dots = [255 * (row[x // 8] >> (7 - x % 8) & 1) for row in rows[1:] for x in range(width)]
    return [one.text for one in zxingcpp.read_barcodes(memoryview(bytes(dots)).cast("B", shape=[height, width]))]


@pytest.mark.django_db(transaction=True)
def test_a_link_sent_twice_at_once_signs_once():
    document = flow.make_shipped(builders.make_effective())
    link_of(document)
    link = SignedLink.objects.get()

    def sign():
        return operations.sign_by_link(
            actor=people.system_user(),
            link_id=link.pk,
            document_id=document.pk,
            signer="李雷",
            condition="GOOD",
            arrived={},
            evidence=Evidence(visitor=Visitor("192.0.2.7", "Phone")),
            at=clock.now(),
        )

    assert len(refusals(race(sign, sign))) == 1
    assert fresh(document).status == "SIGNED" and flow.broken_invariants() == {}
