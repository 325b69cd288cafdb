"""The admin console: Django's admin behind our sign-in and our verbs, with pages of its own beside it."""

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

from common import errors
from common.registry import Registry


@dataclass(frozen=True)
class ConsolePage:
    """A page of the console that is not a table: its address below /admin/, its view and the verb it needs."""

    title: str | Promise
    path: str
    view: Any
    verb: str
    description: str | Promise = ""


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
        """The front page; says first when something that must hold does not, or a year begins that nobody knows."""
        from accounts.console import checks, working_days  # their pages are made with this site

        said = {"broken": checks.broken_count(), "unknown_years": working_days.missing_now(request.user)}
        return super().index(request, {**(extra_context or {}), **said})

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        found = super().each_context(request)
        found["console_pages"] = [
            {"title": page.title, "description": page.description, "url": reverse(f"admin:{key}")}
            for key, page in console_pages.items()
            if request.user.can(page.verb)  # type: ignore[union-attr]
        ]
        return found
