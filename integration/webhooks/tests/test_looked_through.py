"""Webhooks of the time before the rule who may have whose events sent are looked through once."""

import pytest
from django.urls import reverse

from accounts.tests.builders import AT, make_user
from common import errors
from common.models import Event
from integration.webhooks import operations
from integration.webhooks.models import WebhookEndpoint
from integration.webhooks.tests.receivers import allow, make_endpoint

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss():
    allow("hooks.example.com")
    return make_user("administrator")


@pytest.fixture
def old(boss):
    found = make_endpoint(boss, "https://hooks.example.com/in")
    WebhookEndpoint.objects.update(looked_through_at=None)  # as those that there were before this column
    found.refresh_from_db()
    return found


def test_a_new_one_needs_no_looking_through(boss, client):
    made = make_endpoint(boss, "https://hooks.example.com/in")
    client.force_login(boss)
    assert (
        made.looked_through_at
        and "look through once" not in client.get(reverse("integration:webhooks")).content.decode()
    )


def test_an_old_one_is_marked_until_somebody_says_so(boss, old, client):
    client.force_login(boss)
    assert "look through once" in client.get(reverse("integration:webhooks")).content.decode()
    page = client.get(reverse("integration:webhook", args=[old.pk])).content.decode()
    assert "as its whole person" in page
    address = reverse("integration:webhook-look-through", args=[old.pk])
    assert client.post(address, {"version": old.version}).status_code == 303
    assert "look through once" not in client.get(reverse("integration:webhooks")).content.decode()
    assert Event.objects.filter(kind="webhook.looked_through").count() == 1


def test_who_may_not_have_it_sent_does_not_approve_of_it(old):
    WebhookEndpoint.objects.update(owner=(keeper := make_user("api_client")))
    with pytest.raises((errors.NotAllowed, errors.NotFound)):
        operations.look_through(actor=keeper, endpoint_id=old.pk, at=AT)


def test_a_page_of_yesterday_approves_of_nothing_else(boss, old):
    operations.save_endpoint(actor=boss, endpoint_id=old.pk, version=old.version, name="Elsewhere", at=AT)
    with pytest.raises(errors.Stale):
        operations.look_through(actor=boss, endpoint_id=old.pk, version=old.version, at=AT)
