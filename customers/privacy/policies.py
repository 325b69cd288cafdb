"""Who may make people at customers unknown, and who may hold a customer's data."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import policies as rights
from accounts.people.models import User
from common import errors, settings
from customers import policies
from customers.privacy import marks
from customers.privacy.models import AnonymisationRequest, DataHold

PREPARE, CONFIRM, HOLD = "privacy.prepare", "privacy.confirm", "privacy.hold"
RULES = "privacy.rules"
SWITCH = "privacy.anonymising"
OFF = gettext_lazy(
    "Anonymising is switched off. An administrator switches it on in the console, under settings: “Contacts may be"
    " anonymised” (privacy.anonymising)."
)


def may_see(user: User) -> bool:
    """Whether the pages of privacy are shown: to who prepares, and to who confirms."""
    return rights.can(user, PREPARE) or rights.can(user, CONFIRM)


def may_see_holds(user: User) -> bool:
    """Whether holds are shown: to these, and to who sets them."""
    return may_see(user) or rights.can(user, HOLD)


def visible_to(user: User) -> QuerySet[AnonymisationRequest]:
    """All of customers whom the person may see: of a person to be forgotten no others are to know."""
    if not may_see(user):
        return AnonymisationRequest.objects.none()
    return AnonymisationRequest.objects.filter(customer__in=policies.visible_to(user).values("pk"))


def holds_visible_to(user: User) -> QuerySet[DataHold]:
    """The holds of customers whom the person may see, for who sets them or sees these pages."""
    if not may_see_holds(user):
        return DataHold.objects.none()
    return DataHold.objects.filter(customer__in=policies.visible_to(user).values("pk"))


def require(user: User, verb: str) -> None:
    """Raise NotAllowed without the right, and for who sees contacts masked: he would see names in the texts."""
    rights.require(user, verb)
    if not policies.sees_contacts(user):
        raise errors.NotAllowed()


def prepared_by(request: AnonymisationRequest) -> set[int]:
    """Who noted it, decided about any of its texts, or said who goes on: none of them confirms it."""
    said = request.texts.exclude(chosen_by=None).values_list("chosen_by", flat=True).distinct()
    people = {*said} | ({request.replacement_by_id} if request.replacement_by_id else set())
    return people if request.noted_by.is_system else people | {request.noted_by_id}


def waits(request: AnonymisationRequest) -> bool:
    """Whether somebody is still to confirm: the whole, or texts that came to light since."""
    state = AnonymisationRequest.State
    return request.state == state.OPEN or (
        request.state == state.CONFIRMED and request.texts.filter(confirmed_by=None).exists()
    )


def require_another(user: User, request: AnonymisationRequest) -> None:
    """Raise NotAllowed for who confirms what he prepared himself, even a part of it, and Conflict (``not_prepared``)
    where no person prepared it."""
    people = prepared_by(request)
    if user.pk in people:
        raise errors.NotAllowed(_("Somebody else confirms what you prepared."), code="own_business")
    if not people:
        words = _(
            "A job noted this. Somebody looks through everything again and decides, then another person confirms."
        )
        raise errors.Conflict(words, code="not_prepared")


def require_nameless(found: marks.Marks, field: str, text: str) -> None:
    """Raise Invalid for words that stay for ever and name the person."""
    if found.stand_in(text):
        raise errors.Invalid(fields={field: [_("This stays for ever; do not name the person here.")]})


def is_switched_on() -> bool:
    """Whether the company lets people be made unknown at all."""
    return bool(settings.get(SWITCH))


def require_switched_on() -> None:
    """Raise WrongState as long as the company has not switched it on."""
    if not is_switched_on():
        raise errors.WrongState(OFF, possible=[])
