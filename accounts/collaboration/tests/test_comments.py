"""Comments on a subject, and the people they call (R232)."""

from dataclasses import replace

import pytest

from accounts.collaboration import mentions, operations
from accounts.collaboration.models import Comment, Notification
from accounts.collaboration.subjects import subjects
from accounts.people.models import Department
from accounts.tests.builders import AT, make_cast, make_user
from accounts.tests.subject import subject_type  # noqa: F401
from common import errors
from common.models import Event
from common.tests.browser_form import fields_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return make_cast()


@pytest.fixture
def say(cast, subject_type):  # noqa: F811
    def call(text, actor=None):
        return operations.add_comment(
            actor=actor or cast.owner, subject_type=subject_type, subject_id=cast.department.pk, text=text, at=AT
        )

    return call


@pytest.fixture
def url(cast, subject_type):  # noqa: F811
    return f"/panels/comments/{subject_type}/{cast.department.pk}/"


def test_a_comment_is_kept_and_told(say, cast):
    comment = say("  Ready on Friday  ")
    assert (comment.text, comment.author) == ("Ready on Friday", cast.owner)
    event = Event.objects.get(kind="comment.added")
    assert event.subject_id == cast.department.pk and event.actor_id == cast.owner.pk


def test_a_subject_with_a_long_name_can_be_talked_about(say, cast, subject_type):  # noqa: F811
    subjects._entries[subject_type] = replace(subjects[subject_type], label=lambda row: "检测研究院" * 40)
    say(f"@{cast.mate.username} look")
    assert Event.objects.get(kind="comment.added").subject_number == cast.department.code
    assert "检测研究院" in Notification.objects.get().text


def test_who_is_called_gets_a_message_with_the_way_there(say, cast):
    say(f"@{cast.mate.username} please look")
    message = Notification.objects.get()
    assert message.user == cast.mate
    assert message.url == f"/departments/{cast.department.pk}/"
    assert cast.owner.name in message.text
    assert "please look" not in message.text  # what was said stays with its subject and the right to see it


def test_a_chinese_name_is_called_without_a_space_after_it(say, cast, subject_type):  # noqa: F811
    wang = make_user(name="王敏", department=cast.department)
    comment = say("请@王敏看一下")
    assert list(comment.mentions.all()) == [wang]


def test_two_people_of_one_name_are_called_by_their_sign_in_names(say, cast):
    one = make_user(name="王敏", department=cast.department)
    make_user(name="王敏", department=cast.department)
    assert not say("@王敏").mentions.exists()
    assert list(say(f"@{one.username}").mentions.all()) == [one]


def test_who_may_not_see_the_subject_is_not_told_of_it(say, cast):
    say(f"@{cast.stranger.username} secret")
    assert not Notification.objects.exists()


def test_nobody_is_told_of_what_he_said_himself(say, cast):
    say(f"@{cast.owner.username} to myself")
    assert not Notification.objects.exists()


def test_an_address_is_no_call(say, cast):
    assert not say(f"write to info@{cast.mate.username}").mentions.exists()


@pytest.mark.parametrize("text", ["", "   ", "x" * 5001])
def test_empty_and_endless_comments_are_refused(say, text):
    with pytest.raises(errors.Invalid):
        say(text)


def test_a_stranger_cannot_comment(say, cast):
    with pytest.raises(errors.NotFound):
        say("hello", actor=cast.stranger)


def test_what_takes_no_more_takes_no_comment(say, cast):
    Department.objects.filter(pk=cast.department.pk).update(is_active=False)
    with pytest.raises(errors.WrongState):
        say("hello")


def test_an_unknown_kind_of_subject_is_not_found(cast):
    with pytest.raises(errors.NotFound):
        operations.add_comment(actor=cast.owner, subject_type="auth.group", subject_id=1, text="x", at=AT)


def test_text_is_never_read_as_html():
    html = mentions.as_html("<script>@wang.min</script> & @li", {"wang.min": "王<敏>"})
    assert html == '&lt;script&gt;<b class="so-at">@王&lt;敏&gt;</b>&lt;/script&gt; &amp; @li'


class TestPanel:
    def test_it_shows_what_was_said_and_takes_more(self, client, say, cast, url):
        say(f"@{cast.mate.username} first")
        client.force_login(cast.mate)
        page = client.get(url)
        part = client.get(url, headers={"HX-Request": "true", "HX-Target": "comments"})
        assert b"<html" in page.content and b"<html" not in part.content
        assert f"@{cast.mate.name}</b> first" in part.content.decode()
        answer = client.post(
            url, {"text": "second", "nonce": "1"}, headers={"HX-Request": "true", "HX-Target": "comments"}
        )
        assert answer.status_code == 200 and b"second" in answer.content
        assert Comment.objects.count() == 2

    def test_it_works_without_scripts(self, client, cast, url):
        client.force_login(cast.owner)
        assert client.post(url, fields_of(client.get(url)) | {"text": "hello"}).status_code == 303
        assert client.post(url, {"text": " ", "nonce": "2"}).status_code == 422

    def test_a_form_sent_twice_says_it_once(self, client, cast, url):
        client.force_login(cast.owner)
        sent = fields_of(client.get(url)) | {"text": "hello"}
        assert [client.post(url, sent).status_code for _try in range(2)] == [303, 303]
        assert Comment.objects.count() == 1
        assert client.post(url, {"text": "without a nonce"}).status_code == 422

    def test_who_may_not_write_sees_no_field(self, client, cast, url, subject_type):  # noqa: F811
        subjects._entries[subject_type] = replace(subjects[subject_type], verb="audit.view")
        client.force_login(cast.owner)
        assert 'name="text"' not in client.get(url).content.decode()
        assert client.post(url, {"text": "x", "nonce": "1"}).status_code == 403
        assert not Comment.objects.exists()

    def test_a_stranger_finds_nothing(self, client, cast, url):
        client.force_login(cast.stranger)
        assert client.get(url).status_code == 404
        assert client.post(url, {"text": "x", "nonce": "1"}).status_code == 404

    def test_statements_do_not_grow_with_the_comments(self, client, say, cast, url, django_assert_max_num_queries):
        for n in range(10):
            say(f"@{cast.mate.username} {n}")
        client.force_login(cast.owner)
        with django_assert_max_num_queries(8):
            client.get(url, headers={"HX-Request": "true", "HX-Target": "comments"})
