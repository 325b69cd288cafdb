"""Pages of the change feed."""

import pytest
from django.urls import reverse

from accounts.tests.builders import make_user
from accounts.tokens import operations as tokens
from common import clock
from integration.webhooks.tests.receivers import allow, happen, make_endpoint

pytestmark = pytest.mark.django_db


def test_the_page_shows_how_far_the_feed_is_and_who_follows(client):
    allow("hooks.example.com")
    boss = make_user("administrator")
    make_endpoint(boss, "https://hooks.example.com/in")
    happen(boss, *["order.submitted"] * 3)
    client.force_login(boss)
    page = client.get(reverse("integration:feed"))
    shown = page.content.decode()
    assert page.status_code == 200 and "ERP" in shown and "order.submitted" in shown and "order.view" in shown
    assert page.context["followers"][0].behind >= 3
    assert page.context["state"].waiting == 0 and page.context["state"].newest >= 3


def test_kinds_are_found_by_code_and_words(client):
    client.force_login(make_user("administrator"))
    found = client.get(reverse("integration:feed"), {"q": "took effect"}, headers={"HX-Request": "true"})
    assert "order.effective" in found.content.decode() and "invoice.issued" not in found.content.decode()


def test_a_client_sees_which_kinds_are_for_it_and_only_its_own_webhooks(client):
    allow("hooks.example.com")
    make_endpoint(make_user("administrator"), "https://hooks.example.com/in")
    client.force_login(make_user("api_client"))
    page = client.get(reverse("integration:feed"))
    assert page.context["followers"] == [] and 0 < page.context["mine_count"] < page.context["all_count"]


def test_connectors_are_listed_with_the_clients_that_carry_their_rights(client):
    boss, machine = make_user("administrator"), make_user("api_client")
    scopes = ["event.feed", "order.*", "outbound.view", "ship_date.submit"]
    for name, given in (("Dispatch", scopes), ("Everything", []), ("Half", scopes[:2])):
        tokens.issue_token(actor=boss, user_id=machine.pk, name=name, scopes=given, at=clock.now())
    client.force_login(boss)
    page = client.get(reverse("integration:feed"))
    found = {one.contract.code: [token.name for token in one.clients] for one in page.context["connections"]}
    assert found["ship_dates"] == ["Dispatch"] and found["finance"] == []
    shown = page.content.decode()
    assert "ship_dates.md" in shown and "never called" in shown
    client.force_login(make_user("api_client"))
    others = client.get(reverse("integration:feed")).context["connections"]
    assert not any(one.clients for one in others)


def test_a_kind_shows_its_data_and_an_example(client):
    client.force_login(make_user("administrator"))
    shown = client.get(reverse("integration:feed-kind", args=["order.effective"])).content.decode()
    assert "order.amount" in shown and "28640.00" in shown
    assert client.get(reverse("integration:feed-kind", args=["order.nothing"])).status_code == 404


def test_who_may_not_read_the_feed_gets_nowhere(client):
    client.force_login(make_user("sales"))
    assert client.get(reverse("integration:feed")).status_code == 403
    assert client.get(reverse("integration:feed-kind", args=["order.effective"])).status_code == 403
