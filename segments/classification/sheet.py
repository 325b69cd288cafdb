"""The rules, their effects and what they give, as pages show them."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from accounts.people.models import User
from common.classification import wording
from common.classification.rules import FACETS, SUBJECTS
from common.models import Job
from common.templatetags import fmt, ui
from segments.classification import operations, preview, previewing, queries, uses
from segments.classification.models import RuleVersion
from segments.classification.subjects import subjects


def fields_of(version: RuleVersion) -> list[dict[str, Any]]:
    """The rules of a version as sentences, under the field that they look at."""
    names = queries.names(version)
    found: dict[str, list[dict[str, Any]]] = {}
    for row in queries.rule_rows(version):
        rule = queries.as_rule(row)
        found.setdefault(row.subject, []).append(
            {
                "pk": row.pk,
                "key": row.key,
                "condition": wording.condition(rule, names),
                "result": wording.result(rule, names),
                "misfit": preview.labels(row.misfit_flags, names),
                "empty": preview.labels(row.empty_flags, names),
            }
        )
    return [{"label": SUBJECTS.get(key, key), "rules": rows} for key, rows in found.items()]


def names_of(version: RuleVersion) -> list[Any]:
    """The names of what a version gives, each with the name of its group."""
    rows: list[Any] = queries.tag_rows(version)
    groups = {row.code: str(row) for row in rows if row.kind == queries.TagKind.GROUP}
    for row in rows:
        row.group_name = groups.get(row.group, row.group)
    return rows


def faults_of(version: RuleVersion) -> list[tuple[str, list[str]]]:
    """What keeps a draft from coming into force: rule, messages."""
    if version.state != RuleVersion.State.DRAFT:
        return []
    return [
        (key, [text for texts in faults.values() for text in texts])
        for key, faults in operations.faults_of(version).items()
    ]


def uses_of(actor: User, version: RuleVersion) -> list[dict[str, Any]]:
    """What names something that a draft gives no more, in words."""
    if version.state != RuleVersion.State.DRAFT:
        return []
    known = queries.names()
    return [
        {"title": use.title, "url": use.url, "names": queries.labels(use.codes, known), "held_by": use.held_by}
        for use in uses.of_gone(actor, version)
    ]


def compared_with(version: RuleVersion) -> RuleVersion | None:
    """The version that this one took the place of, or would."""
    return queries.versions().filter(number__lt=version.number).order_by("-number").first()


def differences_of(version: RuleVersion) -> list[preview.Difference]:
    """What this version does otherwise than the one before."""
    before = compared_with(version)
    return preview.differences(before, version) if before else []


def progress_of(version: RuleVersion) -> dict[str, Any] | None:
    """How far everything is classified by the version in force; None once it is."""
    job = version.job
    if version.state != RuleVersion.State.ACTIVE or job is None or job.state == Job.State.DONE:
        return None
    share = 100 * job.done // job.total if job.total else 0
    return {"job": job, "segment": f"sh:{share}", "is_working": job.state in previewing.WAITING}


def look_at(draft: RuleVersion) -> dict[str, Any]:
    """What a draft without faults would change: looked at now, or what a worker found or is looking for.

    ``effects`` is None until somebody asked for it or while it is looked for; ``of`` is the moment of a worker's look.
    """
    if not previewing.is_long():
        return {"effects": _effects(draft, preview.effects(queries.rule_set(draft), draft.number))}
    job = previewing.job_of(draft)
    if job is not None and job.state == Job.State.DONE:
        return {"effects": _effects(draft, previewing.found_by(job)), "of": job.started_at, "total": job.total}
    total = job.total if job else preview.total()
    share = 100 * job.done // total if job and total else 0
    is_working = job is not None and job.state in previewing.WAITING
    return {"effects": None, "job": job, "is_working": is_working, "total": total, "segment": f"sh:{share}"}


def _effects(draft: RuleVersion, effects: Iterable[preview.Effect]) -> list[dict[str, Any]]:
    names = queries.names(draft)
    return [effect_of(one, names) for one in effects]


def effect_of(effect: preview.Effect, names: wording.Names) -> dict[str, Any]:
    """What rules change of one subject, in words."""
    examples = [
        {
            "title": one.title,
            "url": one.url,
            "lost": queries.labels(one.lost, names),
            "got": queries.labels(one.got, names),
            "facets": one.facets,
        }
        for one in effect.examples
    ]
    moving = [(name, asdict(one)) for name, one in effect.moving(names)]
    return {
        "label": subjects[effect.thing].label,
        **{name: getattr(effect, name) for name in ("looked_at", "changed")},
        "moving": moving,
        "examples": examples,
    }


def name_rows(rows: Iterable[Any]) -> None:
    """Give the rows of a page the names of their tags and flags, asked for once."""
    known = queries.names()
    for row in rows:
        row.tag_names, row.flag_names = queries.labels(row.tags, known), queries.labels(row.flags, known)


def tags_of(row: Any) -> SafeString:
    """A row's tags as small flags; a dash for none."""
    return _flags(_tag_names(row), "line")


def tags_in_words(row: Any) -> str:
    """The same as a text, for files."""
    return "、".join(_tag_names(row))


def _tag_names(row: Any) -> list[str]:
    names = getattr(row, "tag_names", None)
    return queries.labels(row.tags, queries.names()) if names is None else names


def deviations_of(row: Any) -> SafeString:
    """A row's deviations in the colour of a warning; a dash for none."""
    return _flags(_flag_names(row), "warn")


def deviations_in_words(row: Any) -> str:
    """The same as a text, for files."""
    return "、".join(_flag_names(row))


def _flag_names(row: Any) -> list[str]:
    names = getattr(row, "flag_names", None)
    return queries.labels(row.flags, queries.names()) if names is None else names


def _flags(names: Iterable[str], tone: str) -> SafeString:
    return format_html_join(" ", "{}", ((ui.flag(name, tone),) for name in names)) or SafeString(fmt.DASH)


def said_of(row: Any, thing: str) -> list[tuple[Any, Any]]:
    """All that the rules say of a row, for its page: tags, facets, deviations."""
    facets = facets_of(row, subjects[thing].facets)
    deviations = [(_("Deviations"), deviations_of(row))] if row.flags else []
    return [(_("Tags"), tags_of(row)), *facets, *deviations]


def facets_of(row: Any, columns: Mapping[str, str]) -> list[tuple[Any, Any]]:
    """Names and values of the facets that a classified row has."""
    found = ((FACETS[facet].label, getattr(row, column)) for facet, column in columns.items())
    return [(label, value) for label, value in found if value not in ("", None)]
