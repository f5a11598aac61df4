"""How long a process may take to end after SIGTERM, and what every limit of waiting must keep to.

An orchestrator kills what is not gone after a while. A call that may take longer than its process
has to end would be cut in the middle: a registry asked for nothing, a message of unknown fate.
"""

from typing import Final

API_SECONDS: Final = 10.0
"""What requests in flight have to end."""

WORKER_SECONDS: Final = 15.0
"""What the parts of a worker have to finish what they hold; then they are cancelled."""

GONE_SECONDS: Final = 19.0
"""Then the process ends by force, whatever it still waits for: it is gone within 20 s."""
