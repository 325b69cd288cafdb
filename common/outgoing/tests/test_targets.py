"""Which addresses may be called."""

from ipaddress import ip_address

import pytest

from common.outgoing import ANY, Allowed, Reason, Refused, target_of
from common.outgoing.targets import admitted, is_public


@pytest.fixture(autouse=True)
def none_of_ours(settings):
    settings.OUTGOING_PRIVATE = []


def reason_of(url, allow=ANY):
    with pytest.raises(Refused) as caught:
        target_of(url, allow)
    return caught.value.reason


def test_a_public_https_address_is_what_it_says():
    found = target_of("https://Hooks.Example.com./in?a=1&b=%20#part", ANY)
    assert (found.is_tls, found.host, found.port, found.path) == (True, "hooks.example.com", 443, "/in?a=1&b=%20")
    assert found.named == "hooks.example.com"
    assert target_of("https://example.com:8443", ANY).named == "example.com:8443"
    assert target_of("https://[2606:4700::1111]/", ANY).named == "[2606:4700::1111]"


def test_a_name_in_other_letters_is_called_by_its_ascii_form():
    assert target_of("https://例子.中国/路", ANY).host == "xn--fsqu00a.xn--fiqs8s"
    assert target_of("https://例子.中国/路", ANY).path == "/%E8%B7%AF"


@pytest.mark.parametrize("url", ["http://example.com/", "ftp://example.com/", "file:///etc/passwd", "gopher://x/", "x"])
def test_only_https(url):
    assert reason_of(url) == Reason.SCHEME


@pytest.mark.parametrize(
    "url", ["https://me:pw@example.com/", "https://example.com@evil.example/", "https://@e.example/"]
)
def test_no_user_name_stands_in_an_address(url):
    assert reason_of(url) == Reason.USERINFO


@pytest.mark.parametrize("port", [22, 25, 80, 5432, 6379, 0])
def test_only_the_ports_of_the_web(port):
    assert reason_of(f"https://example.com:{port}/") == Reason.PORT


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "255.255.255.255",
        "192.88.99.1",
        "198.18.0.1",
        "192.0.0.192",
        "168.63.129.16",
        "[3fff::1]",
        "[::ffff:168.63.129.16]",
        "[::1]",
        "[::]",
        "[::ffff:127.0.0.1]",
        "[::ffff:169.254.169.254]",
        "[::127.0.0.1]",
        "[fe80::1]",
        "[fc00::1]",
        "[fec0::1]",
        "[2002:7f00:1::]",
        "[2001:0:7f00:1::]",
        "[64:ff9b::7f00:1]",
        "[64:ff9b:1::1]",
        "[ff02::1]",
        "１２７.０.０.１",
        "127。0。0。1",
    ],
)
def test_nothing_within_a_private_network(host):
    assert reason_of(f"https://{host}/") == Reason.PRIVATE


@pytest.mark.parametrize(
    "host",
    [
        "2130706433",
        "0x7f000001",
        "0x7f.0.0.1",
        "0177.0.0.1",
        "127.1",
        "127.0.0.0x1",
        "1.2.3.4.5",
        "256.1.1.1",
        "a..b",
        "-a.example",
        "a b.example",
        "exa%6dple.com",
        "[fe80::1%25eth0]",
        "[v1.a]",
        "",
        "a" * 64 + ".example",
    ],
)
def test_what_is_a_number_to_others_and_no_plain_address_is_no_host(host):
    assert reason_of(f"https://{host}/") == Reason.ADDRESS


@pytest.mark.parametrize(
    "url", ["https://a.example\\@b/", "https://a.example/\n", "https://a.ex ample/", "", "https:///x"]
)
def test_what_readers_of_addresses_read_in_two_ways_is_none(url):
    assert reason_of(url) == Reason.ADDRESS
    assert reason_of("https://example.com/" + "x" * 2000) == Reason.ADDRESS


def test_a_caller_may_name_the_hosts_that_it_may_reach():
    allow = Allowed(hosts=["api.example.com", "*.partner.example"])
    for good in ("api.example.com", "a.partner.example", "a.b.partner.example"):
        assert target_of(f"https://{good}/", allow).host == good
    for bad in ("example.com", "partner.example", "evilpartner.example", "api.example.com.evil.example"):
        assert reason_of(f"https://{bad}/", allow) == Reason.HOST


def test_a_name_leads_only_to_those_of_its_addresses_that_are_public():
    assert admitted("a.example", ["10.0.0.1", "93.184.216.34", "::1"]) == ["93.184.216.34"]
    with pytest.raises(Refused):
        admitted("a.example", ["10.0.0.1", "::ffff:10.0.0.1"])


def test_the_company_may_name_private_hosts_and_networks(settings):
    settings.OUTGOING_PRIVATE = ["erp.local", "10.1.0.0/16", "127.0.0.1"]
    assert target_of("http://erp.local:9000/in", ANY).port == 9000
    assert admitted("erp.local", ["192.168.5.5"]) == ["192.168.5.5"]
    assert target_of("http://127.0.0.1:81/", ANY).is_tls is False
    assert admitted("a.example", ["10.1.2.3", "10.2.2.3"]) == ["10.1.2.3"]
    assert admitted("a.example", ["::ffff:10.1.2.3"]) == ["::ffff:10.1.2.3"]
    assert reason_of("http://a.example/") == Reason.SCHEME  # its name is not one of them
    assert reason_of("https://127.0.0.2/") == Reason.PRIVATE
    assert reason_of("http://erp.local:9000/", Allowed(hosts=["other.example"])) == Reason.HOST


def test_a_network_of_the_company_is_called_by_https_at_the_ports_of_the_web_only(settings):
    settings.OUTGOING_PRIVATE = ["10.1.4.0/24", "10.9.9.9", "10.8.8.8/32", "fd00:1::/64"]
    assert target_of("https://10.1.4.7/x", ANY).host == "10.1.4.7"
    assert target_of("https://[fd00:1::5]:8443/x", ANY).port == 8443
    for url in ("http://10.1.4.7:6379/x", "http://10.1.4.7/", "http://[fd00:1::5]/"):
        assert reason_of(url) == Reason.SCHEME, url
        assert reason_of(url, Allowed(hosts=["10.1.4.7"])) == Reason.SCHEME
    assert reason_of("https://10.1.4.7:22/x") == Reason.PORT
    for named in ("10.9.9.9", "10.8.8.8"):
        assert target_of(f"http://{named}:9000/", ANY).port == 9000
    assert reason_of("https://10.2.0.1/") == Reason.PRIVATE


@pytest.mark.parametrize("text", ["93.184.216.34", "2606:4700::1111", "::ffff:93.184.216.34", "64:ff9b::5db8:d822"])
def test_the_open_internet_is_public(text):
    assert is_public(ip_address(text))
