"""Choices of impact sheets."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What can be done instead of what a change asks for."""

    TAKE = "TAKE", _("As asked, with pieces of other orders")
    SUBSTITUTE = "SUBSTITUTE", _("Another product")
    PARTLY = "PARTLY", _("Only what can be there in time")
    SPLIT = "SPLIT", _("In dated parts")
    LATER = "LATER", _("All of it on a later day")
