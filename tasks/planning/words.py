"""Why a plan puts a task where it does, or why nobody can do it, in words."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from tasks.planning import outcome
from tasks.planning.solver import index


def why(effect: Mapping[str, Any]) -> str:
    """One sentence for the effect of a row."""
    if "fault" in effect:
        return fault(effect["fault"], effect.get("detail", ""))
    if effect.get("why") == outcome.AFTER:
        return _("Right after “%(task)s”") % {"task": effect.get("title", "")}
    if effect.get("why") == outcome.BUSY:
        given = {"task": effect.get("title", ""), "order": effect.get("order", "")}
        return _("Once “%(task)s” of %(order)s is done, which the same person does") % given
    if effect.get("why") == outcome.NOT_BEFORE:
        return _("The first day on which somebody has time for it")
    if effect.get("why") == outcome.AT_ONCE:
        return _("Can begin at once")
    return _("Its day stays")


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
