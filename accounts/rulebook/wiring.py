"""What this room declares: rights, words of its events, its citing, pages, the clauses that the software ships."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts import policies as rights
from accounts.collaboration.subjects import Subject, subjects
from accounts.people.models import User
from accounts.roles.models import Scope
from accounts.roles.verbs import COMPANY, Verb, scopes, verbs
from accounts.rulebook import citing, examples, policies, shipped
from accounts.rulebook.checks import Check, checks
from accounts.rulebook.models import Clause
from accounts.trail.exempt import exempt_tables
from accounts.trail.labels import event_labels
from common import citations, errors, reference
from common.navigation import NavEntry, navigation

RULEBOOK = _("Rulebook")


ALL = Scope.ALL


def register() -> None:
    """Called once from ``AccountsConfig.ready``."""
    verbs.register(
        policies.MANAGE,
        Verb(
            _("Keep the rulebook: clauses and the checks that enforce them"),
            RULEBOOK,
            scopes(administrator=ALL),
            COMPANY,
        ),
    )
    verbs.register(
        policies.REVIEW,
        Verb(
            _("See how often clauses are run against"),
            RULEBOOK,
            scopes(order_desk=ALL, sales_manager=ALL, department_head=ALL, executive=ALL, administrator=ALL),
            COMPANY,
        ),
    )
    for kind, label in (
        ("clause.added", _("Clause added")),
        ("clause.reworded", _("Clause got a new wording")),
        ("clause.bound", _("Checks of a clause changed")),
    ):
        event_labels.register(kind, label)
    exempt_tables.register("accounts_clausebreach", "counts of refusals by day; nothing was changed")
    citations.citers.register("rulebook", citing.cite)
    citations.counters.register("rulebook", citing.count)
    reference.seeders.register("accounts.rulebook", shipped.seed)
    checks.register(
        "period_closed",
        Check(
            _("Nothing is booked into a month that is closed"),
            pgettext_lazy("part of the work", "Bookkeeping"),
            "period_closed",
        ),
    )
    subjects.register(
        Clause._meta.label_lower,
        Subject(get=_get, url=lambda row: reverse("accounts:clause", args=[row.number]), label=str),
    )
    navigation.register(
        "rulebook",
        NavEntry(
            group="work",
            label=RULEBOOK,
            icon="book",
            url_name="accounts:rulebook",
            order=90,
            shelf="orders",
            about=_("The company's rules, what checks them, and what nothing checks"),
        ),
    )
    examples.register()


def _get(actor: User, clause_id: int) -> Clause:
    rights.require(actor, policies.MANAGE)
    found = Clause.objects.filter(pk=clause_id).first()
    if found is None:
        raise errors.NotFound()
    return found
