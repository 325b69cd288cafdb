"""Rules that were not applied to everything, begun again in the console."""

import pytest

from accounts.background import operations as background
from accounts.tests.builders import AT, make_user
from common import errors
from common.background import works
from common.models import Job
from segments.classification import previewing, queries, recomputing
from segments.classification.models import RuleVersion

pytestmark = pytest.mark.django_db


def failed(kind, **more):
    given = {"state": "FAILED", "error": "away", "done": 300, "total": 900, **more}
    return Job.objects.create(kind=kind, actor_id=make_user("administrator").pk, created_at=AT, **given)


def test_it_goes_on_where_it_stopped():
    job = failed(recomputing.JOB)
    RuleVersion.objects.filter(pk=queries.active().pk).update(job=job)
    effect = works.effect_of(works.get("job", job.pk), "again", at=AT)
    assert "600" in str(effect.does[0])
    background.retry_work(actor=make_user("administrator"), ref=f"job-{job.pk}", at=AT)
    job.refresh_from_db()
    assert (job.state, job.done, job.error) == ("QUEUED", 300, "")
    recomputing.scan(at=AT)
    job.refresh_from_db()
    assert job.state == "DONE"


def test_rules_that_are_in_force_no_more_are_not_applied():
    job = failed(recomputing.JOB)
    with pytest.raises(errors.WrongState):
        background.retry_work(actor=make_user("administrator"), ref=f"job-{job.pk}", at=AT)


def test_a_look_at_a_draft_that_changed_since_is_not_taken_again():
    job = failed(previewing.JOB, parameters={"number": 99, "version": 1})
    with pytest.raises(errors.WrongState):
        background.retry_work(actor=make_user("administrator"), ref=f"job-{job.pk}", at=AT)
