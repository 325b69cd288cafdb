"""The rules, their effects and what they give, as pages show them."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from common.classification import wording
from common.classification.rules import FACETS, SUBJECTS
from common.models import Job
from common.templatetags import fmt, ui
from segments.classification import operations, preview, queries
from segments.classification.models import RuleVersion

WAITING = (Job.State.QUEUED, Job.State.RUNNING)


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


def faults_of(version: RuleVersion) -> list[tuple[str, list[str]]]:
    """What keeps a draft from coming into force: rule, messages."""
    if version.state != RuleVersion.State.DRAFT:
        return []
    return [
        (key, [text for texts in faults.values() for text in texts])
        for key, faults in operations.faults_of(version).items()
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
    return {"job": job, "segment": f"sh:{share}", "is_working": job.state in WAITING}


def effect_of(effect: preview.Effect, names: Mapping[str, str]) -> dict[str, Any]:
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
        **{name: getattr(effect, name) for name in ("label", "looked_at", "changed", "is_part")},
        "moving": moving,
        "examples": examples,
    }


def tags(codes: Iterable[str], known: Mapping[str, str] | None = None) -> SafeString:
    """Tags as small flags; a dash for none."""
    labels = queries.labels(codes, queries.names() if known is None else known)
    return format_html_join(" ", "{}", ((ui.flag(label, "line"),) for label in labels)) or SafeString(fmt.DASH)


def exceptions(codes: Iterable[str], known: Mapping[str, str] | None = None) -> SafeString:
    """Flags of exceptions in the colour of a warning; nothing for none."""
    labels = queries.labels(codes, queries.names() if known is None else known)
    return format_html_join(" ", "{}", ((ui.flag(label, "warn", "exclamation-triangle"),) for label in labels))


def facets_of(row: Any, columns: Mapping[str, str]) -> list[tuple[Any, Any]]:
    """Names and values of the facets that a classified row has."""
    found = ((FACETS[facet].label, getattr(row, column)) for facet, column in columns.items())
    return [(label, value) for label, value in found if value not in ("", None)]
