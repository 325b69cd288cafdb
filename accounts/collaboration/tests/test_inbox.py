"""The inbox: messages for one person, read by him alone."""

import re

import pytest
from django.utils import translation

from accounts.collaboration import inbox, operations, queries
from accounts.collaboration.models import Notification
from accounts.tests.builders import AT, make_user
from common.operation import operation

pytestmark = pytest.mark.django_db


@operation
def tell(*, actor, people, message="%(n)s pieces", at=AT, **parameters):
    inbox.notify([one.pk for one in people], kind="test", message=message, parameters=parameters, at=at, url="/me/")


@pytest.fixture
def user():
    return make_user()


def test_a_message_reaches_each_person_once(user):
    tell(actor=user, people=[user, user], n=3)
    assert [message.text for message in queries.inbox_of(user)] == ["3 pieces"]


def test_a_message_is_read_in_the_readers_language(user):
    tell(actor=user, people=[user], message="Messages")
    with translation.override("zh-hans"):
        assert str(Notification.objects.get()) == translation.gettext("Messages")


def test_reading_touches_only_ones_own(user):
    other = make_user()
    tell(actor=user, people=[user, other], n=1)
    assert operations.mark_read(actor=user, at=AT) == 1
    assert (queries.count_unread(user), queries.count_unread(other)) == (0, 1)


class TestPage:
    def test_opening_a_message_reads_it_and_leads_there(self, client, user):
        tell(actor=user, people=[user], n=1)
        message = Notification.objects.get()
        client.force_login(user)
        response = client.get(f"/inbox/{message.pk}/")
        assert response.headers["Location"] == "/me/"
        assert queries.count_unread(user) == 0
        client.post(f"/inbox/{message.pk}/keep/")
        assert queries.count_unread(user) == 1
        client.post("/inbox/read-all/")
        assert queries.count_unread(user) == 0

    def test_messages_of_others_are_not_found(self, client, user):
        tell(actor=user, people=[user], n=1)
        client.force_login(make_user())
        message = Notification.objects.get()
        assert client.get(f"/inbox/{message.pk}/").status_code == 404
        assert client.post(f"/inbox/{message.pk}/keep/").status_code == 404
        assert queries.count_unread(user) == 1

    def test_the_bell_gets_a_short_list_and_the_page_a_long_one(self, client, user):
        for n in range(60):
            tell(actor=user, people=[user], n=n)
        client.force_login(user)
        bell = client.get("/inbox/", headers={"HX-Request": "true", "HX-Target": "inbox-list"}).content.decode()
        page = client.get("/inbox/").content.decode()
        assert "<html" not in bell and bell.count("pieces") == 12
        assert "<html" in page and page.count("pieces") == 50

    def test_the_number_beside_the_bell(self, client, user):
        tell(actor=user, people=[user], n=1)
        client.force_login(user)
        assert 'id="count-inbox"' in client.get("/counts/").content.decode()

    def test_a_poll_that_finds_the_same_draws_nothing_and_reads_nothing_out_again(self, client, user):
        tell(actor=user, people=[user], n=1)
        client.force_login(user)
        first = client.get("/counts/").content.decode()
        had = re.search(r'id="counts-had" name="had" value="(\w+)"', first)[1]
        assert client.get(f"/counts/?had={had}").status_code == 204
        tell(actor=user, people=[user], n=2)
        changed = client.get(f"/counts/?had={had}")
        assert changed.status_code == 200 and had not in changed.content.decode()
        assert "2<span" in changed.content.decode() and "unread messages" in changed.content.decode()

    def test_in_the_bell_one_is_marked_as_read_and_the_number_is_asked_for_again(self, client, user):
        tell(actor=user, people=[user], n=1)
        tell(actor=user, people=[user], n=2)
        one, other = queries.inbox_of(user).order_by("pk")
        client.force_login(user)
        bell = {"HX-Request": "true", "HX-Target": "inbox-list"}
        answer = client.post(f"/inbox/{one.pk}/read/", headers=bell)
        assert answer.headers["HX-Trigger"] == "so:recount" and answer.content.decode().count("<li") == 2
        assert list(queries.unread_of(user)) == [other]
        answer = client.post("/inbox/read-all/", headers=bell)
        assert answer.status_code == 200 and queries.count_unread(user) == 0

    def test_without_scripts_the_same_form_leads_back_to_the_inbox(self, client, user):
        tell(actor=user, people=[user], n=1)
        client.force_login(user)
        message = queries.inbox_of(user).get()
        answer = client.post(f"/inbox/{message.pk}/read/")
        assert (answer.status_code, answer.headers["Location"]) == (303, "/inbox/")
        assert queries.count_unread(user) == 0

    def test_a_message_of_somebody_else_is_not_marked(self, client, user):
        tell(actor=user, people=[user], n=1)
        client.force_login(make_user())
        assert client.post(f"/inbox/{queries.inbox_of(user).get().pk}/read/").status_code == 404

    def test_suggestions_for_a_mention(self, client, user):
        make_user(name="王敏", username="wangmin")
        client.force_login(user)
        found = client.get("/people/mentions/?q=wm").content.decode()
        assert "wangmin" in found and "王敏" in found
