"""Follow-ups that were written down as words of customers become contacts with customers: one way for one thing."""

from django.db import migrations

LONGEST = 160  # of what a contact is about


# the triggers of the audit trail come after the migrations; what is written here must be told as well
_TRIGGERS = """
SELECT replace(replace(pg_get_triggerdef(oid), 'customers_customernote', 'orders_followup'), 'public.', '')
FROM pg_trigger WHERE tgrelid = 'customers_customernote'::regclass AND NOT tgisinternal
    AND NOT EXISTS (SELECT FROM pg_trigger WHERE tgrelid = 'orders_followup'::regclass AND NOT tgisinternal)
"""


def audit(schema_editor):
    """Put the triggers of the audit trail on the new table, as they stand on that which the rows come from."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(_TRIGGERS)
        for (statement,) in cursor.fetchall():
            cursor.execute(statement)


def move_over(apps, schema_editor):
    """Open ones are planned for their day, done ones were held with the answer as their words."""
    note_model = apps.get_model("customers", "CustomerNote")
    contact_model = apps.get_model("orders", "FollowUp")
    order_model = apps.get_model("orders", "Order")
    notes = note_model.objects.filter(kind="FOLLOW_UP").order_by("pk")
    if not notes.exists():
        return
    audit(schema_editor)
    numbers = {note.order_number for note in notes if note.order_number}
    orders = dict(order_model.objects.filter(number__in=numbers).values_list("number", "pk"))
    contact_model.objects.bulk_create(
        [
            contact_model(
                customer_id=note.customer_id,
                order_id=orders.get(note.order_number),
                purpose="ORDER" if note.order_number in orders else "CARE",
                way="PHONE",
                side="OUT",
                state="DONE" if note.done_at else "PLANNED",
                subject=(note.text.splitlines() or ["–"])[0][:LONGEST] or "–",
                plan=note.text,
                owner_id=note.responsible_id or note.created_by_id,
                due_date=note.due_date,
                held_at=note.done_at,
                outcome="REACHED" if note.done_at else "",
                words=note.answer if note.done_at else "",
                done_by_id=note.done_by_id,
                source_key=f"note:{note.pk}",
                created_by_id=note.created_by_id,
                created_at=note.created_at,
            )
            for note in notes
        ],
        batch_size=500,
    )
    # an open one that was answered already keeps what was said with its plan
    for note in notes:
        if note.answer and not note.done_at:
            contact_model.objects.filter(source_key=f"note:{note.pk}").update(plan=f"{note.text}\n\n{note.answer}")
    notes.delete()


class Migration(migrations.Migration):
    dependencies = [("orders", "0016_service"), ("customers", "0007_words_to_answer")]

    operations = [migrations.RunPython(move_over, migrations.RunPython.noop)]
