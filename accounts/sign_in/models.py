"""Sessions as people see them: one row for each that somebody is signed in with."""

from django.db import models


class UserSession(models.Model):
    """Where somebody is signed in: from which address and browser, since when, last seen when. It stands as long as
    the session that it names; ``epoch`` is the person's when it was last noted, and an older one is over."""

    user = models.ForeignKey("accounts.User", models.CASCADE, related_name="user_sessions")
    session_key = models.CharField(max_length=40, unique=True, editable=False)
    epoch = models.PositiveIntegerField()
    address = models.GenericIPAddressField(null=True)
    agent = models.CharField(max_length=300, blank=True)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.user_id} {self.started_at}"
