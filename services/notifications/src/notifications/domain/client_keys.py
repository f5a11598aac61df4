"""The key under which the cabinet knows a message."""

import hashlib
import hmac


def client_key(secret: bytes, *, event_id: str, template: str, recipient_role: str) -> str:
    """Derive the cabinet's key of one message: 64 hexadecimal digits.

    The same request always gives the same key, so a second sending is the same message; without
    ``secret`` nobody can tell from a key which case or person it belongs to.
    """
    parts = f"{event_id}\x1f{template}\x1f{recipient_role}"
    return hmac.new(secret, parts.encode(), hashlib.sha256).hexdigest()
