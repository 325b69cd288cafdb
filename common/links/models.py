"""Signed links and their visits. People are bare ids here: they live above this floor."""

from django.db import models
from django.db.models import Q


class SignedLink(models.Model):
    """One address that opens one page for whoever holds it. ``digest`` finds the row by the token of the address;
    the token itself is kept nowhere: it is made of ``salt`` and the site's secret key (``tokens``).

    ``person_id`` is whom it was made for, where he is one of ours; ``recipient`` the address it was sent to.
    """

    purpose = models.CharField(max_length=40)
    salt = models.CharField(max_length=32, editable=False)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    subject_type = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    person_id = models.BigIntegerField(null=True)
    recipient = models.CharField(max_length=254, blank=True)
    parameters = models.JSONField(default=dict)
    is_single_use = models.BooleanField()
    valid_until = models.DateTimeField()
    issued_by_id = models.BigIntegerField()
    issued_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["subject_type", "subject_id", "-id"], name="signed_link_subject")]
        constraints = [
            models.CheckConstraint(condition=Q(valid_until__gt=models.F("issued_at")), name="signed_link_lasts")
        ]

    def __str__(self) -> str:
        return f"{self.purpose} #{self.pk}"


class LinkVisit(models.Model):
    """Somebody, or a machine that reads mail, opened a link, or it was used. Written once, never changed."""

    class Kind(models.TextChoices):
        OPENED = "OPENED"
        USED = "USED"

    link = models.ForeignKey(SignedLink, models.CASCADE, related_name="visits")
    kind = models.CharField(max_length=6, choices=Kind.choices)
    at = models.DateTimeField()
    address = models.GenericIPAddressField(null=True)
    agent = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return f"{self.link_id} {self.kind} {self.at}"
