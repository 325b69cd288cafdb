"""Whose an identity is: linked by people, by a verified address, and never by anything that could be a takeover."""

import threading

import pytest
from django.db import connection
from django.test import Client

from accounts.people import operations as people
from accounts.people import queries as people_queries
from accounts.roles import operations as roles
from accounts.roles.verbs import RoleCode
from accounts.single_sign_on import operations, queries
from accounts.single_sign_on.models import Identity
from accounts.single_sign_on.proving import Proven
from accounts.single_sign_on.tests.conftest import decide
from accounts.single_sign_on.tests.test_coming_in import come_back, is_in, said, why
from accounts.tests.builders import AT, PASSWORD, make_user
from common import errors
from common.models import Event, OutboxMessage

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss(site):
    return make_user("administrator")


def proven(provider, subject="u-1", email="wang.min@example.com"):
    return Proven(provider.issuer, subject, email, frozenset(), False)


def recognise(provider, **given):
    machine = people_queries.system_user()
    return operations.recognise(actor=machine, proven=proven(provider, **given), address="203.0.113.7", at=AT)


class TestByTheVerifiedAddress:
    @pytest.fixture(autouse=True)
    def wanted(self, site):
        decide(link_by_address=True)

    def test_the_first_time_links_and_tells_by_mail(self, client, user, provider):
        come_back(client, provider)
        made = Identity.objects.get()
        assert is_in(client) and made.user_id == user.pk and made.subject == "u-1" and made.linked_by.is_system
        assert Event.objects.get(kind="auth.identity_linked").subject_id == user.pk
        assert "wang.min" in OutboxMessage.objects.get(dedupe_key=f"accounts.identity_linked:{made.pk}").payload["body"]

    def test_from_then_on_the_subject_counts_and_no_address(self, client, user, provider):
        come_back(Client(), provider)
        provider.person = {"sub": "u-1", "email": "else@example.com", "email_verified": False}
        come_back(client, provider)
        assert is_in(client)

    def test_large_and_small_letters_are_one_address(self, client, user, provider):
        provider.person["email"] = "Wang.Min@Example.COM"
        come_back(client, provider)
        assert is_in(client)

    @pytest.mark.parametrize("verified", [None, False, "true", 1, "yes"])
    def test_an_address_that_is_not_verified_links_nobody(self, client, user, provider, verified):
        provider.lie(email_verified=verified)
        answer = come_back(client, provider)
        assert not is_in(client) and why() == "address not verified" and "not linked to anybody" in said(client, answer)

    def test_an_address_told_aside_counts_where_the_token_has_none(self, client, user, provider):
        provider.lie(email=None, email_verified=None)
        provider.aside = {"sub": "u-1", "email": user.email, "email_verified": True}
        come_back(client, provider)
        assert is_in(client)

    def test_what_is_told_aside_of_somebody_else_does_not(self, client, user, provider):
        provider.lie(email=None, email_verified=None)
        provider.aside = {"sub": "u-2", "email": user.email, "email_verified": True}
        come_back(client, provider)
        assert not is_in(client) and why() == "address not verified"

    def test_two_with_one_address_are_nobody(self, client, user, provider):
        make_user(email=user.email.upper())
        come_back(client, provider)
        assert not is_in(client) and why() == "several with this address"

    def test_who_left_does_not_count(self, client, user, provider, boss):
        gone = make_user(email=user.email)
        people.deactivate_user(actor=boss, user_id=gone.pk, at=AT)
        come_back(client, provider)
        assert is_in(client)

    def test_the_account_of_another_system_does_not_count(self, client, site, provider):
        make_user(RoleCode.API_CLIENT, email="wang.min@example.com")
        come_back(client, provider)
        assert not is_in(client) and why() == "nobody with this address"

    def test_an_administrator_is_never_linked_this_way(self, client, provider):
        admin = make_user("administrator", email="wang.min@example.com")
        come_back(client, provider)
        assert not is_in(client) and why() == "administrator" and not Identity.objects.exists()
        assert Event.objects.get(kind=queries.REFUSED).subject_id == admin.pk

    def test_somebody_linked_to_another_account_keeps_it(self, client, user, provider, boss):
        operations.link_identity(actor=boss, user_id=user.pk, subject="u-9", at=AT)
        come_back(client, provider)
        assert not is_in(client) and why() == "linked to another identity"

    def test_it_links_nobody_where_the_company_does_not_want_it(self, client, user, provider):
        decide(link_by_address=False)
        come_back(client, provider)
        assert not is_in(client) and why() == "not linked"


