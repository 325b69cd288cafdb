"""Outside development the site refuses to start with settings that would not be safe."""

from orders_site import environment as env

_LOOPBACK = {"localhost", "127.0.0.1", "[::1]", "testserver"}


def find_faults() -> list[str]:
    """Every reason not to start with this environment, in words; empty when it is fit."""
    environment = env.read("ORDERS_ENV")
    if environment not in {"development", "test", "production"}:
        return [f"ORDERS_ENV must be development, test or production, not {environment!r}"]
    if env.read("ORDERS_PROCESS") not in {"web", "worker", "command", "owner"}:
        return ["ORDERS_PROCESS must be web, worker, command or owner"]
    return [*(_production_faults() if environment == "production" else _development_faults()), *_provider_faults()]


def _provider_faults() -> list[str]:
    issuer, client = env.read("ORDERS_OIDC_ISSUER"), env.read("ORDERS_OIDC_CLIENT_ID")
    if bool(issuer) != bool(client):
        return ["ORDERS_OIDC_ISSUER and ORDERS_OIDC_CLIENT_ID belong together: set both, or neither"]
    is_named = any(name in issuer for name in "?# ")
    if issuer and (is_named or not issuer.startswith("https://" if _is_production() else ("https://", "http://"))):
        return ["ORDERS_OIDC_ISSUER must be the provider's https:// address, without “?” and “#”"]
    return []


def _is_production() -> bool:
    return env.read("ORDERS_ENV") == "production"


def _development_faults() -> list[str]:
    foreign = [host for host in env.read_list("ORDERS_ALLOWED_HOSTS") if host not in _LOOPBACK]
    if foreign:
        names = ", ".join(foreign)
        return [f"ORDERS_ALLOWED_HOSTS: {names}: development serves this machine only; set ORDERS_ENV=production"]
    return []


def _production_faults() -> list[str]:
    faults = []
    key = env.given("ORDERS_SECRET_KEY")
    if len(key) < 50 or len(set(key)) < 10:
        faults.append("ORDERS_SECRET_KEY (or ORDERS_SECRET_KEY_FILE) must hold at least 50 random characters")
    if env.read_flag("ORDERS_DEBUG"):
        faults.append("ORDERS_DEBUG must be off: it shows code and settings to everybody")
    hosts = env.given("ORDERS_ALLOWED_HOSTS")
    if not hosts or any(host.startswith(("*", ".")) for host in env.read_list("ORDERS_ALLOWED_HOSTS")):
        faults.append("ORDERS_ALLOWED_HOSTS must name this site's host names, without wildcards")
    if not env.read("ORDERS_SITE_URL").startswith("https://"):
        faults.append("ORDERS_SITE_URL must be the https:// address people use: links in mail are made from it")
    if not env.read_flag("ORDERS_TRUSTED_PROXY"):
        faults.append("ORDERS_TRUSTED_PROXY must be 1: production stands behind a TLS proxy (docs/operations.md)")
    for name in ("DATABASE_URL", "REDIS_URL", "EMAIL_URL"):
        if not env.given(name):
            faults.append(f"{name} (or {name}_FILE) must be set")
    return faults


def refuse_unsafe() -> None:
    """Raise Unsafe, naming every fault, unless the environment is fit to start with."""
    if faults := find_faults():
        raise env.Unsafe("Not started, the settings are not safe:\n" + "".join(f"  - {fault}\n" for fault in faults))
