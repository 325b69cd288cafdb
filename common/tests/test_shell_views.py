"""The shell over HTTP: search, counts, styleguide, error pages."""

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import translation

from common import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(client):
    user = get_user_model().objects.create(username="reader", name="Reader", language="en", joined_at=clock.now())
    client.force_login(user)
    return user


@pytest.fixture(autouse=True)
def _english(settings):
    settings.LANGUAGE_CODE = "en"
    with translation.override("en"):
        yield


def test_the_styleguide_shows_every_component_without_signing_in(client):
    response = client.get("/styleguide/")
    assert response.status_code == 200
    assert b"data-grid-blank" in response.content
    assert "default-src 'self'" in response.headers["Content-Security-Policy"]


def test_the_styleguide_is_not_there_in_production(client, settings):
    settings.IS_PRODUCTION = True
    assert client.get("/styleguide/").status_code == 404


def test_search_and_counts_are_private(client):
    assert client.get("/search/?q=a").status_code == 302
    assert client.get("/counts/", headers={"HX-Request": "true"}).status_code == 401


def test_search_answers_the_list_to_the_palette_and_a_page_to_a_browser(client, person):
    part = client.get("/search/?q=zzzz", headers={"HX-Request": "true", "HX-Target": "palette-results"})
    assert b"<html" not in part.content
    assert "zzzz" in part.content.decode()
    assert b"<html" in client.get("/search/?q=zzzz").content


def test_a_wrong_address_is_answered_in_words_inside_the_shell(client, person):
    response = client.get("/no/such/page/")
    assert response.status_code == 404
    assert "There is nothing here" in response.content.decode()
    assert b'class="so-side"' in response.content


def test_a_wrong_address_shows_a_stranger_no_navigation(client):
    response = client.get("/no/such/page/")
    assert response.status_code == 404
    assert b'class="so-side"' not in response.content


def test_a_page_that_is_too_old_says_so(person):
    strict = Client(enforce_csrf_checks=True)
    response = strict.post("/styleguide/", {"x": "y"})
    assert response.status_code == 403
    assert "too old" in response.content.decode()


def test_the_shell_wears_the_persons_preferences(client, person):
    person.theme, person.density, person.single_keys = "dark", "compact", False
    person.save(update_fields=["theme", "density", "single_keys"])
    html = client.get("/search/").content.decode()
    assert 'data-bs-theme="dark"' in html
    assert 'data-density="compact"' in html
    assert 'data-single-keys="off"' in html
