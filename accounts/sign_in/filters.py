"""Conditions of the list of sessions."""

import django_filters
from django.utils.translation import gettext_lazy as _

from accounts.sign_in.models import UserSession


class SessionFilter(django_filters.FilterSet):
    """Whose sessions."""

    person = django_filters.CharFilter(field_name="user__username", label=_("Sign-in name"))

    class Meta:
        model = UserSession
        fields: list[str] = []
