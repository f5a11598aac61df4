"""Where a provider's endpoints are: OpenID Connect Discovery 1.0, section 4."""

from shared.http import HttpClient, PartnerUnavailable, fetch_json
from shared.identity.refusals import IdentityUnavailable

SECONDS = 3.0


async def endpoint_of(client: HttpClient, issuer: str, name: str) -> str:
    """Return the address of ``jwks_uri`` or ``token_endpoint`` as ``issuer`` publishes it.

    Raises IdentityUnavailable when the provider does not answer, calls itself something else
    (section 4.3), or leads from https to http.
    """
    try:
        address = f"{issuer.rstrip('/')}/.well-known/openid-configuration"
        document = await fetch_json(client, "GET", address, seconds=SECONDS)
    except PartnerUnavailable as error:
        raise IdentityUnavailable from error
    endpoint = document.get(name)
    if document.get("issuer") != issuer or not isinstance(endpoint, str):
        raise IdentityUnavailable
    if issuer.startswith("https://") and not endpoint.startswith("https://"):
        raise IdentityUnavailable
    return endpoint
