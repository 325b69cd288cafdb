"""The admin console: our sign-in, our verbs, every save an operation."""

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.console import operations
from accounts.people import operations as people_operations
from accounts.people.models import Department, User
from accounts.roles import operations as role_operations
from accounts.roles import queries as roles
from accounts.roles.models import Role
from accounts.tests.builders import AT, PASSWORD, make_department, make_user
from accounts.tokens import operations as tokens
from common import errors, settings
from common.models import Event, OutboxMessage, Setting
from common.tests.browser_form import fields_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss():
    return make_user("administrator", name="Boss")


@pytest.fixture
def console(client, boss):
    client.force_login(boss)
    yield client
    settings.forget()


def person_form(**changes):
    given = {
        "username": "li.lei",
        "name": "李雷",
        "email": "",
        "phone": "",
        "job_title": "",
        "department": "",
        "language": "zh-hans",
        "roles": ["sales"],
        "password": PASSWORD,
    }
    return {**given, **changes}


class TestDoor:
    def test_signed_out_our_sign_in_asks(self, client):
        response = client.get("/admin/rights/", follow=True)
        assert response.redirect_chain[-1] == ("/sign-in/?next=/admin/rights/", 302)
        assert client.post("/admin/rights/").status_code == 401

    def test_without_the_right_it_stays_shut(self, client):
        client.force_login(make_user("executive"))
        assert client.get("/admin/", follow=True).status_code == 403

    @pytest.mark.parametrize(
        "name",
        [
            "index",
            "rights",
            "settings",
            "audit",
            "accounts_user_changelist",
            "accounts_user_add",
            "accounts_department_changelist",
            "accounts_department_add",
            "accounts_role_changelist",
            "accounts_role_add",
            "accounts_apitoken_changelist",
            "common_event_changelist",
            "common_outboxmessage_changelist",
            "common_job_changelist",
        ],
    )
    def test_every_page_opens(self, console, name):
        assert console.get(reverse(f"admin:{name}")).status_code == 200

    def test_a_right_to_the_console_is_no_right_to_its_pages(self, client):
        role = Role.objects.get(code="executive")
        role_operations.set_grants(
            actor=make_user("administrator"), role_id=role.pk, grants={"admin.console": "ALL", "audit.view": ""}, at=AT
        )
        client.force_login(make_user("executive"))
        assert client.get("/admin/").status_code == 200
        for page in ("rights/", "settings/", "audit/", "accounts/user/", "accounts/role/", "common/event/"):
            assert client.get(f"/admin/{page}").status_code == 403, page

    def test_third_parties_tables_are_not_shown(self, console):
        shown = {entry.url for shelf in console.get("/admin/").context["shelves"] for entry in shelf.entries}
        assert {"/admin/accounts/user/", "/admin/accounts/department/", "/admin/accounts/role/"} <= shown
        assert not [url for url in shown if url.startswith(("/admin/auth/", "/admin/axes/", "/admin/otp"))]

    def test_no_table_can_be_emptied_here(self, boss, rf):
        request = rf.get("/admin/")
        request.user = boss
        for model, table in admin.site._registry.items():
            if model._meta.app_label in ("accounts", "common"):
                assert not table.has_delete_permission(request), model


