"""Coming in with a real browser: a forgotten password, an invitation, the list of devices, on screen and telephone."""

import re

import pytest
from django.core import mail as django_mail
from django.core.cache import cache

from accounts.password_links import operations as password_links
from accounts.people import operations as people
from accounts.people.models import User
from accounts.sign_in.models import UserSession
from accounts.tests.builders import PASSWORD, make_department, make_user
from common import clock, outbox
from common import settings as company
from common.models import Setting
from common.tests.chromium import needs_chromium, serious, started, still

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), needs_chromium]
NEW = "another-way-to-weigh-7"


@pytest.fixture(scope="module")
def browser(django_db_setup, tmp_path_factory):
    with started(tmp_path_factory.mktemp("fonts")) as chromium:
        yield chromium


@pytest.fixture
def opened(browser, live_server):
    """A browser of its own in a width and a language; nothing on its pages may fail."""
    cache.clear()
    Setting.objects.update_or_create(key="mfa_roles", defaults={"value": []})
    company.forget()
    faults, contexts = [], []

    def open_at(width=1440, language="en"):
        context = browser.new_context(
            viewport={"width": width, "height": 1000 if width > 500 else 844}, locale=language, reduced_motion="reduce"
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(30_000)
        page.on("pageerror", lambda error: faults.append(str(error)))
        return page

    yield open_at
    for context in contexts:
        context.close()
    cache.clear()
    company.forget()
    assert faults == []


def look(page, name):
    """What stands there is well for everybody, and fits."""
    still(page)
    # the entries of the menu have a test of their own
    assert serious(page) == [], name
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth"), name


def address_in_mail(live_server):
    before = len(django_mail.outbox)
    outbox.relay()
    (mail,) = django_mail.outbox[before:]
    return live_server.url + re.search(r"/l/[\w-]+/", mail.body)[0]


def sign_in(page, live_server, username, password):
    page.goto(f"{live_server.url}/sign-in/")
    page.fill("[name=username]", username)
    page.fill("[name=password]", password)
    page.click("#sign-in .btn-primary")
    page.wait_for_url(lambda url: "sign-in" not in url)


@pytest.mark.parametrize(("width", "language"), [(1440, "en"), (390, "zh-CN")])
def test_a_forgotten_password_is_set_anew(opened, live_server, width, language):
    make_user(username="wang.min", email="wang@example.com", language="en" if language == "en" else "zh-hans")
    page = opened(width, language)
    page.goto(f"{live_server.url}/sign-in/")
    look(page, "sign_in")
    page.click("a[href='/sign-in/forgot/']")
    page.wait_for_selector("[name=who]")
    look(page, "forgot")
    page.fill("[name=who]", "wang.min")
    page.click(".btn-primary")
    page.wait_for_url("**sent=1")
    look(page, "forgot_sent")
    page.goto(address_in_mail(live_server))
    page.fill("[name=new]", NEW)
    page.fill("[name=again]", "other-words-1")
    page.click(".btn-primary")
    page.wait_for_selector("[aria-invalid=true]")
    look(page, "set_password")
    page.fill("[name=new]", NEW)
    page.fill("[name=again]", NEW)
    page.click(".btn-primary")
    page.wait_for_url("**/sign-in/")
    look(page, "password_is_set")
    sign_in(page, live_server, "wang.min", NEW)
    page.goto(f"{live_server.url}/me/")
    look(page, "devices")


@pytest.mark.parametrize(("width", "language"), [(1440, "en"), (390, "zh-CN")])
def test_somebody_invited_comes_in_and_is_greeted(opened, live_server, width, language):
    boss = make_user("administrator")
    password_links.create_and_invite(
        actor=boss,
        username="li.na",
        name="李娜",
        email="li.na@example.com",
        department_id=make_department().pk,
        roles=["sales"],
        language="zh-hans",
        at=clock.now(),
    )
    page = opened(width, language)
    page.goto(address_in_mail(live_server))
    look(page, "invited")
    page.select_option("[name=language]", "en" if language == "en" else "zh-hans")
    page.fill("[name=new]", NEW)
    page.fill("[name=again]", NEW)
    page.click(".btn-primary")
    page.wait_for_selector(".so-greeting")
    look(page, "greeted")
    assert User.objects.get(username="li.na").language == ("en" if language == "en" else "zh-hans")


def test_an_administrator_sees_how_people_come_in_and_signs_a_device_out(opened, live_server):
    make_user("administrator", username="boss")
    user = make_user(username="wang.min", email="wang@example.com")
    people.create_user(
        actor=User.objects.get(username="boss"), username="new.one", name="New One", email="n@example.com",
        department_id=user.department_id, at=clock.now(),
    )  # fmt: skip
    theirs, page = opened(390), opened()
    sign_in(theirs, live_server, "wang.min", PASSWORD)
    sign_in(page, live_server, "boss", PASSWORD)
    page.goto(f"{live_server.url}/admin/accounts/user/")
    look(page, "people")
    page.goto(f"{live_server.url}/admin/accounts/user/add/")
    look(page, "person_new")
    page.goto(f"{live_server.url}/admin/accounts/user/{user.pk}/verb/devices/")
    look(page, "console_devices")
    page.check("[name=chosen]")
    page.click(".btn-primary")
    page.wait_for_url("**/change/")
    look(page, "person")
    assert not UserSession.objects.filter(user=user).exists()
    theirs.goto(f"{live_server.url}/inbox/")
    assert "/sign-in/" in theirs.url
