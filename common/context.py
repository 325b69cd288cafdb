"""What every page knows without asking for it: the shell around it, drawn lazily (parts pay nothing)."""

from typing import Any

from django.conf import settings as django_settings
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from common import company, navigation

LANGUAGES = {"zh-hans": "zh-Hans", "en": "en"}
THEMES = ("system", "light", "dark")
DENSITIES = ("compact", "default", "loose")
FOLDS = "so_folds"  # the cookie in which a browser keeps which groups of the sidebar are folded (static/js/side.js)


class Shell:
    """The person's preferences, navigation and the company's name, for base.html.

    Preferences are attributes of the user (theme, density, single_keys); who is signed out
    has the cookies of the last person on this computer.
    """

    def __init__(self, request: HttpRequest):
        self.request = request
        self.user: Any = getattr(request, "user", None)

    def _preference(self, name: str, allowed: tuple[str, ...], default: str) -> str:
        value = getattr(self.user, name, None) or self.request.COOKIES.get(f"so_{name}", default)
        return value if value in allowed else default

    @cached_property
    def is_signed_in(self) -> bool:
        return bool(getattr(self.user, "is_authenticated", False))

    @property
    def lang(self) -> str:
        return LANGUAGES.get(get_language() or "", "zh-Hans")

    @property
    def language(self) -> str:
        return get_language() or django_settings.LANGUAGE_CODE

    @property
    def theme(self) -> str:
        return self._preference("theme", THEMES, "system")

    @property
    def density(self) -> str:
        return self._preference("density", DENSITIES, "default")

    @property
    def single_keys(self) -> bool:
        return bool(getattr(self.user, "single_keys", True))

    @cached_property
    def company(self) -> company.Company:
        return company.current()

    @cached_property
    def person(self) -> dict[str, str]:
        """Name and post of who is signed in."""
        return {"name": str(self.user), "post": str(getattr(self.user, "job_title", "") or "")}

    @cached_property
    def groups(self) -> list[navigation.NavGroup]:
        return navigation.groups_for(self.user, self.request.path, self.request.COOKIES.get(FOLDS, ""))

    @cached_property
    def beside(self) -> list[navigation.NavItem]:
        return navigation.beside(self.user, self.request.path)

    @cached_property
    def tabs(self) -> list[navigation.NavItem]:
        return navigation.tabs_for(self.user, self.request.path)

    @cached_property
    def has_counts(self) -> bool:
        return any(entry.count for _key, entry, _url in navigation.entries_for(self.user))

    @cached_property
    def keyed_actions(self) -> list[dict[str, Any]]:
        """Actions with a key of their own: hidden links that the shortcut presses."""
        return [
            {"label": action.label, "url": url, "keys": action.keys, "icon": action.icon, "key": key}
            for key, action in navigation.actions.items()
            if action.keys and navigation.may(self.user, action.verb) and (url := navigation.address(action.url_name))
        ]

    @property
    def messages(self) -> dict[str, str]:
        """Words that the scripts say."""
        return {
            "dismiss": _("Dismiss"),
            "server_error": _("This step was not completed. Your entries are still here; try again."),
            "offline": _("The network is gone. Your entries stay on this page; send them when it is back."),
            "online": _("Connected again."),
            "throttled": _("Too many requests. Wait a moment and try again."),
            "leave": _("You have entries that are not saved."),
            "copied": _("Copied"),
            "loading": _("Loading…"),
            "nothing": _("Nothing found."),
            "results": _("%(count)s results"),
            "rows_pasted": _("%(count)s rows pasted"),
            "row_deleted": _("Line removed"),
            "undo": _("Undo"),
            "row_full": _("No more than %(count)s lines."),
            "invalid_number": _("Enter a number"),
            "pick_day": _("Pick a day"),
            "take_away": _("Take away %(name)s"),
            "search_to_add": _("Search to add"),
        }


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context processor: ``shell`` in every template."""
    return {"shell": Shell(request)}
