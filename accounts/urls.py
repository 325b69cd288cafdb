"""Addresses of this app. Names are template paths: ``accounts:inbox`` is drawn by accounts/inbox.html."""

from django.urls import path

from accounts.collaboration import views as collaboration
from accounts.exports import views as exports
from accounts.guides import views as guides
from accounts.handover import views as handover
from accounts.home import views as home
from accounts.me import views as me
from accounts.password_links import views as password_links
from accounts.periods import views as periods
from accounts.rulebook import views as rulebook
from accounts.second_factor import views as second_factor
from accounts.sign_in import views as sign_in
from accounts.single_sign_on import own_views as own_identity
from accounts.single_sign_on import views as single_sign_on
from accounts.trail import views as trail
from accounts.trying import views as trying

app_name = "accounts"
urlpatterns = [
    path("", home.home, name="home"),
    path("sign-in/", sign_in.sign_in, name="sign_in"),
    path("sign-in/forgot/", password_links.forgot, name="forgot"),
    path("sign-in/provider/", single_sign_on.begin, name="single_sign_on"),
    path("sign-in/provider/back/", single_sign_on.back, name="single-sign-on-back"),
    path("sign-in/provider/leave/", single_sign_on.leave, name="single-sign-on-leave"),
    path("sign-out/", sign_in.sign_out, name="sign_out"),
    path("language/", sign_in.choose_language, name="language"),
    path("me/", me.preferences, name="preferences"),
    path("me/password/", me.password, name="password"),
    path("me/provider/", own_identity.show, name="own-identity"),
    path("me/provider/link/", own_identity.link, name="own-identity-link"),
    path("me/provider/unlink/", own_identity.unlink, name="own-identity-unlink"),
    path("me/sessions/end/", me.end_sessions, name="end-sessions"),
    path("me/sessions/<int:session_id>/end/", me.end_session, name="session-end"),
    path("me/tokens/", me.issue_token, name="token-issue"),
    path("me/tokens/<int:token_id>/revoke/", me.revoke_token, name="token-revoke"),
    path("me/second-factor/", second_factor.totp, name="totp"),
    path("me/second-factor/begin/", second_factor.begin, name="totp-begin"),
    path("me/second-factor/confirm/", second_factor.confirm, name="totp-confirm"),
    path("me/second-factor/codes/", second_factor.renew_codes, name="totp-codes"),
    path("me/second-factor/remove/", second_factor.remove, name="totp-remove"),
    path("inbox/", collaboration.inbox, name="inbox"),
    path("inbox/read-all/", collaboration.read_all, name="inbox-read-all"),
    path("inbox/<int:message_id>/", collaboration.open_message, name="inbox-open"),
    path("inbox/<int:message_id>/read/", collaboration.read_message, name="inbox-read"),
    path("inbox/<int:message_id>/keep/", collaboration.keep_message, name="inbox-keep"),
    path("panels/comments/<str:subject_type>/<int:subject_id>/", collaboration.comments, name="comments"),
    path("panels/attachments/<str:subject_type>/<int:subject_id>/", collaboration.attachments, name="attachments"),
    path("attachments/<int:attachment_id>/", collaboration.download, name="attachment"),
    path("attachments/<int:attachment_id>/remove/", collaboration.remove_attachment, name="attachment-remove"),
    path("people/lookup/", collaboration.find_people, name="people-lookup"),
    path("people/mentions/", collaboration.find_mentions, name="people-mentions"),
    path("handover/", handover.handover, name="handover"),
    path("periods/", periods.show_periods, name="periods"),
    path("periods/close/", periods.close_month, name="period-close"),
    path("periods/reopen/", periods.reopen_month, name="period-reopen"),
    path("exports/", exports.list_exports, name="exports"),
    path("exports/start/", exports.start, name="export-start"),
    path("exports/<int:export_id>/", exports.show, name="export"),
    path("exports/<int:export_id>/file/", exports.download, name="export-file"),
    path("exports/<int:export_id>/cancel/", exports.cancel, name="export-cancel"),
    path("exports/<int:export_id>/delete/", exports.delete, name="export-delete"),
    path("help/", guides.show_help, name="help"),
    path("help/<slug:key>/", guides.show_guide, name="guide"),
    path("rulebook/", rulebook.show_rulebook, name="rulebook"),
    path("rulebook/review/", rulebook.review, name="rulebook-review"),
    path("rulebook/new/", rulebook.add_clause, name="clause-new"),
    path("rulebook/<str:number>/", rulebook.show_clause, name="clause"),
    path("rulebook/<str:number>/wording/", rulebook.reword_clause, name="clause-reword"),
    path("rulebook/<str:number>/checks/", rulebook.bind_checks, name="clause-checks"),
    path("trying/begin/", trying.begin, name="trying-begin"),
    path("trying/end/", trying.end, name="trying-end"),
    path("audit/<str:subject_type>/<int:subject_id>/", trail.audit, name="audit"),
]
