"""Which outside system a path belongs to."""

ESOSIAL, IDENTITY, MEIS = "esosial", "identity", "meis"

# Asked by tests and by people who look around, never by the suite: no fault may hit them and
# they must not be counted among the calls of the suite.
CONTROLS = frozenset({"/identity/test-tokens", "/esosial/inboxes", "/esosial/messages"})


def target_of(path: str) -> str | None:
    """Return ``esosial``, ``identity`` or ``meis/<subsystem>``; None for the sandbox's own paths."""
    if path in CONTROLS:
        return None
    parts = path.strip("/").split("/")
    if parts[0] in {ESOSIAL, IDENTITY}:
        return parts[0]
    if parts[0] == MEIS and len(parts) > 1:
        return f"{MEIS}/{parts[1]}"
    return None


def belongs_to(target: str, wanted: str) -> bool:
    """Tell whether ``target`` is ``wanted`` or inside it (``meis`` holds all sixteen)."""
    return target == wanted or target.startswith(f"{wanted}/")
