"""Saved conditions that name what the rules of classification give: they find other rows once it is given no more."""

from collections.abc import Collection, Iterable, Mapping

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.people.models import User
from common.conditions.rows import from_json
from segments import policies
from segments.classification.uses import Gone, Use
from segments.fields import fields, sources
from segments.models import Segment
from segments.uses import standing_on


def uses_of(actor: User, gone: Gone) -> list[Use]:
    """Those in use that name one of these codes. Of one that ``actor`` may not see only whose it is."""
    by_field = {
        key: codes
        for key, found in fields.items()
        if (codes := gone.get((sources[found.source].thing, found.path), frozenset()))
    }
    naming = Segment.objects.filter(is_active=True, fields__overlap=[*by_field]).select_related("owner", "department")
    named = [(one, found) for one in naming.order_by("pk") if (found := _named(one, by_field))]
    seen = policies.visible_to(actor).filter(pk__in=[one.pk for one, _codes in named])
    own = set(seen.order_by().values_list("pk", flat=True))
    return [_use(one, codes, one.pk in own) for one, codes in named]


def _named(segment: Segment, by_field: Mapping[str, Collection[str]]) -> list[str]:
    rows = from_json(segment.rows)
    return sorted({value for row in rows for value in row.values if value in by_field.get(row.field, ())})


def _use(segment: Segment, codes: Iterable[str], is_seen: bool) -> Use:
    held = [name for _use, names in standing_on(segment.pk) for name in names]
    if is_seen:
        return Use(str(segment), list(codes), reverse("segments:segment-edit", args=[segment.pk]), held)
    title = _("a condition of %(holder)s") % {"holder": segment.owner or segment.department or "–"}
    return Use(title, list(codes), held_by=held)
