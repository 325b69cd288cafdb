"""The page "my work"."""

import pytest

from accounts.home.cards import Card, home
from accounts.tests.builders import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def card():
    def add(key, **options):
        home.register(key, Card(options.pop("title", key), **options))
        added.append(key)

    added = []
    yield add
    for key in added:
        del home._entries[key]


def keys(client):
    return [shown.key for shown in client.get("/").context["cards"]]


def test_it_gathers_the_cards_a_person_may_see(client, card):
    card("first", order=1, url_name="accounts:inbox")
    card("secret", verb="role.manage", url_name="accounts:inbox")
    card("nowhere", url_name="orders:nowhere")
    card("nothing", render=lambda user: None)
    client.force_login(make_user("sales"))
    assert keys(client)[0] == "first"
    assert not {"secret", "nowhere", "nothing"} & set(keys(client))
    client.force_login(make_user("administrator"))
    assert "secret" in keys(client)


def test_an_empty_desk_is_a_page_too(client):
    client.force_login(make_user("sales"))
    response = client.get("/")
    assert response.status_code == 200
    assert "messages" in keys(client) and "mentions" not in keys(client)


def test_it_costs_few_statements_besides_the_cards_of_others(client, monkeypatch, django_assert_max_num_queries):
    own = {key: card for key, card in home.items() if key in ("messages", "mentions")}
    monkeypatch.setattr(home, "_entries", own)
    client.force_login(make_user("sales"))
    client.get("/")  # a process reads once who leads whom
    with django_assert_max_num_queries(8):
        client.get("/")
