"""Single sign-on with a real browser and a real provider of this machine: there and back, on screen and telephone."""

import pytest
from django.core.cache import cache

from accounts.people.models import User
from accounts.single_sign_on import operations
from accounts.single_sign_on import provider as known
from accounts.single_sign_on.tests import provider as providers
from accounts.tests.builders import AT, make_user
from common import settings as company
from common.models import Setting
from common.tests.chromium import needs_chromium, serious, started, still

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), needs_chromium]
WIDTHS = [(1440, "en", "light"), (390, "zh-CN", "dark")]


@pytest.fixture(scope="module")
def browser(django_db_setup, tmp_path_factory):
    with started(tmp_path_factory.mktemp("fonts")) as chromium:
        yield chromium


@pytest.fixture
def provider(live_server, settings):
    cache.clear()
    known.forget()
    for key, value in {"mfa_roles": [], "single_sign_on.name": "Hengxin ID"}.items():
        Setting.objects.update_or_create(key=key, defaults={"value": value})
    company.forget()
    settings.SITE_URL = live_server.url
    with providers.running() as found:
        settings.OIDC_ISSUER = found.issuer
        settings.OIDC_CLIENT_ID, settings.OIDC_CLIENT_SECRET = providers.CLIENT, providers.SECRET
        settings.OUTGOING_PRIVATE = ["127.0.0.1"]
        yield found
    known.forget()
    cache.clear()
    company.forget()


@pytest.fixture
def opened(browser, provider):
    """A browser of its own in a width, language and theme; nothing on its pages may fail."""
    faults, contexts = [], []

    def open_at(width, language, theme="light"):
        context = browser.new_context(
            viewport={"width": width, "height": 1000 if width > 500 else 844},
            locale=language,
            color_scheme=theme,
            reduced_motion="reduce",
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(30_000)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda told: faults.append(told.text) if "Security Policy" in told.text else None)
        return page

    yield open_at
    for context in contexts:
        context.close()
    assert faults == []


def look(page, name):
    """What stands there is well for everybody, and fits."""
    still(page)
    assert serious(page) == [], name
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth"), name


@pytest.fixture
def linked(provider):
    user = make_user(username="wang.min", email="wang.min@example.com")
    operations.link_identity(actor=make_user("administrator"), user_id=user.pk, subject="u-1", at=AT)
    return user


@pytest.mark.parametrize(("width", "language", "theme"), WIDTHS)
def test_there_and_back_and_out_again(opened, live_server, linked, width, language, theme):
    User.objects.filter(pk=linked.pk).update(language="en" if language == "en" else "zh-hans", theme=theme)
    page = opened(width, language, theme)
    page.goto(f"{live_server.url}/sign-in/?next=/me/")
    look(page, "sign_in")
    page.click("a[href^='/sign-in/provider/']")
    page.wait_for_url("**/me/")
    look(page, "me")
    assert page.locator("code", has_text="u-1").count() == 1
    page.evaluate("document.querySelector('form[action=\"/sign-out/\"]').requestSubmit()")
    page.wait_for_selector("a[href='/sign-in/provider/leave/']")
    look(page, "signed_out")


@pytest.mark.parametrize(("width", "language", "theme"), WIDTHS)
def test_a_stranger_reads_why_and_whom_to_ask(opened, live_server, provider, width, language, theme):
    page = opened(width, language, theme)
    page.goto(f"{live_server.url}/sign-in/")
    page.click("a[href^='/sign-in/provider/']")
    page.wait_for_selector("[data-error-summary]")
    assert "Hengxin ID" in page.inner_text("[data-error-summary]")
    look(page, "unknown")


def test_a_form_sent_too_late_goes_by_the_provider_and_waits(opened, live_server, linked):
    page = opened(1440, "en")
    page.goto(f"{live_server.url}/sign-in/?next=/me/")
    page.click("a[href^='/sign-in/provider/']")
    page.wait_for_url("**/me/")
    page.select_option("[name=theme]", "dark")
    page.context.clear_cookies(name="sessionid")
    page.click("[data-key='ctrl+s']")
    page.wait_for_selector("[formaction='/sign-in/provider/']")
    look(page, "late")
    page.click("[formaction='/sign-in/provider/']")
    page.wait_for_selector("input[name=theme][value=dark]", state="attached")
    look(page, "kept")


def test_the_dialog_goes_on_after_a_sign_in_in_another_window(opened, live_server, linked):
    page = opened(1440, "en")
    page.goto(f"{live_server.url}/sign-in/?next=/me/")
    page.click("a[href^='/sign-in/provider/']")
    page.wait_for_url("**/me/")
    page.context.clear_cookies(name="sessionid")
    page.evaluate("so.askToSignIn(() => { document.body.dataset.went = 'on' })")
    page.wait_for_selector("#dialog [target=_blank]")
    look(page, "dialog")
    with page.context.expect_page() as beside:
        page.click("#dialog [target=_blank]")
    beside.value.wait_for_url("**/me/")
    page.click("#dialog [hx-get]")
    page.wait_for_selector("body[data-went=on]")
    assert not page.locator("#dialog[open]").count()
