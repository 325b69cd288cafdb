"""Who somebody is at the company's sign-in provider."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Identity(models.Model):
    """A person as a provider of single sign-on knows him: ``subject`` never changes there and is nobody else's. At one
    provider a person is one."""

    user = models.ForeignKey("accounts.User", models.CASCADE, related_name="identities", verbose_name=_("Person"))
    issuer = models.CharField(pgettext_lazy("identity", "Provider"), max_length=300)
    subject = models.CharField(pgettext_lazy("identity", "Subject"), max_length=255)
    linked_at = models.DateTimeField(_("Linked at"))
    linked_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name=_("Linked by"))

    class Meta:
        verbose_name = _("single sign-on identity")
        verbose_name_plural = _("single sign-on identities")
        constraints = [
            models.UniqueConstraint(fields=["issuer", "subject"], name="identity_of_one_person"),
            models.UniqueConstraint(fields=["user", "issuer"], name="identity_once_a_provider"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} ({self.issuer})"
