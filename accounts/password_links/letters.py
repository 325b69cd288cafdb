"""The mails with a link to set one's password: short, in the reader's language. The address is made as the mail is
written and stands in no table (docs/adr/0026)."""

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.password_links import operations, queries
from accounts.people.models import User
from accounts.people.queries import system_user
from common import clock, company, errors, mailing, outbox
from common import settings as company_settings
from common.links import queries as links
from common.links.models import SignedLink
from common.models import OutboxMessage
from common.templatetags import fmt


def send_reset(message: OutboxMessage) -> None:
    """Write to whoever forgot his password; one mail, also where several of us share an address. Moot for nobody, and
    where nobody of them may have one now."""
    by, at = message.payload["by"], clock.now()
    found: list[tuple[User, str]] = []
    for person in queries.may_have_new_one(message.payload["people"]):
        link = operations.issue_reset(actor=system_user(), user_id=person.pk, message_id=message.pk, by=by, at=at)
        if link is not None:
            found.append((person, _address_of(link)))
    if not found:
        raise outbox.Moot()
    reader = found[0][0]
    with translation.override(reader.language):
        letter = _reset(found, by is not None)
        subject = _("%(company)s: set a new password") % {"company": company.current().name}
    mailing.hand_over(message, to=reader.email, subject=subject, body=letter.text, html=letter.html)


def send_invitation(message: OutboxMessage) -> None:
    """Invite somebody. Moot when the invitation was taken back, used or replaced meanwhile."""
    link = queries.find_link(message.payload["link"])
    if link is None or not links.is_live(link, at=clock.now()):
        raise outbox.Moot()
    try:
        reader = queries.person_of(link)
    except errors.NotFound:
        raise outbox.Moot() from None
    with translation.override(reader.language):
        letter = _invitation(reader, link)
        subject = _("%(company)s: you are invited") % {"company": company.current().name}
    mailing.hand_over(message, to=reader.email, subject=subject, body=letter.text, html=letter.html)


def _reset(found: list[tuple[User, str]], is_by_administrator: bool) -> mailing.Letter:
    minutes = int(company_settings.get("password_link_minutes"))
    many, (person, url) = len(found) > 1, found[0]
    if is_by_administrator:
        said = _("An administrator sends you this link, by which you set a new password.")
    else:
        said = _("Somebody, most likely you, said that the password is forgotten.")
    lasts = ngettext("It works once, for %(n)s minute.", "It works once, for %(n)s minutes.", minutes) % {"n": minutes}
    words = _("Whom it concerns: %(name)s (%(username)s)") % {"name": person.name, "username": person.username}
    ignore = _(
        "If you did not ask for it, do nothing: your password stays as it is. Nobody of us ever asks you for it."
    )
    items = [
        mailing.Item(_("%(name)s (%(username)s)") % {"name": one.name, "username": one.username}, way)
        for one, way in found
    ]
    return mailing.letter(
        title=_("Set a new password"),
        paragraphs=[said, "" if many else words],
        items=items if many else [],
        link=None if many else mailing.Link(_("Set a new password"), url),
        after=[lasts, ignore],
    )


def _invitation(reader: User, link: SignedLink) -> mailing.Letter:
    name = company.current().name
    return mailing.letter(
        title=_("Welcome, %(name)s") % {"name": reader.name},
        paragraphs=[
            _("You are invited to the order management of %(company)s.") % {"company": name},
            _("Your sign-in name is %(username)s. Choose a password and your language, and you are in.")
            % {"username": reader.username},
        ],
        link=mailing.Link(_("Set my password"), _address_of(link)),
        after=[
            _("The link works once, until %(moment)s. Ask your administrator for another one after that.")
            % {"moment": fmt.full_moment(link.valid_until)[:16]}
        ],
    )


def _address_of(link: SignedLink) -> str:
    return f"{settings.SITE_URL}{links.path_of(link)}"
