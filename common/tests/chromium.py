"""A real browser for tests: Chromium with the Chinese font, and what axe says about a page."""

import importlib.util
import inspect
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), "")
STRICT = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

_WHOLE_MENU = 3000  # pixels

needs_chromium = pytest.mark.skipif(not CHROMIUM, reason="no Chromium on this machine")


@contextmanager
def started(folder: Path) -> Iterator[Any]:
    """Chromium; its fonts and its home are in ``folder``."""
    from playwright.sync_api import sync_playwright

    environment = {"FONTCONFIG_FILE": str(_fonts(folder)), "HOME": str(folder)}
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # playwright runs a loop in this thread
        patch.setattr(StaticFilesHandler, "serve", _kept)
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"], env=environment
        )
        yield browser
        browser.close()


@contextmanager
def visits(browser: Any, live_server: Any, client: Any) -> Iterator[Callable[..., Any]]:
    """A function that opens an address as somebody, in a window of so many pixels, and waits until nothing is under way
    any more. At the end the windows close; no script may have failed in one."""
    contexts: list[Any] = []
    faults: list[str] = []

    def visit(user: Any, path: str, width: int = 1440, height: int = 900, **options: Any) -> Any:
        client.force_login(user)
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        contexts.append(context)
        cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
        context.add_cookies([cookie])
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto(f"{live_server.url}{path}")
        page.wait_for_load_state("networkidle")
        return page

    yield visit
    for context in contexts:
        context.close()
    assert faults == []


def _kept(handler: Any, request: Any) -> Any:
    """A static file as the test's site sends it, for the browser to keep, as in production: without that it asks for
    thirty of them at every page."""
    response = _serve(handler, request)
    response.headers["Cache-Control"] = "max-age=3600"
    return response


_serve = StaticFilesHandler.serve


def serious(page: Any, rules: list[str] | None = None, *, beside: str = "") -> list[str]:
    """What axe finds on the page as it stands, the strict rules included, or by the named rules alone; not in the
    pieces that the selector ``beside`` names."""
    from axe_playwright_python.sync_playwright import Axe

    asked = {"type": "rule", "values": rules} if rules else STRICT
    # what is well is counted, not described: half of the time; no page of ours has a sheet of another origin to preload
    options = {"runOnly": asked, "resultTypes": ["violations"], "preload": False}
    context = {"exclude": [[beside]]} if beside else None
    found = Axe().run(page, context=context, options=options).response["violations"]
    kinds = [(one, [node for node in one["nodes"] if not _is_cut_off(page, one, node)]) for one in found]
    return [f"{one['impact']} {one['id']}: {nodes[0]['html'][:120]}" for one, nodes in kinds if nodes]


def _is_cut_off(page: Any, found: Any, node: Any) -> bool:
    """Whether a place is called small only because the menu, which scrolls, ends there: the windows of the tests that
    look at the menu (the crawl, that of the sidebar) are high enough for all of it."""
    in_menu = node["html"].startswith(('<a class="so-nav"', '<button class="so-navh"'))
    return bool(found["id"] == "target-size" and in_menu and page.viewport_size["height"] < _WHOLE_MENU)


def still(page: Any, pause_ms: int = 60) -> None:
    """Wait until the page is whole and nothing that it fetches is under way or being put into its place, ``pause_ms``
    after what the test did last (our policy forbids wait_for_function)."""
    page.wait_for_timeout(pause_ms)
    for _attempt in range(300):
        if _answer(page, _STILL):
            page.wait_for_timeout(pause_ms)
            return
        page.wait_for_timeout(30)


def until(page: Any, holds: str | Callable[[], Any], seconds: int = 20) -> None:
    """Wait until an expression is true in the page, or a question of the test's own is answered with yes. Raises
    AssertionError where it never was: what a press does is done a moment later, on a busy machine much later."""
    for _attempt in range(seconds * 20):
        if _answer(page, holds) if isinstance(holds, str) else holds():
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"waited in vain: {holds if isinstance(holds, str) else inspect.getsource(holds).strip()}")


def _answer(page: Any, expression: str) -> Any:
    """What the page says; nothing while it gives way to the next."""
    from playwright.sync_api import Error

    try:
        return page.evaluate(expression)
    except Error as error:
        if "context was destroyed" in str(error):
            return None
        raise


_STILL = """document.readyState === 'complete' &&
  !document.querySelector('.htmx-request,.htmx-swapping,.htmx-settling,.htmx-added,[aria-busy=true]')"""


_MENU = ".so-side"

# each kind of piece, of the menu and of all else: what stands in what, by tag, classes and attributes
_PIECES = """(menu) => {
  const kind = (one) => `${one.tagName}.${[...one.classList].sort().join(".")}`;
  const kinds = (all) =>
    [...new Set(all.map((one) => `${kind(one.parentElement)}>${kind(one)} ${one.getAttributeNames().sort()}`))];
  const all = [...document.body.querySelectorAll("*")];
  return [kinds(all.filter((one) => one.closest(menu))), kinds(all.filter((one) => !one.closest(menu)))];
}"""


class News:
    """Looks with axe at those pages only that have a kind of piece which no page before had, and at their menu only
    where that has one: the rest would say the same again, and axe is most of a page's time."""

    def __init__(self, rules: list[str] | None = None) -> None:
        self._known: set[str] = set()
        self._rules = rules

    def serious(self, page: Any) -> list[str]:
        """What axe finds on the page whole, nothing where it shows nothing new."""
        of_menu, of_page = (set(kinds) - self._known for kinds in page.evaluate(_PIECES, _MENU))
        if not of_menu and not of_page:
            return []
        self._known |= of_menu | of_page
        return serious(page, self._rules, beside="" if of_menu else _MENU)


def _fonts(folder: Path) -> Path:
    """A fontconfig file that adds the Chinese font of the wheel to the system's."""
    spec = importlib.util.find_spec("pylopdf_fonts_zh_cn")
    extra = f"<dir>{Path(spec.origin).parent}</dir>" if spec and spec.origin else ""
    path = folder / "fonts.conf"
    path.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f'<include ignore_missing="yes">/etc/fonts/fonts.conf</include>{extra}'
        f"<cachedir>{folder}</cachedir></fontconfig>"
    )
    return path
