"""What checks asked for becomes tasks (docs/adr/0077): one task for each corrective action, done where it was done."""

from datetime import timedelta

from django.db import migrations
from django.utils import timezone

TITLE = 160


def make_tasks(apps, schema_editor):
    """Of every corrective action; the owner's department carries it, else the order's, else the first there is."""
    action_model, task_model = apps.get_model("tasks", "CorrectiveAction"), apps.get_model("tasks", "Task")
    step_model, phase_model = apps.get_model("tasks", "TaskStep"), apps.get_model("tasks", "Phase")
    rows = action_model.objects.select_related("check_made__order", "owner").order_by("pk")
    if not rows.exists():
        return
    any_department = apps.get_model("accounts", "Department").objects.order_by("pk").first()
    phases = sorted(phase_model.objects.all(), key=lambda one: (one.rank, one.pk))
    for row in rows:
        check, order = row.check_made, row.check_made.order
        mine = [one for one in phases if one.stage == order.stage] or phases
        asked_at = check.checked_at or timezone.now()
        start = min(asked_at.date(), row.due_date)
        state = "DONE" if row.done_at else ("OPEN" if order.status in ("EFFECTIVE", "CLOSED") else "DROPPED")
        task = task_model.objects.create(
            order=order,
            check_made=check,
            source="CHECK",
            state=state,
            title=row.action[:TITLE],
            goal=row.action if len(row.action) > TITLE else "",
            requirements=check.words[:2000],
            phase=mine[-1],
            department_id=row.owner.department_id or order.department_id or any_department.pk,
            department_due_date=row.due_date,
            owner=row.owner,
            is_picked=True,
            work_days=max(1, (row.due_date - start + timedelta(1)).days),
            planned_start=start,
            planned_end=row.due_date,
            baseline_end=row.due_date,
            is_fixed=True,
            progress=100 if row.done_at else 0,
            result=row.result,
            released_at=asked_at,
            ready_at=asked_at,
            started_at=row.done_at,
            done_at=row.done_at,
            created_by=check.checked_by or row.owner,
            created_at=asked_at,
            updated_at=row.done_at or asked_at,
            version=row.version,
        )
        made_by = check.checked_by or row.owner
        moves = [("release", "PROPOSED", "OPEN", made_by, asked_at)]
        if row.done_at:
            moves.append(("finish", "OPEN", "DONE", row.done_by or row.owner, row.done_at))
        elif state == "DROPPED":
            moves.append(("drop", "OPEN", "DROPPED", made_by, asked_at))
        for move, before, after, person, at in moves:
            step_model.objects.create(task=task, move=move, from_state=before, to_state=after, actor=person, at=at)


class Migration(migrations.Migration):
    dependencies = [("tasks", "0002_checks_ask_for_tasks"), ("orders", "0015_work")]

    operations = [migrations.RunPython(make_tasks, migrations.RunPython.noop)]
