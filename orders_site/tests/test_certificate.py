"""Until when the certificate of the site is valid: asked over real TLS, told on the state page."""

import socket
import ssl
import threading
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from common import clock, standing
from orders_site import certificate


@pytest.fixture(autouse=True)
def _nothing_known():
    certificate.forget()
    yield
    certificate.forget()


def make(folder, *, days):
    """A certificate of localhost that is valid for so many days more, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(1).not_valid_before(datetime.now(UTC) - timedelta(days=30))
    made = made.not_valid_after(datetime.now(UTC) + timedelta(days=days))
    names = x509.SubjectAlternativeName([x509.DNSName("localhost")])
    signed = made.add_extension(names, critical=False).sign(key, hashes.SHA256())
    kind, plain = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    (folder / "cert.pem").write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(key.private_bytes(serialization.Encoding.PEM, kind, plain))
    return folder / "cert.pem", folder / "key.pem"


@contextmanager
def served(cert, key):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer():
            try:
                plain, _address = server.accept()
                with plain, context.wrap_socket(plain, server_side=True) as safe:
                    safe.recv(1)
            except OSError:
                pass  # the other side refused the certificate

        thread = threading.Thread(target=answer, daemon=True)
        thread.start()
        yield server.getsockname()[1]
        thread.join(timeout=10)


def test_the_last_day_is_read_off_the_certificate(tmp_path):
    cert, key = make(tmp_path, days=10)
    with served(cert, key) as port:
        found = certificate._ask("localhost", port, ssl.create_default_context(cafile=str(cert)))
    assert found.until is not None and (found.until - datetime.now(UTC)).days in (9, 10)


def test_one_that_browsers_refuse_is_told(tmp_path):
    cert, key = make(tmp_path, days=10)
    with served(cert, key) as port:
        found = certificate.of(f"https://localhost:{port}")
    assert found.until is None and "self" in found.fault.lower()


def test_without_tls_there_is_none_and_a_dead_address_is_no_fault_of_the_page():
    assert certificate.of("http://localhost") is None
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    assert "refused" in certificate.of(f"https://localhost:{port}").fault


@pytest.mark.django_db
@pytest.mark.parametrize(("days", "tone"), [(60, "ok"), (15, "warn"), (3, "bad")])
def test_the_state_page_says_how_many_days_are_left(settings, monkeypatch, days, tone):
    settings.SITE_URL, now = "https://orders.example.com", clock.now()
    until = now + timedelta(days=days, hours=1)
    monkeypatch.setattr(certificate, "_ask", lambda host, port: certificate.Certificate(host, until))
    facts = [fact for told in standing.read_all(at=now) for fact in told.facts]
    found = next(fact for fact in facts if "orders.example.com" in str(fact.label))
    assert (found.tone, found.value) == (tone, f"valid for {days} more days")
