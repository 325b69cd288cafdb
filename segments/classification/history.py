"""What the rules said on a day: the periods that rows keep, read as if they were the rows (R001–R022).

A report of a past quarter is by the rules, codes and departments in charge of its day, whatever changed since.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Case, CharField, Field, Q, QuerySet, Value, When
from django.db.models.expressions import Combinable
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce

from segments.classification.models import Tag
from segments.classification.subjects import Subject, subjects


def held_on(day: date, periods: str = "") -> Q:
    """Periods that held on a day; ``periods`` leads to them."""
    begun = Q(**{f"{periods}valid_from__isnull": True}) | Q(**{f"{periods}valid_from__lte": day})
    return begun & (Q(**{f"{periods}valid_until__isnull": True}) | Q(**{f"{periods}valid_until__gt": day}))


def at_day(thing: str, day: date) -> QuerySet[Any]:
    """The period of each row (``of``) of a thing on a day, with every column that the rules fill under its name."""
    subject = subjects[thing]
    facets = {column: facet_of(subject, facet) for facet, column in subject.facets.items()}
    return subject.periods._default_manager.filter(held_on(day)).annotate(**facets, **_tags_of_groups(thing, subject))


def facet_of(subject: Subject, facet: str, periods: str = "") -> Combinable:
    """A facet of a period as a value of the column that it fills; ``periods`` leads to them."""
    column: Field = subject.model._meta.get_field(subject.facets[facet])  # type: ignore[assignment]
    told = Cast(KeyTextTransform(facet, f"{periods}facets"), column.clone())
    empty = subject.empty.get(facet, "")
    return told if empty is None else Coalesce(told, Value(empty), output_field=column.clone())


def _tags_of_groups(thing: str, subject: Subject) -> dict[str, Case]:
    """Column of a group → the tag of it, by all the rules there ever were."""
    known = Tag.objects.filter(thing=thing, kind=Tag.Kind.TAG, group__in=subject.groups)
    whens: dict[str, list[When]] = {column: [] for column in subject.groups.values()}
    for group, code in known.order_by("code").values_list("group", "code").distinct():
        whens[subject.groups[group]].append(When(tags__contains=[code], then=Value(code)))
    return {column: Case(*cases, default=Value(""), output_field=CharField()) for column, cases in whens.items()}


def told(thing: str, keys: Iterable[int], day: date) -> dict[int, dict[str, Any]]:
    """Key of a row → column → what the rules said of it on a day: a constant number of statements."""
    keys, subject = set(keys), subjects[thing]
    facets = {column: subject.empty.get(facet, "") for facet, column in subject.facets.items()}
    nothing = {**dict.fromkeys(subject.groups.values(), ""), **facets, "tags": [], "flags": []}
    found = {one.pop("of_id"): one for one in at_day(thing, day).filter(of__in=keys).values("of_id", *nothing)}
    return {key: found.get(key, nothing) for key in keys}


def put_back(thing: str, rows: Iterable[Any], day: date) -> None:
    """Set on rows what the rules said of them on a day. For showing only: never save them."""
    rows = list(rows)
    found = told(thing, [row.pk for row in rows], day)
    for row in rows:
        for column, value in found[row.pk].items():
            setattr(row, column, value)
