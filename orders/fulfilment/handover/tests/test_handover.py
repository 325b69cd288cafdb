"""Signing by link: without an account, once, with proof (R167)."""

import base64
import hashlib
from datetime import timedelta
from decimal import Decimal as D

import pytest
from django.test import Client
from rest_framework.test import APIClient

from accounts.collaboration.models import Attachment
from accounts.people import queries as people
from accounts.tests.builders import make_user
from common import clock, errors
from common.links.models import SignedLink
from common.links.operations import Visitor
from orders.fulfilment import operations as fulfilment
from orders.fulfilment.handover import operations, queries
from orders.fulfilment.models import OutboundDocument
from orders.fulfilment.proof import PROOF, Evidence
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