class TestPeople:
    def test_a_person_is_made_by_the_operation(self, console, boss):
        response = console.post(reverse("admin:accounts_user_add"), person_form())
        assert response.status_code == 302
        user = User.objects.get(username="li.lei")
        assert user.check_password(PASSWORD) and user.must_change_password
        assert roles.codes_of(user.pk) == ["sales"]
        assert Event.objects.filter(kind="person.created", actor_id=boss.pk, door="admin").exists()

    def test_what_the_operation_refuses_stands_in_the_form(self, console):
        response = console.post(reverse("admin:accounts_user_add"), person_form(password="short"))
        assert response.status_code == 200
        assert "password" in response.context["adminform"].form.errors
        assert not User.objects.filter(username="li.lei").exists()

    def test_a_change_touches_what_changed(self, console):
        department = make_department()
        user = make_user("sales", name="Old", department=department)
        url = reverse("admin:accounts_user_change", args=[user.pk])
        sent = fields_of(console.get(url), "user_form") | {"name": "New", "roles": ["sales", "finance"]}
        assert console.post(url, sent).status_code == 302
        user.refresh_from_db()
        assert user.name == "New" and user.username != "li.lei"
        assert set(roles.codes_of(user.pk)) == {"sales", "finance"}

    def test_an_old_page_changes_only_what_was_changed_on_it(self, console, boss):
        user = make_user("sales", name="Old", phone="1")
        url = reverse("admin:accounts_user_change", args=[user.pk])
        old = fields_of(console.get(url), "user_form")
        people_operations.update_user(actor=boss, user_id=user.pk, changes={"phone": "2"}, roles=["finance"], at=AT)
        assert console.post(url, old | {"name": "New"}).status_code == 302
        user.refresh_from_db()
        assert (user.name, user.phone, roles.codes_of(user.pk)) == ("New", "2", ["finance"])

    @pytest.mark.parametrize(("field", "mine"), [("phone", "3"), ("roles", ["executive"])])
    def test_two_changes_of_one_field_do_not_overwrite_each_other(self, console, boss, field, mine):
        user = make_user("sales", phone="1")
        url = reverse("admin:accounts_user_change", args=[user.pk])
        old = fields_of(console.get(url), "user_form")
        people_operations.update_user(actor=boss, user_id=user.pk, changes={"phone": "2"}, roles=["finance"], at=AT)
        answer = console.post(url, old | {field: mine})
        assert answer.status_code == 200 and "changed this meanwhile" in answer.content.decode()
        assert field in answer.context["adminform"].form.errors
        user.refresh_from_db()
        assert (user.phone, roles.codes_of(user.pk)) == ("2", ["finance"])

    def test_one_save_is_one_operation(self, console, boss):
        user = make_user("sales", name="Old")
        url = reverse("admin:accounts_user_change", args=[user.pk])
        with CaptureQueriesContext(connection) as statements:
            console.post(url, fields_of(console.get(url), "user_form") | {"name": "New", "roles": ["finance"]})
        told = [one for one in statements if "set_config('orders.actor'" in one["sql"]]
        assert len(told) == 1

    def test_the_last_administrator_is_refused_with_words(self, console, boss):
        url = reverse("admin:accounts_user_change", args=[boss.pk])
        sent = fields_of(console.get(url), "user_form") | {"roles": ["sales"]}
        response = console.post(url, sent, follow=True)
        assert "Nobody would be left" in response.content.decode()
        assert roles.codes_of(boss.pk) == ["administrator"]

    def test_verbs_stand_on_the_page_and_work(self, console):
        user, substitute = make_user(), make_user()
        page = console.get(reverse("admin:accounts_user_change", args=[user.pk])).content.decode()
        url = reverse("admin:accounts_user_verb", args=[user.pk, "deactivate"])
        assert url in page and "verb/reactivate/" not in page
        assert console.get(url).status_code == 200
        assert console.post(url, {"substitute": substitute.pk}).status_code == 303
        user.refresh_from_db()
        assert not user.is_active and user.substitute == substitute
        assert console.post(url, {"substitute": ""}).status_code == 422  # no longer active

    def test_a_password_by_an_administrator(self, console):
        user = make_user()
        url = reverse("admin:accounts_user_verb", args=[user.pk, "password"])
        assert console.post(url, {"password": "short"}).status_code == 422
        assert console.post(url, {"password": "another-good-one-7"}).status_code == 303
        user.refresh_from_db()
        assert user.check_password("another-good-one-7") and user.must_change_password

    def test_the_machine_is_not_listed(self, console):
        listed = console.get("/admin/accounts/user/").context["cl"].result_list
        assert "system" not in [user.username for user in listed]

    def test_people_are_searched_by_pinyin(self, console):
        make_user(name="王敏")
        found = console.get("/admin/accounts/user/?q=wm").context["cl"].result_list
        assert [user.name for user in found] == ["王敏"]


