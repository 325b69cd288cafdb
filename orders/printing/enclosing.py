"""Papers that go along with a mail: made when it is sent, by the machine, recorded as any print."""

from accounts.people import queries as people
from common import clock, outbox
from orders.printing import operations
from orders.printing.papers import CHINESE, ENGLISH

Attachment = tuple[str, bytes, str]


def enclosed(*, kind: str, subject_id: int, name: str, language: str) -> Attachment:
    """A paper for a mail in ``language`` (zh-hans, en): name, content, type. What cannot be printed now is tried again
    with the mail, before anything went: raises ``outbox.Retry``."""
    spoken = ENGLISH if language == "en" else CHINESE
    try:
        made = operations.render(
            actor=people.system_user(), kind=kind, subject_id=subject_id, language=spoken, at=clock.now()
        )
    except Exception as error:
        raise outbox.Retry(f"{type(error).__name__}: {error}") from error
    return f"{name}.pdf", made, "application/pdf"
