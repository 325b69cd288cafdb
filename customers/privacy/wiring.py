"""What this room declares to lower floors: places, rights, settings, words of events, pages, what a restore repeats."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.collaboration.subjects import Subject, subjects
from accounts.roles.models import Scope
from accounts.roles.verbs import COMPANY, Verb, scopes, verbs
from accounts.trail import journal
from accounts.trail.labels import event_labels
from common import settings
from common.navigation import NavEntry, navigation
from customers import queries as customers
from customers.cleaning.registry import Merger, mergers
from customers.privacy import carrying, examples, exporting, merging, operations, own_places, policies, queries
from customers.privacy.models import AnonymisationRequest
from customers.privacy.replacing import searchable
from customers.rights import CUSTOMERS

LABELS = {
    "anonymisation.noted": _("Anonymisation of a contact asked for"),
    "anonymisation.confirmed": _("Contact anonymised"),
    "anonymisation.refused": _("Anonymisation refused"),
    "anonymisation.done": _("Anonymised contact looked through once more"),
    "customer.data_held": _("Data put on hold"),
    "customer.data_released": _("Hold on data lifted"),
}
_SETTINGS = (
    (operations.DAYS_TO_ANSWER, 15, _("Days until a request to anonymise a contact is due"), (1, 365)),
    (carrying.SECOND_LOOK, 24, _("Hours until an anonymised contact is looked through once more"), (1, 720)),
)


def register() -> None:
    """Called once from ``CustomersConfig.ready``."""
    own_places.register()
    searchable.register("customers_customer", customers.set_search)
    whole = scopes(executive=Scope.ALL, administrator=Scope.ALL)
    for verb, label in (
        (policies.PREPARE, _("Prepare to anonymise contacts")),
        (policies.CONFIRM, _("Confirm that contacts are anonymised")),
        (policies.HOLD, _("Hold a customer's data, and lift the hold")),
    ):
        verbs.register(verb, Verb(label, CUSTOMERS, defaults=whole, offered=COMPANY))
    for key, default, words, ends in _SETTINGS:
        settings.definitions.register(
            key, settings.Definition(default, words, "privacy", bounds=settings.Bounds(*ends))
        )
    settings.definitions.register(
        policies.SWITCH, settings.Definition(False, _("Contacts may be anonymised: it cannot be taken back"), "privacy")
    )
    mergers.register("privacy", Merger(merging.follow_merge))
    for kind, words in LABELS.items():
        event_labels.register(kind, words)
    told_again = journal.Source(carrying.lines, carrying.is_known, carrying.repeat, carrying.line_keys, carrying.lines)
    journal.sources.register(carrying.SOURCE, told_again)
    subjects.register(
        AnonymisationRequest._meta.label_lower,
        Subject(
            get=lambda user, key: queries.get_request(actor=user, request_id=key),
            url=lambda row: reverse("customers:anonymisation-detail", args=[row.pk]),
            label=lambda row: str(row.customer),
            visible=policies.visible_to,
        ),
    )
    navigation.register(
        "anonymisations",
        NavEntry(
            group="admin",
            label=_("Anonymisation"),
            icon="eye-slash",
            url_name="customers:anonymisation-list",
            shown=policies.may_see,
            order=42,
            shelf="people",
            about=_("People at customers who are to be forgotten, and customers whose data must stay"),
        ),
    )
    exporting.register()
    examples.register()
