"""What the columns of rules and proposals may say."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Per(models.TextChoices):
    """What a rule takes apart."""

    LINE = "LINE", _("Each order line")
    ORDER = "ORDER", _("The order as a whole")


class Duration(models.TextChoices):
    """What a task's days come from."""

    HOURS = "HOURS", _("Hours of work")
    LEAD_TIME = "LEAD_TIME", _("The product's lead time")
    DAYS = "DAYS", _("A number of days")


class Anchor(models.TextChoices):
    """From which side the tasks of a template are dated."""

    FORWARD = "FORWARD", _("As early as possible")
    BACKWARD = "BACKWARD", _("As late as the promise allows")
    AFTER = "AFTER", _("So many days after the order took effect")


class ProposalState(models.TextChoices):
    """Where a decomposition stands."""

    PROPOSED = "PROPOSED", pgettext_lazy("decomposition", "Proposed")
    RELEASED = "RELEASED", pgettext_lazy("decomposition", "Released")
    DISCARDED = "DISCARDED", pgettext_lazy("decomposition", "Discarded")
