"""The verbs that ask before they act: title, consequence in words, form, and the operation behind the button."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from common.templatetags import fmt
from orders.lifecycle import operations
from orders.lifecycle.forms import FreezeForm, ReasonForm

Do = Callable[[Any, Any, dict[str, Any], int | None, int, datetime], Any]


@dataclass(frozen=True)
class Question:
    """A dialog. ``title(order, line_no)``, ``consequences(order, line_no)`` what will happen in numbers,
    ``do(actor, order, data, line_no, version, at)`` the one call; ``action`` and ``cancel`` the buttons."""

    form: type[forms.Form]
    title: Callable[[Any, int | None], str]
    consequences: Callable[[Any, int | None], list[str]]
    action: Callable[[], str]
    cancel: Callable[[], str]
    done: Callable[[], str]
    do: Do
    is_grave: bool = False

    def words(self, order: Any, line_no: int | None) -> dict[str, Any]:
        """What the dialog says."""
        return {
            "title": self.title(order, line_no),
            "consequences": self.consequences(order, line_no),
            "action": self.action(),
            "cancel": self.cancel(),
            "tone": "danger" if self.is_grave else "",
        }


def _named(text: Callable[[], str]) -> Callable[[Any, int | None], str]:
    return lambda order, line_no: text() % {"number": order.display_number, "line": line_no or ""}


def _with_reason(operation: Callable[..., Any]) -> Do:
    def do(actor: Any, order: Any, data: dict[str, Any], line_no: int | None, version: int, at: datetime) -> Any:
        return operation(actor=actor, order_id=order.pk, reason=data["reason"], version=version, at=at)

    return do


def _freeze(actor: Any, order: Any, data: dict[str, Any], line_no: int | None, version: int, at: datetime) -> Any:
    return operations.freeze_order(
        actor=actor,
        order_id=order.pk,
        reason=data["reason"],
        until=data["until"],
        release_reservations=data["release_reservations"],
        line_nos=(line_no,) if line_no else (),
        version=version,
        at=at,
    )


def _unapprove(order: Any, line_no: int | None) -> list[str]:
    return [
        _("It becomes a draft again: reservations are released and the approval is void."),
        _("Possible only while nothing was shipped, received, invoiced or started."),
    ]


def _void(order: Any, line_no: int | None) -> list[str]:
    found = [_("It stays readable under its number and counts nowhere.")]
    if order.line_count:
        found.append(_("%(count)s lines are let go.") % {"count": fmt.qty(order.line_count)})
    return found


def _freezing(order: Any, line_no: int | None) -> list[str]:
    what = (
        _("The line neither ships nor changes nor closes.")
        if line_no
        else _("Nothing of it ships, changes or closes while it is frozen.")
    )
    return [what]


def _restore(order: Any, line_no: int | None) -> list[str]:
    return [_("It becomes a closed order again and can be reopened.")]


QUESTIONS: dict[str, Question] = {
    "unapprove": Question(
        ReasonForm,
        _named(lambda: _("Un-approve %(number)s?")),
        _unapprove,
        lambda: _("Un-approve"),
        lambda: _("Leave it effective"),
        lambda: _("Approval taken back; it is a draft again"),
        _with_reason(operations.unapprove_order),
        is_grave=True,
    ),
    "void": Question(
        ReasonForm,
        _named(lambda: _("Make %(number)s void?")),
        _void,
        lambda: pgettext("verb", "Void"),
        lambda: _("Keep the order"),
        lambda: _("The order is void"),
        _with_reason(operations.void_order),
        is_grave=True,
    ),
    "freeze": Question(
        FreezeForm,
        _named(lambda: _("Freeze %(number)s?")),
        _freezing,
        lambda: pgettext("verb", "Freeze"),
        lambda: _("Let it run"),
        lambda: pgettext("done", "Frozen"),
        _freeze,
    ),
    "line-freeze": Question(
        FreezeForm,
        _named(lambda: _("Freeze line %(line)s of %(number)s?")),
        _freezing,
        lambda: _("Freeze line"),
        lambda: _("Let it run"),
        lambda: _("The line is frozen"),
        _freeze,
    ),
    "restore": Question(
        ReasonForm,
        _named(lambda: _("Take %(number)s out of the archive?")),
        _restore,
        lambda: _("Restore"),
        lambda: _("Leave it there"),
        lambda: _("Out of the archive"),
        _with_reason(operations.restore_order),
    ),
}
