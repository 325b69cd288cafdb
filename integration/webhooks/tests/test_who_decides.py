"""Who decides where events go: nobody gets by a webhook what he, or his token, may not read himself."""

import pytest

from accounts.people.models import UserRole
from accounts.roles.models import Role, RoleGrant
from accounts.tests.builders import make_user
from common import errors, operation
from integration.webhooks import asking_for, operations
from integration.webhooks.models import WebhookAttempt, WebhookEndpoint
from integration.webhooks.tests.receivers import AT, allow, make_endpoint
from integration.webhooks.tests.test_webhook_api import BASE, GIVEN, calling, post

pytestmark = pytest.mark.django_db
URL = "https://hooks.example.com/in"


@pytest.fixture
def boss():
    allow("hooks.example.com")
    return make_user("administrator")


@pytest.fixture
def keeper(boss):
    """Somebody who keeps everybody's webhooks, and manages no roles."""
    person = make_user(None)

    def grant():
        role = Role.objects.create(code="keeper", name="keeper")
        RoleGrant.objects.create(role=role, verb="webhook.manage", scope="ALL")
        UserRole.objects.create(user=person, role=role)

    operation.in_operation(boss.pk, grant)
    return type(person).objects.get(pk=person.pk)


@pytest.fixture
def sent(boss):
    """A webhook that is read as the administrator, with an event in its log."""
    endpoint = make_endpoint(boss, URL)
    endpoint.logged = WebhookAttempt.objects.create(
        endpoint=endpoint, trigger="FEED", kind="auth.failed", position=1, event_id=1, asked_at=AT, tried_at=AT
    )
    return endpoint


def test_a_token_with_scopes_sets_up_none_and_moves_none(boss, sent):
    narrow = calling(boss, ["webhook.manage"])
    tried = [post(narrow, data={**GIVEN, "name": "Second"})]
    changed = {"url": "https://hooks.example.com/mine"}
    tried.append(narrow.patch(f"{BASE}{sent.pk}/", changed, format="json", headers={"If-Match": '"1"'}))
    for verb, data in (
        ("rotate-secret", {}),
        ("resume", {}),
        ("go-to", {"position": 0}),
        ("resend", {"attempt": sent.logged.pk}),
    ):
        tried.append(post(narrow, f"{sent.pk}/{verb}/", data))
    assert [one.status_code for one in tried] == [403] * 6
    assert "token with scopes" in tried[0].content.decode() or "范围" in tried[0].content.decode()
    assert WebhookEndpoint.objects.get().url == URL and WebhookAttempt.objects.count() == 1


def test_it_still_looks_pauses_and_removes(boss, sent):
    narrow = calling(boss, ["webhook.manage"])
    assert narrow.get(f"{BASE}{sent.pk}/").status_code == 200
    assert post(narrow, f"{sent.pk}/pause/").status_code == 200
    assert post(narrow, f"{sent.pk}/remove/").status_code == 204
    assert not WebhookEndpoint.objects.exists()


def test_a_token_without_scopes_sets_one_up(boss):
    assert post(calling(boss), data=GIVEN).status_code == 201


def test_who_manages_no_roles_takes_over_no_webhook_that_is_read_as_another(keeper, sent):
    given = {"actor": keeper, "endpoint_id": sent.pk, "at": AT}
    for call, more in (
        (operations.save_endpoint, {"url": "https://hooks.example.com/mine"}),
        (operations.save_endpoint, {"reader_id": keeper.pk}),
        (operations.rotate_secret, {}),
        (operations.go_to, {"position": 0}),
        (operations.resume, {}),
        (asking_for.resend, {"attempt_id": sent.logged.pk}),
    ):
        with pytest.raises(errors.NotAllowed):
            call(**given, **more)
    assert WebhookEndpoint.objects.get().secret == sent.told_secret
    operations.pause(**given)
    operations.remove(**given)


def test_his_page_offers_only_what_he_may(client, keeper, boss, sent):
    client.force_login(keeper)
    page = client.get(f"/integration/webhooks/{sent.pk}/").content.decode()
    assert "/remove/" in page and 'value="pause"' in page
    assert not any(f"/{one}/" in page for one in ("secret", "place", "edit", "resend"))
    assert client.get(f"/integration/webhooks/{sent.pk}/edit/").status_code == 403
    client.force_login(boss)
    assert "/edit/" in client.get(f"/integration/webhooks/{sent.pk}/").content.decode()
