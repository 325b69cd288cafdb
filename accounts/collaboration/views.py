"""Panels of comments and attachments that any page includes by address, and the inbox."""

from typing import Any

from django import forms
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import resolve_url
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.collaboration import operations, queries, subjects
from accounts.people import queries as people
from common import clock, doors, keyset, pages

INBOX_POPOVER = 12


class CommentForm(forms.Form):
    """The text of a comment."""

    text = forms.CharField(
        label=gettext_lazy("Comment"),
        widget=forms.Textarea(attrs={"rows": 3, "data-mentions": "/people/mentions/"}),
        max_length=operations.MAX_TEXT,
    )


class AttachmentForm(forms.Form):
    """A file and, if wanted, what it is."""

    file = forms.FileField(label=gettext_lazy("File"))
    kind = forms.CharField(label=gettext_lazy("Kind"), max_length=40, required=False)


@require_http_methods(["GET", "HEAD", "POST"])
def comments(request: HttpRequest, subject_type: str, subject_id: int) -> HttpResponse:
    """The comments of a subject, and the field to add one."""
    row = subjects.get_subject(request.user, subject_type, subject_id)
    form = CommentForm(request.POST or None)
    if request.method == "POST":
        if doors.accepted(
            form,
            lambda: doors.once(request, lambda: _say(request, subject_type, subject_id, form.cleaned_data["text"])),
        ):
            if not pages.wants_part(request):
                return pages.leave(request, request.path, _("Comment added"))
            form = CommentForm()
    context = {
        **_panel(request, row, subject_type, subject_id),
        "comments": queries.comments_on(subject_type, subject_id),
        "form": form,
    }
    return pages.render(request, "accounts/comments.html", context, parts=("comments",), status=_status(form))


@require_http_methods(["GET", "HEAD", "POST"])
def attachments(request: HttpRequest, subject_type: str, subject_id: int) -> HttpResponse:
    """The files of a subject, and the field to add one."""
    row = subjects.get_subject(request.user, subject_type, subject_id)
    form = AttachmentForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        if doors.accepted(
            form,
            lambda: doors.once(request, lambda: _keep(request, subject_type, subject_id, form.cleaned_data)),
        ):
            if not pages.wants_part(request):
                return pages.leave(request, request.path, _("File added"))
            form = AttachmentForm()
    return _attachments(request, row, subject_type, subject_id, form)


