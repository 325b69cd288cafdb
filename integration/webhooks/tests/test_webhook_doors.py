"""Webhooks by page: set up, shown, changed; who keeps which."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.tests.builders import make_user
from common import errors
from common import settings as company
from integration.webhooks import operations, queries, sending, targets
from integration.webhooks.models import WebhookAttempt, WebhookEndpoint
from integration.webhooks.states import State
from integration.webhooks.tests.receivers import AT, Hands, allow, happen, make_endpoint, receiver

pytestmark = pytest.mark.django_db
URL = "https://hooks.example.com/in"


@pytest.fixture
def boss():
    allow("hooks.example.com, *.partner.example, 127.0.0.1")
    return make_user("administrator", name="Boss")


def page(client, where, *args):
    return client.get(reverse(f"integration:{where}", args=args))


def post(client, where, *args, **data):
    return client.post(reverse(f"integration:{where}", args=args), data)


def form(**more):
    return {"name": "ERP", "url": URL, "kinds": "order.*, invoice.*", "subject": "", **more}


class TestKeeping:
    def refused(self, boss, **given):
        with pytest.raises(errors.Invalid) as caught:
            make_endpoint(boss, **{"url": URL, **given})
        return caught.value.fields

    @pytest.mark.parametrize(
        "url",
        [
            "http://hooks.example.com/",
            "https://evil.example/",
            "https://partner.example/",
            "https://127.0.0.1:8443/",
            "x",
        ],
    )
    def test_only_where_the_company_lets_them_be_sent(self, boss, url):
        assert "url" in self.refused(boss, url=url)
        assert make_endpoint(boss, "https://a.partner.example/in").pk

    def test_nowhere_before_the_company_named_a_host(self):
        assert "url" in self.refused(make_user("administrator"))

    def test_a_kind_that_does_not_exist_is_refused(self, boss):
        assert "kinds" in self.refused(boss, kinds=["order.*", "ordre.*"])
        assert make_endpoint(boss, URL, kinds=[" order.* ", "", "order.*"]).kinds == ["order.*"]

    @pytest.mark.parametrize("text", ["orders.ordr:118", "orders.ordr", "order:118"])
    def test_a_type_of_thing_that_does_not_exist_is_refused(self, boss, text):
        assert "subject" in self.refused(boss, subject=text)

    def test_what_events_are_about_is_taken_and_so_is_a_number(self, boss):
        for n, text in enumerate(("orders.order:118", "orders.order", "SO-20261120-0007", "")):
            assert make_endpoint(boss, URL, name=f"n{n}", subject=text).subject == text

    def test_one_that_the_catalogue_knows_no_more_stays_and_is_about_nothing(self, boss):
        endpoint = make_endpoint(boss, URL)
        WebhookEndpoint.objects.filter(pk=endpoint.pk).update(subject="orders.gone:1")
        assert queries.wanted_by(WebhookEndpoint.objects.get()).subject_type == "orders.gone"
        operations.save_endpoint(actor=boss, endpoint_id=endpoint.pk, name="Renamed", at=AT)

    def test_a_reader_has_to_be_able_to_read_the_feed(self, boss):
        with pytest.raises((errors.Invalid, errors.NotAllowed)):
            make_endpoint(boss, URL, reader_id=make_user("sales").pk)

    def test_a_client_keeps_those_that_are_read_as_itself(self, boss):
        client, other = make_user("api_client"), make_user("api_client")
        mine, bosses = make_endpoint(client, URL), make_endpoint(boss, URL, name="Boss's")
        assert list(queries.list_endpoints(client)) == [mine]
        assert set(queries.list_endpoints(boss)) == {mine, bosses}
        for actor, endpoint in ((client, bosses), (other, mine)):
            with pytest.raises(errors.NotFound):
                operations.pause(actor=actor, endpoint_id=endpoint.pk, at=AT)
        with pytest.raises(errors.NotAllowed):
            make_endpoint(client, URL, name="As another", reader_id=boss.pk)

    def test_who_keeps_none_gets_nowhere(self, boss):
        sales = make_user("sales")
        endpoint = make_endpoint(boss, URL)
        for call in (operations.pause, operations.resume, operations.remove, operations.rotate_secret):
            with pytest.raises(errors.NotAllowed):
                call(actor=sales, endpoint_id=endpoint.pk, at=AT)
        with pytest.raises(errors.NotAllowed):
            make_endpoint(sales, URL, name="Mine")

    def test_what_somebody_changed_meanwhile_is_not_overwritten(self, boss):
        endpoint = make_endpoint(boss, URL)
        given = {"actor": boss, "endpoint_id": endpoint.pk, "version": 1, "at": AT}
        operations.save_endpoint(**given, name="ERP 2")
        for call in (operations.pause, operations.resume, operations.remove, operations.rotate_secret):
            with pytest.raises(errors.Stale):
                call(**given)
        with pytest.raises(errors.Stale):
            operations.save_endpoint(**given, name="ERP 3")

    def test_another_address_is_tried_at_once(self, boss):
        endpoint = make_endpoint(boss, URL)
        WebhookEndpoint.objects.update(failures=3, due_at=AT)
        operations.save_endpoint(actor=boss, endpoint_id=endpoint.pk, url=f"{URL}/2", at=AT)
        row = WebhookEndpoint.objects.get()
        assert (row.failures, row.due_at) == (0, None)

    def test_a_place_that_the_feed_does_not_have_is_refused(self, boss):
        endpoint = make_endpoint(boss, URL)
        for bad in (-1, 10_000_000):
            with pytest.raises(errors.Invalid):
                operations.go_to(actor=boss, endpoint_id=endpoint.pk, position=bad, at=AT)


class TestPages:
    def test_the_secret_is_on_the_answer_and_nowhere_else(self, client, boss):
        client.force_login(boss)
        made = post(client, "webhook-new", **form())
        row = WebhookEndpoint.objects.get()
        assert made.status_code == 200 and row.secret in made.content.decode()
        assert "no-store" in made.headers["Cache-Control"]
        assert row.secret not in page(client, "webhook", row.pk).content.decode()
        assert row.secret not in page(client, "webhook-edit", row.pk).content.decode()
        assert (row.kinds, row.reader, row.owner) == (["order.*", "invoice.*"], boss, boss)
        rotated = post(client, "webhook-rotate", row.pk, version=row.version, hours="24")
        new = WebhookEndpoint.objects.get()
        assert new.secret != row.secret and new.secret in rotated.content.decode()
        assert new.old_secret == row.secret and row.secret not in rotated.content.decode()

    def test_faults_stand_beside_their_fields(self, client, boss):
        client.force_login(boss)
        answer = post(client, "webhook-new", **form(url="https://evil.example/", kinds="order.*"))
        assert answer.status_code == 422 and "do not name this host" in answer.content.decode()
        assert post(client, "webhook-new", **form(kinds="ordre.*")).status_code == 422
        made = make_endpoint(boss, URL, name="Another")
        wrong = {"version": made.version, "hours": "1000"}
        assert post(client, "webhook-rotate", made.pk, **wrong).status_code == 422
        assert post(client, "webhook-place", made.pk, version=made.version, position="99999999").status_code == 422

    def test_it_is_changed_paused_resumed_moved_and_removed(self, client, boss):
        client.force_login(boss)
        row = make_endpoint(boss, URL)

        def do(where, **data):
            answer = post(client, where, row.pk, version=WebhookEndpoint.objects.get().version, **data)
            assert answer.status_code == 303, answer.content.decode()[:500]

        do("webhook-edit", **form(name="ERP 2", reader=boss.pk))
        do("webhook-switch", to="pause")
        assert WebhookEndpoint.objects.get().state == State.PAUSED
        do("webhook-switch", to="now")
        do("webhook-place", position="0")
        assert (WebhookEndpoint.objects.get().name, WebhookEndpoint.objects.get().position) == ("ERP 2", 0)
        answer = post(client, "webhook-switch", row.pk, version=1, to="pause")
        assert answer.status_code == 409
        do("webhook-remove")
        assert not WebhookEndpoint.objects.exists()

    def test_the_log_shows_what_was_tried_and_offers_it_again(self, client, boss, settings):
        settings.OUTGOING_PRIVATE = ["127.0.0.1"]
        client.force_login(boss)
        with receiver() as there:
            there.answers["/in"], there.body = [204, 503], b"<script>busy</script>"
            row = make_endpoint(boss, f"{there.url}/in", kinds=["order.*"])
            happen(boss, "order.submitted", "order.approved")
            sending.serve(row.pk, until=AT + timedelta(hours=1), now=Hands())
        shown = page(client, "webhook", row.pk).content.decode()
        assert "order.submitted" in shown and "503" in shown and "&lt;script&gt;busy" in shown
        assert "<script>busy" not in shown and "Go on without this event" in shown and "Try now" in shown
        listed = page(client, "webhooks").content.decode()
        assert "HTTP 503" in listed and "Tried again later" in listed
        first, failed = WebhookAttempt.objects.order_by("pk")
        for nonce in ("n1", "n1"):
            assert post(client, "webhook-resend", row.pk, first.pk, nonce=nonce).status_code == 303
            assert post(client, "webhook-test", row.pk, nonce="n2").status_code == 303
        assert WebhookAttempt.objects.filter(tried_at__isnull=True).count() == 2
        skipped = {"version": WebhookEndpoint.objects.get().version, "position": failed.position}
        assert post(client, "webhook-place", row.pk, **skipped).status_code == 303
        assert WebhookEndpoint.objects.get().position == failed.position

    def test_strangers_find_nothing(self, client, boss):
        row = make_endpoint(boss, URL)
        client.force_login(make_user("api_client"))
        assert page(client, "webhook", row.pk).status_code == 404
        assert "ERP" not in page(client, "webhooks").content.decode()
        assert post(client, "webhook-switch", row.pk, version=1, to="pause").status_code == 404
        client.force_login(make_user("sales"))
        assert page(client, "webhooks").status_code == 403
        assert page(client, "webhook", row.pk).status_code == 403

    def test_lists_ask_the_same_whatever_there_is(self, client, boss, django_assert_max_num_queries):
        client.force_login(boss)
        row = make_endpoint(boss, URL)
        page(client, "webhooks")
        for n in range(5):
            make_endpoint(boss, URL, name=f"Another {n}")
        for _ in range(5):
            WebhookAttempt.objects.create(endpoint=row, trigger="TEST", kind="webhook.test", asked_at=AT, asked_by=boss)
        with django_assert_max_num_queries(14):
            page(client, "webhooks")
        with django_assert_max_num_queries(16):
            page(client, "webhook", row.pk)


def test_a_setting_that_names_no_host_is_refused():
    for good in ("", "hooks.example.com", "*.example.com, 127.0.0.1,::1"):
        assert company.fault_of(targets.SETTING, good) is None
    for bad in ("https://hooks.example.com", "hooks.example.com/in", "*", "a b", "ex*mple.com"):
        assert company.fault_of(targets.SETTING, bad)
