"""What this room declares: its verbs, the paper, words of events, merging, files, examples, its menu entry."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.people.models import User
from accounts.trail.labels import event_labels
from common.navigation import NavEntry, navigation
from customers.cleaning.registry import Merger, mergers
from customers.models import Customer
from orders.collecting import examples, exporting, paper, policies
from orders.collecting.models import Statement


def register() -> None:
    """Called once from ``OrdersConfig.ready``."""
    paper.register()
    examples.register()
    exporting.register()
    event_labels.register("statement.drawn", gettext_lazy("Statement of account drawn up"))
    mergers.register("orders.statements", Merger(_move, _count))
    navigation.register(
        "statements",
        NavEntry(
            group="money",
            label=gettext_lazy("Statements of account"),
            short=gettext_lazy("Statements"),
            icon="journal-text",
            url_name="orders:statement-list",
            verb=policies.VIEW,
            order=64,
        ),
    )


def _count(source: Customer) -> list[tuple[str, int]]:
    count = Statement.objects.filter(customer=source).count()
    return [(_("Statements of account"), count)] if count else []


def _move(*, actor: User, source: Customer, target: Customer, at: datetime) -> None:
    """What a statement says stays as it was drawn up."""
    Statement.objects.filter(customer=source).update(customer=target)
