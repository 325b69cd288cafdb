"""Robots of group chats: WeCom, DingTalk, Feishu (R193)."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Robot(models.Model):
    """A robot that writes into one group chat. ``key`` and ``secret`` are shown to nobody once saved."""

    class Kind(models.TextChoices):
        WECOM = "WECOM", pgettext_lazy("robot", "WeCom")
        DINGTALK = "DINGTALK", pgettext_lazy("robot", "DingTalk")
        FEISHU = "FEISHU", pgettext_lazy("robot", "Feishu")

    name = models.CharField(_("Name"), max_length=60, unique=True)
    kind = models.CharField(_("Kind"), max_length=8, choices=Kind.choices)
    key = models.CharField(_("Key of the robot"), max_length=200)
    secret = models.CharField(_("Secret for signing"), max_length=200, blank=True)
    language = models.CharField(_("Language"), max_length=8, default="zh-hans")
    is_active = models.BooleanField(_("Active"), default=True)
    last_error = models.CharField(_("Last error"), max_length=300, blank=True, editable=False)
    last_sent_at = models.DateTimeField(_("Written last"), null=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("group chat robot")
        verbose_name_plural = _("group chat robots")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
