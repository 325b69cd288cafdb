"""A verb as a control of a page: how it looks, where it is done, and why not when it is refused."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise

from orders.order.policies import Action


@dataclass(frozen=True)
class Look:
    """How a verb is offered: at once (post), after a question (dialog), or on a page of its own (link).

    ``label`` replaces the verb's own, longer name; ``key`` and ``cap`` are its shortcut and how it is written.
    """

    icon: str
    method: str = "dialog"
    label: Callable[[], str] | None = None
    key: str = ""
    cap: str = ""
    is_grave: bool = False


@dataclass(frozen=True)
class Button:
    """A verb as it is drawn; a refused one stays visible with ``why_not`` (templates/orders/order/_action.html)."""

    verb: str
    label: str | Promise
    url: str
    allowed: bool
    why_not: str
    icon: str
    method: str
    key: str = ""
    cap: str = ""
    is_grave: bool = False


def buttons(actions: Iterable[Action], looks: Mapping[str, Look], url_of: Callable[[str], str]) -> dict[str, Button]:
    """The verbs that the object's state knows, in the order of ``looks``."""
    found = {action.verb: action for action in actions if action.is_in_state}
    return {verb: _button(found[verb], look, url_of(verb)) for verb, look in looks.items() if verb in found}


def _button(action: Action, look: Look, url: str) -> Button:
    return Button(
        verb=action.verb,
        label=look.label() if look.label else action.label,
        url=url,
        allowed=action.allowed,
        why_not=action.why_not,
        icon=look.icon,
        method=look.method,
        key=look.key,
        cap=look.cap,
        is_grave=look.is_grave,
    )
