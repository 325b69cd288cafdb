"""Whole page or part, success that leaves, refusals in words."""

import json

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.storage.fallback import FallbackStorage
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import translation
from django_htmx.middleware import HtmxDetails

from common import errors, pages, refusals

pytestmark = pytest.mark.django_db  # what refuses asks which clauses it rests on


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def templates(settings, tmp_path):
    """A page ``shop/list.html`` with the parts ``list`` and ``foot-row``."""
    folder = tmp_path / "shop"
    folder.mkdir()
    (folder / "list.html").write_text("PAGE {% include 'shop/_list.html' %}")
    (folder / "_list.html").write_text("PART {{ word }}")
    (folder / "_foot_row.html").write_text("FOOT")
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path, *settings.TEMPLATES[0]["DIRS"]]}]
    return folder


def ask(target: str = "", htmx: bool = True, method: str = "get", **headers):
    given = {"HX-Request": "true", "HX-Target": target, **headers} if htmx else headers
    request = getattr(RequestFactory(headers=given), method)("/shop/")
    request.htmx = HtmxDetails(request)
    request.user = AnonymousUser()
    request.session = {}
    request._messages = FallbackStorage(request)
    return request


def text(response: HttpResponse) -> str:
    return response.content.decode()


def test_a_plain_request_gets_the_page(templates):
    response = pages.render(ask(htmx=False), "shop/list.html", {"word": "x"}, parts=("list",))
    assert text(response) == "PAGE PART x"
    assert "HX-Request" in response.headers["Vary"]


@pytest.mark.parametrize(("target", "shown"), [("list", "PART x"), ("foot-row", "FOOT"), ("other", "PAGE PART x")])
def test_an_htmx_request_gets_the_part_it_targets(templates, target, shown):
    response = pages.render(ask(target), "shop/list.html", {"word": "x"}, parts=("list", "foot-row"))
    assert text(response) == shown


def test_history_and_boosted_links_get_the_page(templates):
    for header in ("HX-Boosted", "HX-History-Restore-Request"):
        request = ask("list", **{header: "true"})
        assert text(pages.render(request, "shop/list.html", {}, parts=("list",))).startswith("PAGE")


def test_a_single_part_is_given_to_any_target_but_main(templates):
    assert text(pages.render(ask("dialog"), "shop/list.html", {"word": 1}, parts=("list",))) == "PART 1"
    assert text(pages.render(ask("main"), "shop/list.html", {"word": 1}, parts=("list",))).startswith("PAGE")


def test_leaving_is_303_for_a_page_and_a_location_for_htmx():
    plain = pages.leave(ask(htmx=False, method="post"), "/next/", "Done")
    assert (plain.status_code, plain.headers["Location"]) == (303, "/next/")
    htmx = pages.leave(ask("main", method="post"), "/next/", "Done")
    assert json.loads(htmx.headers["HX-Location"])["path"] == "/next/"


def test_toasts_ride_along_with_a_part(templates):
    request = ask("list")
    pages.toast(request, "<b>3</b> done", undo=("/undo/", 7))
    html = text(pages.part(request, "shop/_list.html", {}))
    assert 'hx-swap-oob="beforeend"' in html
    assert "&lt;b&gt;3&lt;/b&gt; done" in html
    assert 'action="/undo/"' in html
    assert 'name="version" value="7"' in html


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (errors.NotFound(), 404), (errors.NotAllowed(), 403), (errors.WrongState(), 409), (errors.Stale(), 409),
        (errors.CreditExceeded(), 409), (errors.OutOfStock(), 409), (errors.Busy(), 409),
        (errors.Incomplete(), 422), (errors.Invalid(), 422), (errors.Unavailable(), 503),
    ],
)  # fmt: skip
def test_every_error_has_its_status(error, status):
    assert refusals.status_of(error) == status
    assert refusals.refuse(ask("main"), error).status_code == status


def test_a_conflict_opens_in_the_dialog_and_leaves_the_page_alone():
    response = refusals.refuse(ask("main"), errors.Stale(fields={"quantity": ["32", "40"]}))
    assert response.headers["HX-Retarget"] == "#dialog"
    assert "<td" in text(response)
    assert "32" in text(response)


def test_what_is_not_found_is_a_toast_on_the_page_that_asked():
    response = refusals.refuse(ask("main"), errors.NotFound())
    assert json.loads(response.headers["HX-Trigger"])["so:toast"]["level"] == "err"
    assert text(response) == ""


def test_a_busy_system_says_when_to_come_back():
    assert refusals.refuse(ask("main"), errors.Unavailable()).headers["Retry-After"] == "5"


def test_credit_figures_are_shown():
    error = errors.CreditExceeded(limit="1,200.00", exposure="1,100.00", amount="200.00")
    assert "1,200.00" in text(refusals.refuse(ask("main"), error))


def test_the_api_translates_its_own_errors():
    middleware = refusals.RefusalMiddleware(lambda request: HttpResponse())
    request = RequestFactory().get("/api/v1/orders/")
    assert middleware.process_exception(request, errors.NotFound()) is None
    assert middleware.process_exception(ask(), ValueError()) is None


def test_the_page_of_a_fault_needs_neither_database_nor_person():
    response = refusals.server_error(RequestFactory().get("/"))
    assert response.status_code == 500
    assert "E-20" in text(response)


def test_signed_out_htmx_requests_answer_401_instead_of_the_sign_in_page():
    middleware = refusals.SignInMiddleware(lambda request: HttpResponse())
    assert middleware.handle_no_permission(ask("main"), lambda request: None).status_code == 401
