"""Signed links: what opens, what does not, and what a stranger learns (docs/adr/0026)."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client

from accounts.people.queries import system_user
from accounts.tests.builders import make_user
from common import clock, errors
from common.links import operations, queries, tokens
from common.links.models import LinkVisit, SignedLink
from common.links.operations import Visitor
from common.links.purposes import Purpose, purposes

HERE = Visitor("192.0.2.7", "Phone")


@pytest.fixture
def acted():
    """Two purposes whose pages act on POST; the links that were acted through."""
    done = []

    def page(request, link):
        if request.method == "POST":
            operations.use(actor=system_user(), link_id=link.pk, visitor=HERE, at=clock.now())
            done.append(link.pk)
        return HttpResponse(f"for {link.subject_id}")

    purposes.register("test.open", Purpose("Open", page))
    purposes.register("test.private", Purpose("Private", page, asks_for_sign_in=True))
    yield done
    del purposes._entries["test.open"], purposes._entries["test.private"]


def _issue(purpose="test.open", **options):
    at = options.pop("at", clock.now())
    options.setdefault("single_use", True)
    options.setdefault("valid_until", at + timedelta(days=3))
    return operations.issue(
        actor=system_user(), purpose=purpose, subject_type="orders.order", subject_id=7, at=at, **options
    )


@pytest.mark.django_db
def test_opening_changes_nothing_and_is_noted(acted):
    path = _issue()
    answers = [Client().get(path, headers={"User-Agent": "Scanner\0"}), Client().head(path), Client().get(path)]
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    link = SignedLink.objects.get()
    assert link.used_at is None and acted == []
    assert list(queries.visits(link).values_list("kind", "address", "agent")) == [
        ("OPENED", "127.0.0.1", "Scanner"),
        ("OPENED", "127.0.0.1", ""),
    ]


@pytest.mark.django_db
def test_a_link_of_single_use_acts_once_and_then_opens_nothing(acted):
    path = _issue()
    assert Client().post(path).status_code == 200
    assert {Client().post(path).status_code, Client().get(path).status_code} == {404}
    assert len(acted) == 1 and LinkVisit.objects.filter(kind=LinkVisit.Kind.USED).count() == 1


@pytest.mark.django_db
def test_a_stranger_cannot_tell_what_became_of_a_link(acted):
    at = clock.now()
    used, revoked = _issue(), _issue(person_id=5)
    over = _issue(at=at - timedelta(days=9), valid_until=at - timedelta(seconds=1))
    Client().post(used)
    assert operations.revoke(
        actor=system_user(), purpose="test.open", subject_type="orders.order", subject_id=7, person_id=5, at=at
    )
    paths = [used, revoked, over, f"/l/{tokens.token_of('no such')}/", "/l/x/"]
    answers = [Client().get(path) for path in paths]
    assert {answer.status_code for answer in answers} == {404}
    bodies = {answer.content.replace(path.encode(), b"") for path, answer in zip(paths, answers, strict=True)}
    assert len({_without_csrf(body) for body in bodies}) == 1


def _without_csrf(body):
    text = body.decode()
    for mark in ('name="csrfmiddlewaretoken" value="', 'X-CSRFToken": "'):
        head, _mark, rest = text.partition(mark)
        text = head + rest.partition('"')[2]
    return text


@pytest.mark.django_db
def test_the_database_holds_nothing_that_opens_a_link(acted):
    path = _issue()
    token = path.split("/")[2]
    row = SignedLink.objects.values().get()
    assert len(token) == 32 and token not in str(row)
    assert queries.path_of(SignedLink.objects.get()) == path
    assert tokens.masked(path) == "/l/…/" and tokens.masked("/orders/1/") == "/orders/1/"


@pytest.mark.django_db
def test_links_made_under_another_key_still_open_but_are_not_sent_again(acted, settings):
    path = _issue()
    settings.SECRET_KEY = "another-key-of-this-site-0123456789-0123456789"
    assert Client().get(path).status_code == 200
    with pytest.raises(errors.WrongState):
        queries.path_of(SignedLink.objects.get())


@pytest.mark.django_db
def test_a_link_to_sign_in_with_is_for_its_person_only(acted):
    mine, other = make_user(), make_user()
    path = _issue("test.private", person_id=mine.pk)
    assert Client().get(path).headers["Location"].startswith("/sign-in/?next=/l/")
    assert Client().post(path).status_code == 302
    stranger, owner = Client(), Client()
    stranger.force_login(other)
    owner.force_login(mine)
    assert {stranger.get(path).status_code, stranger.post(path).status_code} == {404}
    assert acted == []
    assert owner.get(path).content == b"for 7"
    with pytest.raises(ValueError):
        _issue("test.private")


@pytest.mark.django_db
def test_the_page_leaves_no_trace_elsewhere_and_asks_for_its_form(acted):
    path = _issue()
    answer = Client().get(path)
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert "noindex" in answer.headers["X-Robots-Tag"] and "no-store" in answer.headers["Cache-Control"]
    assert Client(enforce_csrf_checks=True).post(path).status_code == 403
    assert acted == []


@pytest.mark.django_db
def test_one_address_is_answered_so_often_a_minute(acted, monkeypatch):
    monkeypatch.setattr("common.links.views.RATE", 0)
    path = _issue()
    assert Client().get(path).status_code == 429
    assert not LinkVisit.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_at_once_use_a_link_once(acted):
    _issue()
    link_id, actor = SignedLink.objects.get().pk, system_user()
    barrier, ends = threading.Barrier(2), []

    def go():
        try:
            barrier.wait()
            operations.use(actor=actor, link_id=link_id, visitor=HERE, at=clock.now())
            ends.append("used")
        except errors.NotFound:
            ends.append("gone")
        finally:
            connection.close()

    threads = [threading.Thread(target=go) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(ends) == ["gone", "used"]
