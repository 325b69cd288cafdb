"""The one family of errors that operations raise; each door translates it once (DESIGN 4).

``message`` is for people (already translated lazily), ``code`` for machines, ``details`` carries
figures or fields that a door may show: plain JSON values only.
"""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise


class DomainError(Exception):
    """Base of everything an operation may refuse with."""

    code = "error"
    default_message: Text = _("This could not be done.")
    attempt: tuple[int, str] | None = None  # who wanted it done, through which door; None: it was only looked at
    cited: Any = None  # the clauses it rests on, once a door asked (``common.citations``)

    def __init__(self, message: Text | None = None, *, code: str | None = None, **details):
        self.message = message if message is not None else self.default_message
        self.code = code or type(self).code
        self.details = details
        super().__init__(self.message)

    def __str__(self) -> str:
        return str(self.message)


class NotFound(DomainError):
    """It does not exist, or it is not the actor's: the two are never told apart."""

    code = "not_found"
    default_message = _("Not found.")


class NotAllowed(DomainError):
    """The actor sees the object but may not do this to it."""

    code = "not_allowed"
    default_message = _("You may not do this.")


class Conflict(DomainError):
    """The request is right in itself but collides with the state of the world."""

    code = "conflict"
    default_message = _("This collides with something that is already there.")


class WrongState(Conflict):
    """The move is not possible in the object's state; names the state and the possible moves."""

    code = "wrong_state"
    default_message = _("This is not possible in the present state.")


class Stale(Conflict):
    """Somebody changed the object meanwhile. ``fields`` maps a field to its present and sent value."""

    code = "stale"
    default_message = _("Somebody changed this meanwhile.")


class AlreadyExecuted(WrongState):
    """Something was shipped, received, invoiced or started, so there is no way back."""

    code = "already_executed"
    default_message = _("Part of this was already carried out.")


class OutOfStock(Conflict):
    """Less is available than asked. ``details``: product, asked, available (strings)."""

    code = "out_of_stock"
    default_message = _("There is not enough stock.")


class CreditExceeded(Conflict):
    """The credit holder's limit would be passed. ``details``: limit, exposure, amount, result."""

    code = "credit_exceeded"
    default_message = _("The credit limit would be exceeded.")


class Invalid(DomainError):
    """Wrong input. ``fields`` maps a field path (``lines.3.quantity``) to a list of messages."""

    code = "invalid"
    default_message = _("Some of the entries are not valid.")

    def __init__(
        self,
        message: Text | None = None,
        *,
        fields: dict[str, list[Text]] | None = None,
        code: str | None = None,
        **details,
    ):
        super().__init__(message, code=code, **details)
        self.fields: dict[str, list[Text]] = fields or {}

    def __str__(self) -> str:
        shown = "; ".join(f"{name}: {', '.join(map(str, texts))}" for name, texts in self.fields.items())
        return f"{self.message} {shown}".strip()

    def brief(self, most: int = 4) -> str:
        """One line for a toast: the message, and the first few of what it names."""
        named = list(dict.fromkeys(str(text) for texts in self.fields.values() for text in texts))
        shown = ", ".join([*named[:most], "…"] if len(named) > most else named)
        return f"{self.message} {shown}".strip()


class Incomplete(Invalid):
    """Something that this step needs is missing (SEMANTICS 6); ``fields`` says what."""

    code = "incomplete"
    default_message = _("Something is missing.")


class Busy(DomainError):
    """The same thing is being done right now by another request; try again shortly."""

    code = "busy"
    default_message = _("This is being worked on at this moment. Try again shortly.")


class Unavailable(DomainError):
    """The database or another part is away or overloaded; nothing was changed."""

    code = "unavailable"
    default_message = _("The system is busy. Nothing was changed; try again.")
