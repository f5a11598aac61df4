"""The certificate store of this machine, which may know more authorities than a library brings."""

from pathlib import Path

_STORES = (
    Path("/etc/ssl/certs/ca-certificates.crt"),  # Debian, Ubuntu, Alpine
    Path("/etc/pki/tls/certs/ca-bundle.crt"),  # Fedora, RHEL
)


def certificate_variables(inherited: dict[str, str]) -> dict[str, str]:
    """Return the environment with which the jar resolver trusts what this machine trusts."""
    store = next((store for store in _STORES if store.exists()), None)
    if store is None or "REQUESTS_CA_BUNDLE" in inherited:
        return inherited
    return {**inherited, "REQUESTS_CA_BUNDLE": str(store)}
