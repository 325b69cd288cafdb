"""A client generated from the API document, as docs/api.md tells customers to, works against the running server."""

import importlib
import json
import subprocess
import sys
from uuid import uuid4

import pytest
from django.conf import settings
from drf_spectacular.generators import SchemaGenerator

from accounts.tests.builders import make_user
from accounts.tokens import operations as tokens
from common import clock
from customers.tests.builders import make_customer

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
NAME = "order_management_api_client"


@pytest.fixture(scope="module")
def package(tmp_path_factory):
    """The generated package, importable; what could not be generated fails here."""
    folder = tmp_path_factory.mktemp("client")
    document = folder / "orders.json"
    document.write_text(json.dumps(SchemaGenerator().get_schema(request=None, public=True), default=str))
    config = settings.BASE_DIR / "docs" / "api" / "python-client.yml"
    command = [sys.executable, "-m", "openapi_python_client", "generate", "--meta", "none", "--fail-on-warning"]
    command += ["--path", document, "--config", config, "--output-path", folder / NAME]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    sys.path.insert(0, str(folder))
    yield lambda name: importlib.import_module(f"{NAME}.{name}")
    sys.path.remove(str(folder))
    for module in [one for one in sys.modules if one.split(".")[0] == NAME]:
        del sys.modules[module]


@pytest.mark.timeout(400)
def test_it_lists_reads_creates_once_changes_and_is_refused(package, live_server):
    desk = make_user("order_desk")
    customer = make_customer(owner=desk, name="苏州称重技术有限公司")
    _token, secret = tokens.issue_token(actor=desk, name="client", at=clock.now())
    client = package("client").AuthenticatedClient(base_url=live_server.url, token=secret, prefix="Token", timeout=60)
    models, api = package("models"), lambda name: package(f"api.{name}")

    page = api("customers.customers_list").sync(client=client, page_size=5)
    assert [one.code for one in page.results] == [customer.code] and page.count == 1
    assert api("customers.customers_retrieve").sync(customer.code, client=client).name == customer.name

    create, key = api("inquiries.inquiries_create"), str(uuid4())
    asked = models.InquiryInputRequest.from_dict({"customer": customer.code, "channel": "MAIL", "asked": "10 台台秤"})
    first, again = (create.sync_detailed(client=client, body=asked, idempotency_key=key) for _ in range(2))
    assert first.status_code == 201, first.content
    assert again.headers["Idempotency-Replayed"] == "true" and again.parsed.number == first.parsed.number

    stranger = api("orders.orders_retrieve").sync("SO20261120-0001", client=client)
    assert isinstance(stranger, models.ProblemNotFound) and stranger.status == 404
    unsigned = package("client").AuthenticatedClient(base_url=live_server.url, token="so_no", prefix="Token")
    assert api("customers.customers_list").sync(client=unsigned).code.value == "authentication_failed"


@pytest.mark.timeout(400)
def test_many_calls_go_through_it(package, live_server):
    desk = make_user("administrator")
    _token, secret = tokens.issue_token(actor=desk, name="client", at=clock.now())
    client = package("client").AuthenticatedClient(base_url=live_server.url, token=secret, prefix="Token", timeout=60)
    rows = [
        {"key": str(uuid4()), "path": "/api/v1/product-categories/", "body": {"code": code, "name": name}}
        for code, name in (("07", "传感器"), ("08", ""))
    ]
    body = package("models").BulkInputRequest.from_dict({"rows": rows})
    found = package("api.bulk.bulk_create").sync(client=client, body=body)
    assert (found.done, found.refused) == (1, 1)
    assert found.rows[1].problem.code == "invalid" and found.rows[0].location.endswith("/07/")
