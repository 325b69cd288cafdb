"""Kinds of events about people, permissions, settings, files, reports and the machinery."""

TABLE: dict[str, dict[str, str]] = {
    "": {
        "forecast.dropped": "",
        "forecast.kept": "",
        "setting.changed": "changes",
        "target.set": "changes count measure year",
    },
    "accounts.apitoken": {
        "auth.token_issued": "scopes user",
        "auth.token_revoked": "user",
    },
    "accounts.department": {
        "attachment.removed": "file",
        "department.created": "",
        "department.moved": "path",
        "department.updated": "fields",
    },
    "accounts.department orders.intakeitem orders.order": {
        "attachment.added": "attachment file",
    },
    "accounts.department orders.order": {
        "comment.added": "comment",
    },
    "accounts.role": {
        "permission.fields_ruled": "fields",
        "permission.granted": "grants",
        "permission.reach_set": "segment",
        "permission.role_created": "like",
        "permission.role_updated": "changes",
    },
    "accounts.user": {
        "access.refused": "method path",
        "auth.failed": "ip known what",
        "auth.locked_out": "ip known",
        "auth.password_asked": "ip",
        "auth.password_changed": "",
        "auth.password_link_sent": "",
        "auth.password_reset": "",
        "auth.password_set": "",
        "auth.recovery_codes_renewed": "",
        "auth.second_factor_removed": "",
        "auth.second_factor_set": "",
        "auth.session_ended": "",
        "auth.sessions_ended": "why",
        "auth.signed_in": "ip second_factor",
        "auth.signed_out": "why",
        "outbox.tested": "",
        "permission.roles_assigned": "added:codes removed",
        "person.created": "",
        "person.deactivated": "substitute",
        "person.handed_over": (
            "approvals changes contacts customers departments follow-ups orders:count reminder-rules "
            "segments substitutions to widgets"
        ),
        "person.invitation_taken_back": "",
        "person.invited": "until",
        "person.joined": "",
        "person.reactivated": "",
        "person.skills_set": "levels",
        "person.updated": "fields",
        "report.exported": "asked:report form name rows",
        "report.facts_corrected": "orders:count sums",
    },
    "common.export": {
        "export.cancelled": "columns condition form list query",
        "export.deleted": "columns condition form list query",
        "export.failed": "list",
        "export.fetched": "columns condition form list query",
        "export.started": "columns condition form list query",
        "export.written": "columns condition form list query rows size",
    },
    "common.importprofile": {
        "import.profile_saved": "",
    },
    "common.importrun": {
        "import.committed": "source written",
        "import.discarded": "",
        "import.report_exported": "form",
        "import.started": "files",
    },
    "common.mailaddress": {
        "mail.blocked": "said",
        "mail.came_back": "said",
        "mail.released": "",
    },
    "common.outboxmessage": {
        "outbox.given_up": "error",
        "outbox.resent": "error",
    },
    "orders.companypicture": {
        "paper.picture_removed": "",
        "paper.picture_saved": "sha256",
    },
    "orders.order orders.outbounddocument orders.pickingwave orders.quotationversion": {
        "paper.printed": "language paper print",
    },
    "orders.paperform": {
        "paper.form_saved": "version:number",
    },
    "reports.savedreport": {
        "report.delivered": "form person:id why",
        "report.delivery_failed": "form person:id why",
        "report.delivery_skipped": "form person:id why",
        "report.dropped": "",
        "report.saved": "sharing",
        "report.schedule_left": "person:id",
        "report.schedule_paused": "",
        "report.schedule_removed": "recipients",
        "report.schedule_resumed": "",
        "report.schedule_saved": "recipients",
    },
    "reports.strategynote": {
        "strategy.noted": "about year",
        "strategy.removed": "about year",
    },
    "segments.customfield": {
        "custom_field.changed": "field_of fields",
        "custom_field.defined": "field_of fields",
    },
    "segments.ruleversion": {
        "classification.activated": "replaces",
        "classification.applied": "rows",
        "classification.draft_discarded": "",
        "classification.draft_started": "source",
        "classification.rule_removed": "code",
        "classification.rule_saved": "code",
        "classification.tag_removed": "code",
        "classification.tag_saved": "code",
    },
    "segments.segment": {
        "segment.changed": "changed:fields name revision",
        "segment.created": "audience name revision",
        "segment.removed": "name",
    },
}
