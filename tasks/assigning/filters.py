"""The FilterSet of skills of people, on the page and in its file."""

import django_filters as filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.people.models import User
from common import text
from tasks.task.models import PersonSkill


class SkillFilter(filters.FilterSet):
    """Conditions on what people can do."""

    q = filters.CharFilter(method="search", label=_("Search"))

    class Meta:
        model = PersonSkill
        fields: list[str] = []

    def search(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Words of people's names."""
        if not value.strip():
            return queryset
        return queryset.filter(user__in=text.search(User.objects.all(), value).order_by().values("pk"))
