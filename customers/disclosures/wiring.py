"""What this room declares to lower floors: the right, its settings, the tally of files, the page in the navigation."""

from django.utils.translation import gettext_lazy as _

from accounts.roles.models import Scope
from accounts.roles.verbs import Verb, scopes, verbs
from accounts.rulebook.checks import Check, checks
from accounts.trail.exempt import exempt_tables
from accounts.trail.labels import event_labels
from common import settings
from common.exports.tallies import Tally, tallies
from common.navigation import NavEntry, navigation
from customers.cleaning.registry import Merger, mergers
from customers.disclosures import examples, exporting, looking, operations, paths, policies, queries
from customers.rights import CUSTOMERS


def register() -> None:
    """Called once from ``CustomersConfig.ready``."""
    verbs.register(
        policies.VIEW,
        Verb(
            _("See who took customers' data away"),
            CUSTOMERS,
            defaults=scopes(
                sales_manager=Scope.BELOW, department_head=Scope.BELOW, executive=Scope.ALL, administrator=Scope.ALL
            ),
        ),
    )
    own, below, everything = Scope.OWN, Scope.BELOW, Scope.ALL
    verbs.register(
        looking.VERB,
        Verb(
            _("Have a masked contact shown; it is noted"),
            CUSTOMERS,
            defaults=scopes(
                sales=own,
                order_desk=everything,
                executing_owner=everything,
                decomposition_admin=everything,
                sales_manager=below,
                department_head=below,
                purchasing=everything,
                warehouse=everything,
                logistics=everything,
                service=everything,
                finance=everything,
                executive=everything,
                administrator=everything,
            ),
        ),
    )
    event_labels.register("contact.revealed", _("Masked contact shown"))
    checks.register(
        looking.NO_MORE,
        Check(_("Masked contacts are opened one by one, so many a day"), _("Privacy"), looking.NO_MORE),
    )
    _register_kept()
    exporting.register()
    examples.register()


def _register_kept() -> None:
    tallies.register("customers", Tally(paths.path_to, operations.keep, operations.note_fetched))
    mergers.register(
        "disclosures",
        Merger(operations.follow_merge, lambda source: [(_("Records of data taken away"), queries.count_of(source))]),
    )
    exempt_tables.register(
        "customers_disclosedcustomer", "which customers a file held; written once with the record, which is audited"
    )
    for key, default, words, ends in (
        (
            operations.MOST_NAMED,
            20_000,
            _("Customers up to which a file names each of them in the record of data taken away; beyond it is counted"),
            (0, 200_000),
        ),
        (operations.KEEP_DAYS, 1_095, _("Days that the record of data taken away is kept"), (90, 7_300)),
        (looking.MOST, 30, _("Masked contacts that a person may have shown in a day"), (0, 10_000)),
    ):
        settings.definitions.register(
            key, settings.Definition(default, words, "privacy", bounds=settings.Bounds(*ends))
        )
    navigation.register(
        "disclosures",
        NavEntry(
            group="admin",
            label=_("Data taken away"),
            icon="box-arrow-up-right",
            url_name="customers:disclosure-list",
            verb=policies.VIEW,
            order=40,
            shelf="people",
            about=_("Who took which customers' data with him, when and how"),
        ),
    )
