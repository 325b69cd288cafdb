"""Comments, attachments and the in-app inbox, on any subject that registers (R232)."""

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class Comment(models.Model):
    """What a person wrote about a subject; ``mentions`` are the people it calls by name."""

    subject_type = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    author = models.ForeignKey("accounts.User", models.PROTECT, related_name="comments")
    text = models.TextField(_("Comment"))
    mentions = models.ManyToManyField("accounts.User", related_name="mentioned_in", blank=True)
    created_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["subject_type", "subject_id", "id"], name="comment_subject")]

    def __str__(self) -> str:
        return self.text[:60]


class Attachment(models.Model):
    """A file kept with a subject; served by a permission view only."""

    subject_type = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    file = models.FileField(upload_to="attachments/%Y/%m")
    name = models.CharField(_("File name"), max_length=200)
    kind = models.CharField(_("Kind"), max_length=40, blank=True)
    size = models.PositiveBigIntegerField(_("Size"))
    content_type = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64)
    uploaded_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="uploads")
    uploaded_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["subject_type", "subject_id", "id"], name="attachment_subject")]

    def __str__(self) -> str:
        return self.name


class Notification(models.Model):
    """A line in a person's inbox. ``message`` is a translatable source string with ``parameters``."""

    user = models.ForeignKey("accounts.User", models.CASCADE, related_name="notifications", db_index=False)
    kind = models.CharField(max_length=60)
    message = models.CharField(max_length=200)
    parameters = models.JSONField(default=dict)
    subject_type = models.CharField(max_length=40, blank=True)
    subject_id = models.BigIntegerField(null=True)
    url = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["user", "-id"], name="notification_user"),
            models.Index(fields=["user"], name="notification_unread", condition=models.Q(read_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def text(self) -> str:
        """The message in the language of the reader."""
        return gettext(self.message) % self.parameters
