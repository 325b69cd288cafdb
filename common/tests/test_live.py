"""A request that a browser leaves behind is over before the rows of its test are taken away."""

import http.client
import threading
import time
from urllib.parse import urlsplit

import pytest
from django.core.signals import request_started

from common.models import Setting
from common.tests import live

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def test_what_is_under_way_is_waited_for(live_server):
    began = threading.Event()

    def slow(**_kwargs):
        began.set()
        time.sleep(0.6)
        Setting.objects.create(key="left behind", value=1)

    request_started.connect(slow)
    try:
        address = urlsplit(live_server.url)
        caller = http.client.HTTPConnection(address.hostname, address.port)
        caller.request("GET", "/healthz")
        assert began.wait(10)
        caller.close()
        live.settle()
    finally:
        request_started.disconnect(slow)
    assert Setting.objects.filter(key="left behind").exists()
