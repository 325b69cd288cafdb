"""Every form that is sent carries its nonce or the version it was drawn from, so that sending it twice does
nothing twice (RELIABILITY 2.6); those that may go without stand here with the reason."""

import re

from django.conf import settings

_ADDRESS = re.compile(r'action="(?:\{% (?:maybe_)?url "([^"]+)"|\{\{ (\w+(?:\.\w+)?) \}\})')

# template · where it is sent -> why sending it twice does no harm
MAY_GO_WITHOUT = {
    "accounts/_export.html · accounts:export-cancel": "cancelled is cancelled",
    "accounts/_exports.html · accounts:export-cancel": "cancelled is cancelled",
    "accounts/_exports.html · accounts:export-delete": "gone is gone",
    "accounts/_attachments.html · accounts:attachment-remove": "what is gone is gone",
    "accounts/_inbox_list.html · read_all_url": "read is read",
    "accounts/inbox.html · accounts:inbox-read-all": "read is read",
    "accounts/_message.html · accounts:inbox-keep": "kept is kept",
    "accounts/_message.html · read_url": "read is read",
    "accounts/_sign_in.html · accounts:sign_in": "a second sign-in is the same session",
    "accounts/signing_in.html · accounts:language": "the same choice",
    "accounts/forgot.html · itself": "the newest link counts, and there are few",
    "accounts/set_password.html · itself": "its link serves once",
    "accounts/kept.html · kept.path": "the form that is sent again brings its own",
    "accounts/password.html · itself": "the present password is another one then",
    "accounts/preferences.html · itself": "the same choices",
    "accounts/preferences.html · accounts:end-sessions": "none are left",
    "accounts/preferences.html · accounts:session-end": "ended is ended",
    "accounts/preferences.html · accounts:token-revoke": "revoked is revoked",
    "accounts/preferences.html · accounts:token-issue": "its answer holds a secret that is kept nowhere",
    "accounts/_trying.html · accounts:trying-end": "ended is ended",
    "admin/rights_person.html · accounts:trying-begin": "the same eyes",
    "admin/accounts/role/change_form.html · accounts:trying-begin": "the same eyes",
    "accounts/own_identity.html · accounts:own-identity-link": "the second leads to the provider as the first did",
    "accounts/own_identity.html · accounts:own-identity-unlink": "the second finds nothing to unlink",
    "admin/single_sign_on.html · admin:single-sign-on": "a try changes nothing",
    "accounts/totp.html · accounts:totp-begin": "the second secret takes the place of the first",
    "accounts/totp.html · accounts:totp-codes": "the second codes take the place of the first",
    "accounts/totp.html · accounts:totp-confirm": "a code counts once",
    "accounts/totp.html · accounts:totp-remove": "gone is gone",
    "admin/background/again.html · itself": "begun is begun: it did not fail any more",
    "admin/background/decide.html · itself": "decided is decided",
    "admin/background/timetable.html · itself": "once more does nothing twice",
    "admin/invariants.html · itself": "one check more",
    "admin/mail.html · itself": "one test mail more",
    "admin/papers.html · itself": "the same picture",
    "admin/settings.html · itself": "it carries what it showed",
    "admin/verb.html · itself": "each verb refuses, or does nothing, once its work is done",
    "classification/_tried.html · url": "nothing is kept",
    "classification/version/_acts.html · classification:draft-start": "there is one draft at most",
    "classification/version/list.html · classification:draft-start": "there is one draft at most",
    "reports/deliveries/detail.html · reports:schedule-leave": "who left has left",
    "reports/deliveries/unsubscribe.html · itself": "who left has left",
    "common/link_page.html · accounts:language": "the same choice",
    "components/_columns.html · url": "the same columns",
    "components/_me.html · preferences_url": "the same choice",
    "components/_me.html · sign_out_url": "signed out is signed out",
    "components/_next_actions.html · item.url": "a verb of the ladder: its state allows it once",
    "components/pair_acts.html · decide_url": "the same decision",
    "customers/credit/terms.html · itself": "it carries what it showed",
    "customers/duplicate/list.html · customers:duplicate-search": "one search more",
    "imports/profile/edit.html · imports:profile-edit": "the same mapping",
    "imports/run/_mapping.html · imports:run-mapping": "the same mapping",
    "imports/run/detail.html · imports:run-commit": "a run is committed once",
    "orders/approval/delegations.html · orders:delegation-end": "ended is ended",
    "orders/outbound/_handover.html · orders:outbound-link-revoke": "closed is closed",
    "orders/picking/detail.html · orders:outbound-leave-picking": "what is off the list is off it",
    "orders/order/_view_save.html · url": "what is gone is gone",
    "orders/line/list.html · preferences_url": "the same choice",
    "orders/order/list.html · preferences_url": "the same choice",
    "orders/order/_related.html · orders:entry-related-switch": "the same choice",
    "reminders/unsubscribe.html · itself": "off is off",
    "reminders/mine/list.html · reminders:answer": "answered is answered",
    "reminders/mine/_list.html · reminders:answer": "answered is answered",
    "reminders/wishes.html · reminders:wishes": "off is off",
    "reports/boards/dashboard.html · reports:dashboard-choose": "the same choice",
    "reminders/_line.html · url": "answered is answered",
    "segments/condition/_build.html · segments:condition-build": "it holds nothing",
    "orders/allocation/run.html · orders:allocation-run": "the token of the preview: it is done once",
    "orders/panel/_product_orders.html · orders:product-reserve": "what is free is given out once",
    "orders/panel/_customer_prices.html · remove_url": "gone is gone",
    "orders/completeness/table.html · itself": "it carries what it showed",
    "orders/credit/rules.html · itself": "it carries what it showed",
    "orders/validity/table.html · itself": "it carries what it showed",
    "reports/clientele/thresholds.html · admin:customer-thresholds": "it carries what it showed",
    "products/duplicate/list.html · products:duplicate-search": "one search more",
}


def _without() -> set[str]:
    root = settings.BASE_DIR / "templates"
    found = set()
    for path in root.rglob("*.html"):
        name = path.relative_to(root).as_posix()
        if name.startswith("common/_styleguide"):
            continue
        for rest in path.read_text(encoding="utf-8").split("<form ")[1:]:
            form = rest.partition("</form>")[0]
            if 'method="post"' not in form or "{% nonce %}" in form or 'name="version"' in form:
                continue
            address = _ADDRESS.search(form)
            found.add(f"{name} · {(address[1] or address[2]) if address else 'itself'}")
    return found


def test_a_form_without_nonce_and_version_is_one_of_these():
    assert _without() == set(MAY_GO_WITHOUT)