@require_safe
def download(request: HttpRequest, attachment_id: int) -> HttpResponseBase:
    """A file, as a download only: nothing in it runs in this site's name."""
    attachment = queries.get_attachment(actor=request.user, attachment_id=attachment_id)
    response = FileResponse(
        attachment.file.open("rb"),
        as_attachment=True,
        filename=attachment.name,
        content_type=attachment.content_type,
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "private, no-store"
    return response


@require_POST
def remove_attachment(request: HttpRequest, attachment_id: int) -> HttpResponse:
    """Take a file off its subject."""
    gone = operations.remove_attachment(actor=request.user, attachment_id=attachment_id, at=clock.now())
    row = subjects.get_subject(request.user, gone.subject_type, gone.subject_id)
    if pages.wants_part(request):
        return _attachments(request, row, gone.subject_type, gone.subject_id, AttachmentForm())
    return pages.leave(request, resolve_url("accounts:attachments", gone.subject_type, gone.subject_id))


@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """A person's messages: the page, its list, or what the bell shows."""
    only_unread = request.GET.get("unread") == "1"
    rows = queries.unread_of(request.user) if only_unread else queries.inbox_of(request.user)
    size = INBOX_POPOVER if _in_bell(request) else 50
    page = keyset.paginate(rows, sorts=queries.SORTS, sort="id", cursor=request.GET.get("cursor"), size=size)
    context = {
        "page": page,
        "shown_messages": queries.shown_to(request.user, page.items),
        "only_unread": only_unread,
        "unread": queries.count_unread(request.user),
        "pager_target": "inbox-rows",
        "views": [
            {"label": _("All"), "url": "?", "current": not only_unread},
            {"label": _("Unread"), "url": "?unread=1", "current": only_unread},
        ],
    }
    return pages.render(request, "accounts/inbox.html", context, parts=("inbox-rows", "inbox-list"))


def _in_bell(request: HttpRequest) -> bool:
    return pages.wants_part(request) and request.headers.get("HX-Target") == "inbox-list"


def _again(request: HttpRequest) -> HttpResponse:
    """What the bell shows, anew, and the number beside it."""
    page = keyset.paginate(queries.inbox_of(request.user), sorts=queries.SORTS, sort="id", size=INBOX_POPOVER)
    context = {
        "page": page,
        "shown_messages": queries.shown_to(request.user, page.items),
        "unread": queries.count_unread(request.user),
    }
    response = pages.part(request, "accounts/_inbox_list.html", context)
    response.headers["HX-Trigger"] = "so:recount"
    return response


@require_safe
def open_message(request: HttpRequest, message_id: int) -> HttpResponse:
    """Go to what a message is about; it counts as read then."""
    message = queries.get_message(actor=request.user, message_id=message_id)
    operations.mark_read(actor=request.user, message_id=message.pk, at=clock.now())
    return pages.leave(request, queries.address_of(message, request.user) or resolve_url("accounts:inbox"))


@require_POST
def keep_message(request: HttpRequest, message_id: int) -> HttpResponse:
    """Keep a message for later."""
    operations.mark_unread(actor=request.user, message_id=message_id, at=clock.now())
    return _again(request) if _in_bell(request) else pages.leave(request, resolve_url("accounts:inbox"))


@require_POST
def read_message(request: HttpRequest, message_id: int) -> HttpResponse:
    """Mark a message as read without going to what it is about."""
    message = queries.get_message(actor=request.user, message_id=message_id)
    operations.mark_read(actor=request.user, message_id=message.pk, at=clock.now())
    return _again(request) if _in_bell(request) else pages.leave(request, resolve_url("accounts:inbox"))


@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark everything as read."""
    operations.mark_read(actor=request.user, at=clock.now())
    if _in_bell(request):
        return _again(request)
    return pages.leave(request, resolve_url("accounts:inbox"), _("All messages are marked as read."))


@require_safe
def find_people(request: HttpRequest) -> HttpResponse:
    """Suggestions for a field that takes a person: its value is the id."""
    found = people.find_people(request.GET.get("q", ""))
    return pages.options(request, [_option(person, str(person.pk)) for person in found])


@require_safe
def find_mentions(request: HttpRequest) -> HttpResponse:
    """Suggestions behind an @: the value is the sign-in name."""
    found = people.find_people(request.GET.get("q", ""), limit=8)
    return pages.options(request, [_option(person, person.username) for person in found])


def _option(person: people.User, value: str) -> dict[str, object]:
    post = " · ".join(filter(None, [str(person.department or ""), person.job_title]))
    return {"value": value, "text": person.name, "cells": [person.name, (post, "t3")]}


def _attachments(
    request: HttpRequest, row: object, subject_type: str, subject_id: int, form: AttachmentForm
) -> HttpResponse:
    found = list(queries.attachments_seen(request.user, subject_type, subject_id))
    context = {
        **_panel(request, row, subject_type, subject_id),
        "attachments": [(one, queries.can_remove(request.user, one, row)) for one in found],
        "form": form,
    }
    return pages.render(request, "accounts/attachments.html", context, parts=("attachments",), status=_status(form))


def _panel(request: HttpRequest, row: object, subject_type: str, subject_id: int) -> dict[str, object]:
    subject = subjects.subjects[subject_type]
    return {
        "subject_type": subject_type,
        "subject_id": subject_id,
        "subject_label": subject.label(row),
        "subject_url": subject.url(row),
        "may_write": subjects.may_write(request.user, subject_type, row),
        "kinds": subject.kinds,
    }


def _say(request: HttpRequest, subject_type: str, subject_id: int, text: str) -> str:
    operations.add_comment(
        actor=request.user, subject_type=subject_type, subject_id=subject_id, text=text, at=clock.now()
    )
    return request.path


def _keep(request: HttpRequest, subject_type: str, subject_id: int, given: dict[str, Any]) -> str:
    operations.attach(
        actor=request.user,
        subject_type=subject_type,
        subject_id=subject_id,
        file=given["file"],
        name=given["file"].name,
        kind=given["kind"],
        at=clock.now(),
    )
    return request.path


def _status(form: forms.Form) -> int:
    return 422 if form.errors else 200
