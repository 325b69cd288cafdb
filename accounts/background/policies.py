"""Who sees the work in the background, and who begins it again or leaves it."""

from accounts import policies
from accounts.people.models import User

VIEW = "admin.console"
RETRY = "job.retry"
RESEND = "outbox.resend"


def require_view(actor: User) -> None:
    """Raise NotAllowed without the right to open the console."""
    policies.require(actor, VIEW)


def require_retry(actor: User) -> None:
    """Raise NotAllowed without the right to begin work again, or to leave it."""
    policies.require(actor, VIEW)
    policies.require(actor, RETRY)


def may_retry(actor: User) -> bool:
    """Whether he is offered it."""
    return policies.can(actor, VIEW) and policies.can(actor, RETRY)
