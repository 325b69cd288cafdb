"""The page behind a signed link: what the customer is asked, and the forms of his answer. No sign-in, nothing but this
question."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.people.queries import system_user
from common import clock, doors, errors, pages
from common.links.models import SignedLink
from common.links.views import visitor_of
from orders.answers.asking import LANGUAGES


@dataclass(frozen=True)
class Act:
    """Something that the customer may do on the page: its form, and the operation that it calls."""

    form: Any
    operation: Callable[..., Any]


@dataclass(frozen=True)
class LinkPage:
    """The page of one purpose of links (``common.links.purposes``): ``show`` is its door.

    ``find`` the question of a link, ``context`` what the template shows of it, ``named`` how the operations call its
    key, ``options`` what the forms are made with.
    """

    template: str
    find: Callable[[SignedLink], Any]
    acts: Mapping[str, Act]
    context: Callable[[Any], dict[str, Any]]
    named: str
    options: Callable[[Any], dict[str, Any]] = lambda _found: {}

    def show(self, request: HttpRequest, link: SignedLink) -> HttpResponse:
        """The page, in the customer's language until he chooses another."""
        found = self.find(link)
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        language = chosen if chosen in LANGUAGES else found.language
        with translation.override(language):
            response = self._act(request, link, found) if request.method == "POST" else self._draw(request, found)
        response.headers["Content-Language"] = language
        return response

    def _act(self, request: HttpRequest, link: SignedLink, found: Any) -> HttpResponse:
        name = request.POST.get("act", "")
        act = self.acts.get(name)
        if act is None:
            return self._draw(request, found, status=400)
        form = act.form(request.POST, auto_id=f"{name}-%s", **self.options(found))

        def do() -> None:
            entries = form.entries() if hasattr(form, "entries") else form.cleaned_data
            asked = {self.named: found.pk, "link_id": link.pk, "visitor": visitor_of(request)}
            act.operation(actor=system_user(), at=clock.now(), **asked, **entries)

        try:
            if doors.accepted(form, do, cites=False):  # clauses are the company's own
                return HttpResponseRedirect(request.get_full_path(), status=303)
        except errors.Conflict as error:  # answered in another window, or what it is about changed meanwhile
            words = [str(error.message)]
            if isinstance(error, errors.Stale):
                words.append(_("What you wrote is still here: look at the page, and send it again."))
            return self._draw(request, self.find(link), message=" ".join(words), status=409, bound={name: form})
        return self._draw(request, found, status=422, bound={name: form})

    def _draw(
        self,
        request: HttpRequest,
        found: Any,
        *,
        status: int = 200,
        message: str = "",
        bound: Mapping[str, Any] | None = None,
    ) -> HttpResponse:
        options, shown = self.options(found), dict(bound or {})
        made = {
            f"{name}_form": shown.get(name) or act.form(auto_id=f"{name}-%s", **options)
            for name, act in self.acts.items()
        }
        context = {"found": found, "message": message, "opened": next(iter(shown), ""), **self.context(found), **made}
        return pages.render(request, self.template, context, status=status)
