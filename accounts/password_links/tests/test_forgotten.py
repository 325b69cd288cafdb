"""A forgotten password: asked for by whoever, answered alike, set behind a link that came by mail (issue 10)."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core import mail as django_mail
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.password_links import operations
from accounts.people import operations as people
from accounts.people.models import User
from accounts.roles import operations as roles
from accounts.roles.models import Role
from accounts.second_factor import operations as second_factor
from accounts.sign_in.queries import standing_sessions
from accounts.sign_in.tests.test_sign_in import code_of, demand, is_in, sign_in
from accounts.tests.builders import AT, PASSWORD, make_user
from common import clock, errors, outbox, settings
from common.links.models import SignedLink
from common.models import Event, OutboxMessage

pytestmark = pytest.mark.django_db(transaction=True)

NEW = "another-way-to-weigh-7"


@pytest.fixture(autouse=True)
def fresh():
    """Nobody must have a second factor, nobody asked before."""
    cache.clear()
    demand([])
    yield
    cache.clear()
    settings.forget()


@pytest.fixture
def user():
    return make_user(username="wang.min", email="wang.min@example.com", language="en")


def ask(who, **headers):
    return Client(**headers).post("/sign-in/forgot/", {"who": who})


def mails():
    before = len(django_mail.outbox)
    outbox.relay()
    return django_mail.outbox[before:]


def path_in(mail):
    return re.search(r"/l/[\w-]+/", mail.body)[0]


def link_for(user):
    ask(user.username)
    (mail,) = mails()
    return path_in(mail)


def set_new(path, new=NEW, again=None, client=None):
    return (client or Client()).post(path, {"new": new, "again": again or new})


class TestAsking:
    def test_by_name_a_mail_comes_with_a_link(self, user):
        assert ask("Wang.Min ").headers["Location"] == "/sign-in/forgot/?sent=1"
        (mail,) = mails()
        assert mail.to == ["wang.min@example.com"] and "Set a new password" in mail.body
        assert Client().get(path_in(mail)).status_code == 200

    def test_by_mail_address_too_in_the_persons_language(self):
        make_user(email="li.na@example.com", language="zh-hans")
        ask("LI.NA@example.com")
        (mail,) = mails()
        assert "密码" in mail.subject

    def test_who_share_an_address_get_one_mail_with_a_link_each(self, user):
        other = make_user(email=user.email, language="en")
        ask(user.email)
        (mail,) = mails()
        assert len(set(re.findall(r"/l/[\w-]+/", mail.body))) == 2 and other.username in mail.body

    @pytest.mark.parametrize("who", ["nobody", "nobody@example.com", "system", "' OR 1=1 --", "\0x"])
    def test_the_answer_is_the_same_for_nobody(self, user, who):
        unknown, known = ask(who), ask(user.username)
        if unknown.status_code == 422:  # not even text
            return
        assert (unknown.status_code, dict(unknown.headers)["Location"]) == (303, known.headers["Location"])

    def test_the_steps_are_the_same_for_nobody(self, user):
        def statements(who):
            with CaptureQueriesContext(
                connection,
            ) as found:
                ask(who)
            return [re.sub(r"'[^']*'|\d+|NULL", "?", one["sql"].partition(" VALUES ")[0]) for one in found]

        statements(user.username)  # what is asked once a process
        assert statements("nobody-of-this-name") == statements(user.username)

    def test_nobody_is_written_to_without_address_or_password_or_work_here(self):
        silent = make_user()
        invited = make_user(email="new@example.com", password=None)
        gone = make_user(email="gone@example.com")
        people.deactivate_user(actor=make_user("administrator"), user_id=gone.pk, at=AT)
        for one in (silent, invited, gone):
            ask(one.username)
        assert mails() == []
        assert set(OutboxMessage.objects.values_list("state", flat=True)) == {"MOOT"}

    def test_an_account_of_another_system_gets_none(self):
        machine = make_user("api_client", email="erp@example.com")
        ask(machine.username)
        assert mails() == []

    def test_what_is_typed_is_kept_nowhere(self):
        ask("my-secret-password")
        assert "my-secret" not in str([row.__dict__ for row in (*Event.objects.all(), *OutboxMessage.objects.all())])

    def test_it_is_told(self, user):
        ask(user.username)
        assert Event.objects.get(kind="auth.password_asked").subject_id == user.pk

    def test_one_address_on_the_net_is_stopped(self, user):
        answers = [ask(f"name{n}", REMOTE_ADDR="203.0.113.5").status_code for n in range(11)]
        assert answers == [303] * 10 + [429]
        assert ask("x", REMOTE_ADDR="203.0.113.6").status_code == 303

    def test_a_person_gets_three_mails_an_hour_at_most(self, user):
        for n in range(6):
            ask(user.username if n % 2 else user.email, REMOTE_ADDR=f"203.0.113.{n}")
        assert len(mails()) == 3

    def test_one_name_that_is_asked_for_again_and_again_is_answered_alike(self, user):
        answers = {ask(user.username, REMOTE_ADDR=f"203.0.113.{n}").headers["Location"] for n in range(9)}
        assert len(answers) == 1 and OutboxMessage.objects.count() == 5

    def test_an_empty_name_is_asked_for_again(self):
        assert ask(" ").status_code == 422

    def test_the_sign_in_page_leads_there(self):
        assert b"/sign-in/forgot/" in Client().get("/sign-in/").content


class TestSetting:
    def test_the_new_password_opens_and_the_old_one_does_not(self, user, client):
        assert set_new(link_for(user)).headers["Location"] == "/sign-in/"
        sign_in(client, user)
        assert not is_in(client)
        sign_in(client, user, NEW)
        assert is_in(client)

    def test_it_does_not_sign_in_by_itself(self, user, client):
        set_new(link_for(user), client=client)
        assert not is_in(client)

    def test_the_second_factor_is_still_asked(self, user, client):
        device = second_factor.begin_enrolment(actor=user, at=AT)
        second_factor.confirm_enrolment(actor=user, token=code_of(device), at=AT)
        set_new(link_for(user))
        sign_in(client, user, NEW)
        assert not is_in(client)

    def test_all_sessions_end(self, user, client):
        sign_in(client, user)
        set_new(link_for(user))
        assert list(standing_sessions(user, at=clock.now())) == []
        assert client.get("/inbox/").status_code == 302

    def test_the_link_serves_once(self, user):
        path = link_for(user)
        set_new(path)
        assert set_new(path, "yet-another-way-8").status_code == 404
        assert User.objects.get(pk=user.pk).check_password(NEW)

    def test_a_refused_password_does_not_use_the_link_up(self, user):
        path = link_for(user)
        assert set_new(path, "short").status_code == 422
        assert set_new(path, NEW, again="different-one-9").status_code == 422
        assert set_new(path).status_code == 303

    def test_it_is_short_lived(self, user, monkeypatch):
        path = link_for(user)
        later = clock.now() + timedelta(minutes=31)
        monkeypatch.setattr(clock, "now", lambda: later)
        assert Client().get(path).status_code == 404
        assert set_new(path).status_code == 404

    def test_the_newest_link_counts(self, user):
        first = link_for(user)
        second = link_for(user)
        assert Client().get(first).status_code == 404 and Client().get(second).status_code == 200

    def test_a_password_that_changes_otherwise_kills_it(self, user):
        path = link_for(user)
        people.change_password(actor=user, current=PASSWORD, new=NEW, at=clock.now())
        assert set_new(path, "yet-another-way-8").status_code == 404
        path = link_for(user)
        people.set_password(actor=make_user("administrator"), user_id=user.pk, password=NEW, at=clock.now())
        assert Client().get(path).status_code == 404

    def test_who_leaves_has_none(self, user):
        path = link_for(user)
        people.deactivate_user(actor=make_user("administrator"), user_id=user.pk, at=AT)
        assert Client().get(path).status_code == 404 and set_new(path).status_code == 404

    def test_looking_changes_nothing(self, user):
        path = link_for(user)
        for _n in range(3):
            assert Client().get(path).status_code == 200
        assert User.objects.get(pk=user.pk).check_password(PASSWORD)

    def test_who_locked_himself_out_gets_in_again(self, user, client):
        for _n in range(5):
            sign_in(client, user, "wrong")
        set_new(link_for(user))
        sign_in(client, user, NEW)
        assert is_in(client)

    def test_it_is_told_with_the_address(self, user):
        set_new(link_for(user))
        assert Event.objects.get(kind="auth.password_reset").subject_id == user.pk

    def test_whom_it_concerns_learns_of_it_by_mail(self, user):
        set_new(link_for(user))
        (mail,) = mails()
        assert mail.to == [user.email] and "was changed" in mail.subject

    def test_with_another_address_the_links_sent_to_the_old_one_end(self, user):
        path, boss = link_for(user), make_user("administrator")
        people.update_user(actor=boss, user_id=user.pk, changes={"name": "Wang Min"}, at=AT)
        assert Client().get(path).status_code == 200
        people.update_user(actor=boss, user_id=user.pk, changes={"email": "right@example.com"}, at=AT)
        assert Client().get(path).status_code == 404

    def test_a_link_of_another_person_sets_nothing(self, user):
        other = make_user(email="o@example.com")
        link_for(user)
        link = SignedLink.objects.get()
        with pytest.raises(errors.NotFound):
            operations.set_password_by_link(
                actor=other,
                link_id=link.pk,
                user_id=other.pk,
                new=NEW,
                visitor=operations.Visitor(),
                at=clock.now(),
            )
        assert User.objects.get(pk=other.pk).check_password(PASSWORD)

    def test_a_mail_tried_again_has_the_same_link(self, user):
        ask(user.username)
        (first,) = mails()
        OutboxMessage.objects.update(state="PENDING")
        (second,) = mails()
        assert path_in(first) == path_in(second)
        set_new(path_in(second))
        OutboxMessage.objects.filter(topic=operations.RESET_TOPIC).update(state="PENDING")
        assert [mail.subject for mail in mails() if "/l/" in mail.body] == []


class TestByAnAdministrator:
    def page(self, user):
        return f"/admin/accounts/user/{user.pk}/verb/password-link/"

    def test_he_sends_it_and_never_learns_it(self, user, client):
        client.force_login(make_user("administrator"))
        assert client.post(self.page(user)).status_code == 303
        (mail,) = mails()
        assert set_new(path_in(mail)).status_code == 303
        assert User.objects.get(pk=user.pk).check_password(NEW)

    def test_who_was_asked_for_too_often_still_gets_his(self, user):
        for n in range(4):
            ask(user.username, REMOTE_ADDR=f"203.0.113.{n}")
        assert len(mails()) == 3
        operations.send_password_link(actor=make_user("administrator"), user_id=user.pk, at=clock.now())
        assert len(mails()) == 1

    def test_without_an_address_it_is_refused(self):
        with pytest.raises(errors.Conflict):
            operations.send_password_link(actor=make_user("administrator"), user_id=make_user().pk, at=AT)

    def test_who_manages_people_only_cannot_send_an_administrators(self, user):
        boss = make_user("administrator", email="boss@example.com")
        role = Role.objects.get(code="executive")
        roles.set_grants(actor=boss, role_id=role.pk, grants={"user.manage": "ALL"}, at=AT)
        clerk = make_user("executive")
        operations.send_password_link(actor=clerk, user_id=user.pk, at=AT)
        with pytest.raises(errors.NotAllowed):
            operations.send_password_link(actor=clerk, user_id=boss.pk, at=AT)
        with pytest.raises(errors.NotAllowed):  # nor lead his mail elsewhere and say he forgot it
            people.update_user(actor=clerk, user_id=boss.pk, changes={"email": "clerk@example.com"}, at=AT)

    def test_nobody_else_may(self, user):
        with pytest.raises(errors.NotFound):
            operations.send_password_link(actor=make_user(), user_id=user.pk, at=AT)


def test_of_two_at_once_one_sets_the_password(user):
    """Two real connections: the second waits for the person's row and finds the link used."""
    link_for(user)
    link = SignedLink.objects.get()

    def set_it(new):
        try:
            operations.set_password_by_link(
                actor=user, link_id=link.pk, user_id=user.pk, new=new, visitor=operations.Visitor(), at=clock.now()
            )
            return new
        except errors.NotFound:
            return ""
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        done = [one for one in pool.map(set_it, [NEW, "yet-another-way-8"]) if one]
    assert len(done) == 1 and User.objects.get(pk=user.pk).check_password(done[0])