class TestDepartments:
    def test_one_is_made_moved_and_renamed(self, console):
        root = make_department()
        form = {"code": "E", "name": "East", "kind": "SALES", "parent": "", "head": "", "is_active": "on"}
        assert console.post(reverse("admin:accounts_department_add"), form).status_code == 302
        east = Department.objects.get(code="E")
        url = reverse("admin:accounts_department_change", args=[east.pk])
        shown = fields_of(console.get(url), "department_form")
        assert console.post(url, shown | {"name": "Far east", "parent": root.pk}).status_code == 302
        east.refresh_from_db()
        assert (east.name, east.path) == ("Far east", f"/{root.pk}/{east.pk}/")

    def test_a_loop_is_refused_in_the_form(self, console):
        root = make_department()
        child = make_department(parent=root)
        url = reverse("admin:accounts_department_change", args=[root.pk])
        response = console.post(url, fields_of(console.get(url), "department_form") | {"parent": child.pk})
        assert response.status_code == 200
        assert "cannot hang below itself" in response.content.decode()
        root.refresh_from_db()
        assert root.parent_id is None


class TestRoles:
    def test_rights_are_set_on_the_roles_page(self, console):
        role = Role.objects.get(code="sales")
        url = reverse("admin:accounts_role_change", args=[role.pk])
        assert 'name="verb-audit.view"' in console.get(url).content.decode()
        form = fields_of(console.get(url), "role_form") | {"verb-customer.view": "REGION"}
        assert console.post(url, form).status_code == 302
        assert roles.grants_of(role)["customer.view"] == "REGION"

    def test_what_somebody_else_changed_meanwhile_stays(self, console, boss):
        role = Role.objects.get(code="sales")
        url = reverse("admin:accounts_role_change", args=[role.pk])
        form = fields_of(console.get(url), "role_form")
        role_operations.set_grants(actor=boss, role_id=role.pk, grants={"audit.view": "ALL"}, at=AT)
        assert console.post(url, form).status_code == 302
        assert roles.grants_of(role)["audit.view"] == "ALL"

    def test_a_role_begins_like_another(self, console):
        form = {"code": "auditor", "name": "Auditor", "description": "", "like": "executive"}
        assert console.post(reverse("admin:accounts_role_add"), form).status_code == 302
        assert roles.grants_of(Role.objects.get(code="auditor"))["audit.view"] == "ALL"

    def test_the_matrix_shows_every_verb_and_role(self, console):
        from accounts.roles.verbs import verbs

        text = console.get("/admin/rights/").content.decode()
        assert all(f">{code}</span>" in text for code in verbs)
        assert "Order executing owner" in text


