"""API tokens: issued once, narrowed, expiring, revoked (RELIABILITY 2.11)."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request
from rest_framework.test import APIRequestFactory

from accounts import policies
from accounts.people import operations as people
from accounts.tests.builders import AT, make_user
from accounts.tokens import operations, queries
from accounts.tokens.authentication import TokenAuthentication
from accounts.tokens.models import ApiToken
from common import clock, errors
from common.models import Event

pytestmark = pytest.mark.django_db


def authenticate(header):
    request = Request(APIRequestFactory().get("/api/v1/", HTTP_AUTHORIZATION=header))
    return TokenAuthentication().authenticate(request)


def issue(user, **options):
    return operations.issue_token(actor=user, name="shop", at=options.pop("at", clock.now()), **options)


@pytest.fixture
def user():
    return make_user("administrator")


def test_a_secret_opens_and_is_not_kept(user):
    token, secret = issue(user)
    assert secret.startswith("so_") and token.prefix == secret[:10]
    assert secret not in str(ApiToken.objects.values_list())
    assert authenticate(f"Token {secret}")[0] == user


def test_scopes_narrow_the_rights_of_the_user(user):
    _token, secret = issue(user, scopes=["user.*", "audit.view"])
    signed_in, _found = authenticate(f"Token {secret}")
    assert policies.can(signed_in, "user.manage") and policies.can(signed_in, "audit.view")
    assert not policies.can(signed_in, "role.manage")


def test_a_token_never_has_more_rights_than_its_user():
    _token, secret = issue(make_user("sales"), scopes=["role.manage"])
    assert not policies.can(authenticate(f"Token {secret}")[0], "role.manage")


@pytest.mark.parametrize("header", ["Token", "Token so_nothing", "Token nothing", "Token so_a b"])
def test_a_wrong_token_is_refused(header):
    with pytest.raises(AuthenticationFailed):
        authenticate(header)


def test_without_a_token_others_may_try():
    assert authenticate("Basic eDp5") is None


def test_it_ends_by_time_by_hand_and_with_its_person(user):
    for end in (
        lambda token: ApiToken.objects.filter(pk=token.pk).update(expires_at=clock.now() - timedelta(seconds=1)),
        lambda token: operations.revoke_token(actor=user, token_id=token.pk, at=clock.now()),
    ):
        token, secret = issue(user)
        end(token)
        with pytest.raises(AuthenticationFailed):
            authenticate(f"Token {secret}")
    leaver = make_user()
    _token, secret = issue(leaver)
    people.deactivate_user(actor=user, user_id=leaver.pk, at=AT)
    with pytest.raises(AuthenticationFailed):
        authenticate(f"Token {secret}")


def test_its_use_is_noted_at_most_every_five_minutes(user, django_assert_num_queries):
    token, secret = issue(user)
    authenticate(f"Token {secret}")
    token.refresh_from_db()
    assert token.last_used_at is not None
    with django_assert_num_queries(1):  # token with user and rights: no write
        authenticate(f"Token {secret}")


@pytest.mark.parametrize(
    "field,options",
    [
        ("days", {"days": 0}),
        ("days", {"days": 3660}),
        ("scopes", {"scopes": ["order.teleport"]}),
        ("scopes", {"scopes": ["nothing.*"]}),
    ],
)
def test_wrong_wishes_are_named(user, field, options):
    with pytest.raises(errors.Invalid) as caught:
        issue(user, **options)
    assert field in caught.value.fields


def test_a_token_in_anothers_name_needs_the_right_to_manage_roles(user):
    sales = make_user("sales")
    with pytest.raises(errors.NotAllowed):
        issue(sales, user_id=user.pk)
    token, _secret = issue(user, user_id=sales.pk)
    assert token.user == sales


def test_one_revokes_only_ones_own(user):
    token, _secret = issue(user)
    with pytest.raises(errors.NotFound):
        operations.revoke_token(actor=make_user("sales"), token_id=token.pk, at=AT)
    assert ApiToken.objects.get(pk=token.pk).revoked_at is None


def test_issuing_and_revoking_are_events(user):
    token, secret = issue(user)
    operations.revoke_token(actor=user, token_id=token.pk, at=AT)
    operations.revoke_token(actor=user, token_id=token.pk, at=AT)
    told = Event.objects.filter(kind__startswith="auth.token").order_by("id")
    assert [event.kind for event in told] == ["auth.token_issued", "auth.token_revoked"]
    assert secret not in str([event.data for event in told])


def test_the_command_prints_a_token_that_works(user, capsys):
    call_command("api_token", user.username, name="erp", days=30, scope=["user.*"])
    secret = capsys.readouterr().out.split()[0]
    token = queries.find_live(secret, at=clock.now())
    assert (token.name, token.scopes) == ("erp", ["user.*"])
    assert 29 <= (token.expires_at - clock.now()).days <= 30
    with pytest.raises(CommandError):
        call_command("api_token", "nobody")
    with pytest.raises(CommandError):
        call_command("api_token", user.username, scope=["order.teleport"])


def test_a_refused_call_is_written_down_with_its_person(client, user, settings):
    settings.ROOT_URLCONF = "accounts.tests.refusing_urls"
    _token, secret = issue(user)
    response = client.get("/api/v1/refused/", headers={"Authorization": f"Token {secret}"})
    assert response.status_code == 403
    event = Event.objects.get(kind="access.refused")
    assert (event.actor_id, event.door, event.data["path"]) == (user.pk, "api", "/api/v1/refused/")


class TestPage:
    def test_the_secret_is_shown_once(self, client, user):
        client.force_login(user)
        response = client.post("/me/tokens/", {"name": "shop", "days": "30", "scopes": "user.*, audit.view"})
        secret = response.context["secret"]
        assert secret in response.content.decode()
        assert secret not in client.get("/me/").content.decode()
        assert ApiToken.objects.get(user=user).scopes == ["audit.view", "user.*"]

    def test_wrong_entries_come_back_with_the_form(self, client, user):
        client.force_login(user)
        assert client.post("/me/tokens/", {"name": "", "days": "x"}).status_code == 422

    def test_a_token_of_others_is_not_found(self, client, user):
        token, _secret = issue(user)
        client.force_login(make_user("sales"))
        assert client.post(f"/me/tokens/{token.pk}/revoke/").status_code == 404


@pytest.mark.parametrize(
    ("own", "asked", "answered"),
    [("en", None, "en"), ("zh-hans", None, "zh-hans"), ("zh-hans", "en", "en"), ("en", "zh-hans", "zh-hans")],
)
def test_an_answer_is_in_the_language_asked_for_or_else_in_the_users_own(client, own, asked, answered):
    _token, secret = issue(make_user("administrator", language=own))
    headers = {"Authorization": f"Token {secret}"} | ({"Accept-Language": asked} if asked else {})
    answer = client.get("/api/v1/orders/SO20260101-9999/", headers=headers)
    assert answer.status_code == 404
    assert answer.headers["Content-Language"] == answered
    assert ("找不到" in answer.json()["detail"]) == (answered == "zh-hans")
