"""How somebody arranged a board: for himself, or for everybody in a role (R317)."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

PERSON = settings.AUTH_USER_MODEL


class BoardArrangement(models.Model):
    """The key figures and tiles of a board as ``person`` wants them, or everybody in ``role`` who wants nothing else.
    ``figures``: their codes in order; empty: as the house puts the board (somebody went back to that). ``tiles``: code
    and size of each in order; ``hidden``: tiles of the house's board that were taken out, so that one which came
    later is told from them."""

    board = models.CharField(_("Board"), max_length=20)
    person = models.ForeignKey(
        PERSON, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("Person"), db_index=False
    )
    role = models.ForeignKey(
        "accounts.Role", models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("Role"), db_index=False
    )
    figures = models.JSONField(_("Key figures"), default=list, blank=True)
    tiles = models.JSONField(_("Tiles"), default=list, blank=True)
    hidden = models.JSONField(_("Tiles taken out"), default=list, blank=True)
    saved_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", db_index=False)
    saved_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("arrangement of a board")
        verbose_name_plural = _("arrangements of boards")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, role__isnull=True) | Q(person__isnull=True, role__isnull=False),
                name="arrangement_is_somebodys",
            ),
            models.UniqueConstraint(
                fields=["person", "board"], condition=Q(person__isnull=False), name="arrangement_of_a_person"
            ),
            models.UniqueConstraint(
                fields=["role", "board"], condition=Q(role__isnull=False), name="arrangement_of_a_role"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.board} {self.person_id or ''}{self.role_id or ''}".strip()
