"""Who reads the finance feed: it tells of all the company's money, so only who may read all of it with its amounts."""

from accounts import policies as rights
from accounts.people.models import User
from common import errors
from orders.finance.rights import FEED
from orders.invoicing import policies as invoicing
from orders.settlement.models import Receipt


def require(actor: User) -> None:
    """Raise NotAllowed unless ``actor`` may read the feed, without limits, and sees amounts."""
    rights.require(actor, FEED)
    if not (rights.reaches_all(actor, FEED, Receipt) and invoicing.sees_amounts(actor)):
        raise errors.NotAllowed()
