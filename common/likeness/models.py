"""Pairs of rows that seem to be one and the same."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class DuplicatePair(models.Model):
    """Two rows of one kind (a model's label) that are alike. OPEN ones come and go with every search; of NOT_SAME a
    person said that they are two, and no search brings them back."""

    class State(models.TextChoices):
        OPEN = "OPEN", _("To decide")
        NOT_SAME = "NOT_SAME", _("Not the same")

    kind = models.CharField(max_length=40)
    low = models.BigIntegerField()
    high = models.BigIntegerField()
    score = models.PositiveSmallIntegerField()
    reasons = ArrayField(models.CharField(max_length=20))
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    decided_by_id = models.BigIntegerField(null=True)  # people live above this floor
    decided_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["kind", "state", "-score", "-id"], name="duplicate_pair_list")]
        constraints = [
            models.UniqueConstraint(fields=["kind", "low", "high"], name="duplicate_pair_once"),
            models.CheckConstraint(condition=Q(low__lt=F("high")), name="duplicate_pair_ordered"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.low} {self.high}"
