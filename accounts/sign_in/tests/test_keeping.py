"""A form whose session had ended is not lost, and the address of a verb is no empty page."""

import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.tests.builders import PASSWORD, make_user

pytestmark = pytest.mark.django_db


def hidden(response):
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', response.content.decode())
    return {name: unescape(value) for name, value in reversed(found)}  # the sign-in's own fields come first


@pytest.fixture
def user():
    return make_user(username="wang.min")


def test_what_was_sent_comes_back_after_signing_in_and_is_sent_again(user):
    client = Client()
    late = client.post(
        "/me/?x=1",
        {"theme": "dark", "name": 'a "b" <c>'},
        headers={"Referer": "http://testserver/inbox/?a=1"},
    )
    assert late.status_code == 401
    kept = hidden(late)
    assert kept["next"] == "/inbox/?a=1"
    wrong = client.post("/sign-in/", {"username": user.username, "password": "no", **kept})
    page = client.post("/sign-in/", {"username": user.username, "password": PASSWORD, **hidden(wrong)})
    assert page.status_code == 200
    assert 'action="/me/?x=1"' in page.content.decode()
    fields = hidden(page)
    assert (fields["theme"], fields["name"]) == ("dark", 'a "b" <c>')


def test_what_somebody_made_up_is_not_kept(user):
    page = Client().post(
        "/sign-in/", {"username": user.username, "password": PASSWORD, "kept": "made:up:here", "next": "/inbox/"}
    )
    assert page.headers["Location"] == "/inbox/"


@pytest.mark.parametrize("data", [{"password": "secret"}, {"file": SimpleUploadedFile("a.txt", b"a"), "x": "1"}])
def test_files_and_passwords_do_not_travel(data):
    late = Client(headers={"Accept-Language": "en"}).post("/me/", data)
    assert "kept" not in hidden(late)
    assert "enter it again" in late.content.decode()
    assert "secret" not in late.content.decode()


def test_the_address_of_a_verb_opened_as_a_page_says_so(user):
    client = Client()
    client.force_login(user)
    page = client.get("/sign-out/")
    assert page.status_code == 405
    assert "press its button" in page.content.decode()