class TestSettings:
    def test_a_value_is_kept_told_and_in_force(self, console, boss):
        data = fields_of(console.get("/admin/settings/"))
        assert console.post("/admin/settings/", {**data, "attachment_max_mb": "7", "mfa_roles": []}).status_code == 303
        assert settings.get("attachment_max_mb") == 7 and settings.get("mfa_roles") == []
        told = Event.objects.get(kind="setting.changed").data["changes"]
        assert told["attachment_max_mb"] == [20, 7] and set(told) == {"attachment_max_mb", "mfa_roles"}

    def test_an_old_page_changes_only_what_was_changed_on_it(self, console, boss):
        old = fields_of(console.get("/admin/settings/"))
        operations.change_settings(actor=boss, values={"mfa_roles": ["sales"]}, at=AT)
        assert console.post("/admin/settings/", old | {"attachment_max_mb": "7"}).status_code == 303
        settings.forget()
        assert (settings.get("mfa_roles"), settings.get("attachment_max_mb")) == (["sales"], 7)

    def test_two_changes_of_one_setting_do_not_overwrite_each_other(self, console, boss):
        old = fields_of(console.get("/admin/settings/"))
        operations.change_settings(actor=boss, values={"attachment_max_mb": 9}, at=AT)
        answer = console.post("/admin/settings/", old | {"attachment_max_mb": "7"})
        assert answer.status_code == 422 and "Stored now: 9" in answer.content.decode()
        settings.forget()
        assert settings.get("attachment_max_mb") == 9

    def test_another_kind_of_value_is_refused(self, boss):
        for values in ({"attachment_max_mb": "many"}, {"no.such": 1}, {"mfa_roles": ["emperor"]}):
            with pytest.raises(errors.Invalid):
                operations.change_settings(actor=boss, values=values, at=AT)

    def test_a_number_written_as_text_stays_a_number(self, boss):
        settings.definitions.register(
            "test.percent", settings.Definition("80", "Percent", bounds=settings.Bounds(0, 100, places=1))
        )
        try:
            for wrong in ("eighty", "", "-1", "NaN", "1e1", "100.1", "7.55", "٧"):
                with pytest.raises(errors.Invalid):
                    operations.change_settings(actor=boss, values={"test.percent": wrong}, at=AT)
            operations.change_settings(actor=boss, values={"test.percent": "75.5"}, at=AT)
            assert settings.get("test.percent") == "75.5"
        finally:
            del settings.definitions._entries["test.percent"]

    def test_the_default_is_followed_again(self, boss):
        operations.change_settings(actor=boss, values={"attachment_max_mb": 7}, at=AT)
        operations.change_settings(actor=boss, values={"attachment_max_mb": 20}, at=AT)
        assert not Setting.objects.filter(key="attachment_max_mb").exists()
        settings.forget()

    def test_only_with_the_right(self):
        with pytest.raises(errors.NotAllowed):
            operations.change_settings(actor=make_user("executive"), values={}, at=AT)


class TestMachinery:
    @pytest.fixture
    def doubtful(self):
        return OutboxMessage.objects.create(
            topic="mail", dedupe_key="m1", state="DOUBTFUL", attempts=8, due_at=AT, created_at=AT, last_error="timeout"
        )

    def test_a_doubtful_message_is_sent_again_by_a_person(self, console, boss, doubtful):
        sent = OutboxMessage.objects.create(topic="mail", dedupe_key="m2", state="SENT", due_at=AT, created_at=AT)
        data = {"action": "resend", "_selected_action": [doubtful.pk, sent.pk]}
        console.post(reverse("admin:common_outboxmessage_changelist"), data)
        doubtful.refresh_from_db()
        sent.refresh_from_db()
        assert (doubtful.state, doubtful.attempts, sent.state) == ("PENDING", 0, "SENT")
        event = Event.objects.get(kind="outbox.resent")
        assert (event.actor_id, event.subject_id) == (boss.pk, doubtful.pk)

    def test_only_with_the_right(self, doubtful):
        with pytest.raises(errors.NotAllowed):
            operations.resend_messages(actor=make_user("executive"), message_ids=[doubtful.pk], at=AT)

    def test_a_token_is_revoked(self, console, boss):
        token, _secret = tokens.issue_token(actor=boss, name="shop", at=AT)
        url = reverse("admin:accounts_apitoken_verb", args=[token.pk, "revoke"])
        assert url in console.get(reverse("admin:accounts_apitoken_change", args=[token.pk])).content.decode()
        assert console.post(url).status_code == 303
        token.refresh_from_db()
        assert token.revoked_at is not None

    def test_events_name_their_people_in_one_statement(self, console, django_assert_max_num_queries):
        for _n in range(5):
            make_department()
        with django_assert_max_num_queries(12):
            text = console.get("/admin/common/event/").content.decode()
        assert "department.created" in text

    def test_the_trail_is_searched(self, console, boss):
        make_department(name="Needle")
        text = console.get("/admin/audit/?table=accounts_department").content.decode()
        assert "Needle" in text and "department.created" in text
        assert console.get("/admin/audit/?first=nonsense").status_code == 200
