"""The admin console: Django's admin behind our sign-in and our verbs, with pages of its own beside it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from accounts.console.shelves import Entry, arranged
from common import errors, navigation, pages
from common.registry import Registry


@dataclass(frozen=True)
class ConsolePage:
    """A page of the console that is not a table: its address below /admin/, its view, the verb it needs, and on which
    shelf of the front page it lies ("": it is reached from another)."""

    title: str | Promise
    path: str
    view: Any
    verb: str
    description: str | Promise = ""
    shelf: str = "company"


# key (= URL name below ``admin:``) -> page
console_pages: Registry[ConsolePage] = Registry("accounts.console_pages")


class Console(AdminSite):
    """The one admin site. Who may open it holds ``admin.console``; what he may do there, other verbs."""

    site_header = site_title = index_title = _("Admin console")
    enable_nav_sidebar = False
    site_url = None

    def has_permission(self, request: HttpRequest) -> bool:
        return bool(getattr(request.user, "is_staff", False))

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Our sign-in is the only one; who is signed in and comes here may not open the console."""
        if request.user.is_authenticated:
            raise errors.NotAllowed()
        target = urlencode({"next": request.GET.get("next") or reverse("admin:index")})
        return redirect(f"{reverse('accounts:sign_in')}?{target}")

    def logout(self, request: HttpRequest, extra_context: Any = None) -> Any:
        return redirect("accounts:preferences")

    def password_change(self, request: HttpRequest, extra_context: Any = None) -> Any:
        return redirect("accounts:password")

    def get_urls(self) -> list[Any]:
        own = [
            path(page.path, self.admin_view(never_cache(page.view)), name=key) for key, page in console_pages.items()
        ]
        return own + super().get_urls()

    def index(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """The front page: what the person may open here, by what it is about; with ``?q=`` what has these words. Says
        first when something that must hold does not, or a year begins that nobody knows."""
        from accounts.console import checks, working_days  # their pages are made with this site

        typed = request.GET.get("q", "").strip()[:80]
        context = {
            **self.each_context(request),
            "title": self.index_title,
            "typed": typed,
            "shelves": arranged([*self._tables(request), *_pages(request), *_links(request)], typed),
            "broken": checks.broken_count(),
            "undecided": checks.undecided_count(),
            "failed_works": checks.failed_works(),
            "unknown_years": working_days.missing_now(request.user),
            **(extra_context or {}),
        }
        return pages.render(request, "admin/index.html", context, parts=("shelves",))

    def app_index(self, request: HttpRequest, app_label: str, extra_context: Any = None) -> Any:
        """What Django shows of one app: here all stands on the front page."""
        return redirect("admin:index")

    def _tables(self, request: HttpRequest) -> Iterator[Entry]:
        for app in self.get_app_list(request):
            for model in app["models"]:
                table: Any = self.get_model_admin(model["model"])
                if model["admin_url"]:
                    yield Entry(table.shelf, model["name"], model["admin_url"], table.about, model["add_url"] or "")


def _pages(request: HttpRequest) -> Iterator[Entry]:
    for key, page in console_pages.items():
        if page.shelf and request.user.can(page.verb):  # type: ignore[union-attr]
            yield Entry(page.shelf, page.title, reverse(f"admin:{key}"), page.description)


def _links(request: HttpRequest) -> Iterator[Entry]:
    for _key, entry, url in navigation.entries_for(request.user):
        if entry.shelf:
            yield Entry(entry.shelf, entry.label, url, entry.about)