class TestByPeople:
    def test_only_who_may_manage_people_links_them(self, user, provider):
        with pytest.raises(errors.NotFound):
            operations.link_identity(actor=user, user_id=user.pk, subject="u-1", at=AT)

    def test_an_administrator_is_linked_by_who_may_manage_roles(self, client, provider, boss):
        other = make_user("administrator", email="wang.min@example.com")
        operations.link_identity(actor=boss, user_id=other.pk, subject="u-1", at=AT)
        come_back(client, provider)
        assert is_in(client)

    def test_managing_people_is_no_way_to_an_administrators_rights(self, provider, boss):
        role = roles.create_role(actor=boss, code="hr", name="HR", at=AT)
        roles.set_grants(actor=boss, role_id=role.pk, grants={"user.manage": "ALL"}, at=AT)
        clerk = make_user("hr")
        operations.link_identity(actor=clerk, user_id=make_user().pk, subject="u-2", at=AT)
        with pytest.raises(errors.NotAllowed):
            operations.link_identity(actor=clerk, user_id=boss.pk, subject="u-1", at=AT)

    def test_one_subject_is_one_person_and_one_person_one_subject(self, user, provider, boss):
        operations.link_identity(actor=boss, user_id=user.pk, subject="u-1", at=AT)
        with pytest.raises(errors.Conflict):
            operations.link_identity(actor=boss, user_id=user.pk, subject="u-2", at=AT)
        with pytest.raises(errors.Conflict):
            operations.link_identity(actor=boss, user_id=make_user().pk, subject="u-1", at=AT)

    @pytest.mark.parametrize("bad", ["", "  ", "a\0b", "u" * 256, "u\n1"])
    def test_what_is_no_subject_is_refused(self, user, provider, boss, bad):
        with pytest.raises(errors.Invalid):
            operations.link_identity(actor=boss, user_id=user.pk, subject=bad, at=AT)

    def test_nobody_is_linked_where_there_is_no_provider(self, user, boss):
        with pytest.raises(errors.WrongState):
            operations.link_identity(actor=boss, user_id=user.pk, subject="u-1", at=AT)

    def test_unlinking_signs_out_and_the_way_is_shut(self, client, user, provider, boss):
        made = operations.link_identity(actor=boss, user_id=user.pk, subject="u-1", at=AT)
        come_back(client, provider)
        operations.unlink_identities(actor=boss, user_id=user.pk, identity_ids=[made.pk], at=AT)
        assert client.get("/inbox/").status_code == 302
        come_back(client, provider)
        assert not is_in(client) and why() == "not linked"

    def test_only_ones_own_identities_are_taken_away(self, user, provider, boss):
        made = operations.link_identity(actor=boss, user_id=make_user().pk, subject="u-1", at=AT)
        with pytest.raises(errors.NotFound):
            operations.unlink_identities(actor=boss, user_id=user.pk, identity_ids=[made.pk], at=AT)


class TestTheConsole:
    @pytest.fixture
    def console(self, boss, provider):
        decide(name="Weighing account")
        browser = Client(headers={"Accept-Language": "en"})
        browser.post("/sign-in/", {"username": boss.username, "password": PASSWORD})
        return browser

    def address(self, user, verb):
        return f"/admin/accounts/user/{user.pk}/verb/{verb}/"

    def test_who_tried_is_offered_to_be_linked(self, client, console, user, provider):
        come_back(client, provider)
        page = console.get(self.address(user, "link")).content.decode()
        assert "wang.min@example.com · u-1" in page
        assert console.post(self.address(user, "link"), {"tried": "u-1", "subject": ""}).status_code == 303
        come_back(client, provider)
        assert is_in(client)
        assert "u-1" not in console.get(self.address(make_user(), "link")).content.decode()

    def test_a_subject_is_typed_or_chosen_not_both(self, console, user):
        assert console.post(self.address(user, "link"), {"tried": "", "subject": ""}).status_code == 422
        assert console.post(self.address(user, "link"), {"tried": "", "subject": " u-7 "}).status_code == 303
        assert Identity.objects.get().subject == "u-7"

    def test_what_is_linked_already_is_said_in_words(self, console, user):
        console.post(self.address(user, "link"), {"subject": "u-7"})
        answer = console.post(self.address(user, "link"), {"subject": "u-8"})
        assert answer.status_code == 422 and "linked already" in answer.content.decode()

    def test_it_is_unlinked_again_and_the_list_says_how_people_come_in(self, console, user):
        console.post(self.address(user, "link"), {"subject": "u-7"})
        assert "Single sign-on" in console.get("/admin/accounts/user/").content.decode()
        page = console.get(self.address(user, "unlink")).content.decode()
        assert "u-7 at http://127.0.0.1" in page
        console.post(self.address(user, "unlink"), {"chosen": [Identity.objects.get().pk]})
        assert not Identity.objects.exists()

    def test_ones_own_page_says_what_one_is_linked_to(self, client, console, user, provider):
        console.post(self.address(user, "link"), {"subject": "u-1"})
        come_back(client, provider)
        page = client.get("/me/").content.decode()
        assert "Weighing account" in page and "<code>u-1</code>" in page


@pytest.mark.django_db(transaction=True)
def test_two_first_times_at_once_make_one_link(site, provider):
    decide(link_by_address=True)
    user = make_user(email="wang.min@example.com")
    barrier, found = threading.Barrier(2), []

    def come():
        try:
            barrier.wait(10)
            found.append(recognise(provider))
        finally:
            connection.close()

    both = [threading.Thread(target=come) for _n in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join(30)
    assert [one.user.pk for one in found] == [user.pk, user.pk]
    assert Identity.objects.count() == 1 and Event.objects.filter(kind="auth.identity_linked").count() == 1
