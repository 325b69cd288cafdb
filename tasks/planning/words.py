"""Why a plan puts a task where it does, or why nobody can do it, in words."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.people.models import User
from tasks.planning import giving, outcome
from tasks.planning.solver import index


def why(effect: Mapping[str, Any]) -> str:
    """One sentence for the effect of a row."""
    if "fault" in effect:
        return fault(effect["fault"], effect.get("detail", ""))
    if effect.get("why") == outcome.AFTER:
        return _("Right after “%(task)s”") % {"task": effect.get("title", "")}
    if effect.get("why") == outcome.PASSED:
        return _("Its days have passed")
    if effect.get("why") == outcome.OVER:
        return _("On its days as they stand there are not hours enough")
    if effect.get("why") == outcome.ROOM:
        return _("Makes room for what is promised earlier")
    if effect.get("why") == outcome.NOT_BEFORE:
        return _("The first day on which somebody has time for it")
    if effect.get("why") == outcome.AT_ONCE:
        return _("Can begin at once")
    return _("Its day stays")


def give(row: Mapping[str, Any], person: User | None) -> str:
    """What would have to give for something that a plan leaves late, too full or with nobody."""
    names = {"task": row.get("waits", ""), "person": person or _("nobody")}
    names |= {"hours": row.get("hours"), "day": row.get("day"), "until": row.get("until"), "least": row.get("least")}
    kind = row["kind"]
    if kind in (giving.WORK, giving.HOURS):
        late = ngettext("%(n)s day late", "%(n)s days late", row["days"]) % {"n": row["days"]}
        if kind == giving.HOURS:
            words = _("%(late)s, %(least)s if there were hours enough: “%(task)s” waits for hours of %(person)s.")
            return words % {**names, "late": late}
        words = _("%(late)s even if everybody had all the hours in the world; it begins with “%(task)s”.")
        return words % {**names, "late": late} + " " + _("A later promise or less work would help.")
    if kind == giving.NOBODY:
        return _nobody(row, names)
    said = _("%(person)s has %(hours)s hours too many on %(day)s.") % names
    if "until" not in row:
        return f"{said} {_('Nothing that could be moved would mend it: more hours, or less work.')}"
    repair = _("Smallest repair: “%(task)s” by %(until)s.") % names
    return f"{said} {repair}{_late(row)}"


def _nobody(row: Mapping[str, Any], names: Mapping[str, Any]) -> str:
    if "until" not in row:
        return _("Nobody has the hours for “%(task)s”.") % names
    return (_("Nobody has the hours for “%(task)s” in time. First: %(person)s, by %(until)s.") % names) + _late(row)


def _late(row: Mapping[str, Any]) -> str:
    days = row.get("days") or 0
    if not days:
        return " " + _("What waits for it would have to move along.")
    words = ngettext("That is %(n)s day too late.", "That is %(n)s days too late.", days) % {"n": days}
    return f" {words}"


def fault(reason: str, detail: Any) -> str:
    """Why nobody can do a task."""
    texts = {
        index.NO_SKILL: _("Nobody has the skill %(detail)s."),
        index.LEVEL: _("Nobody has the skill %(detail)s at that level."),
        index.TOGETHER: _("Nobody has all the skills it asks for."),
        index.NOT_ALLOWED: _("Nobody of its department has the skills it asks for."),
        index.TOO_FEW: _("There are not enough people for it."),
        index.RESOURCE: _("It needs more of %(detail)s than there is."),
        index.CIRCLE: _("It waits for itself."),
        index.AFTER: _("It waits for a task that nobody can do."),
    }
    return texts[reason] % {"detail": detail}
