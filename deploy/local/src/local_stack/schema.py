"""Brings databases to the newest schema: `python -m local_stack.schema`, given JSON on its input.

The input is a list of pairs, a service's folder and the address of its database; an address may
hold a password, which a command line would show to everybody. A program of its own, so that
`dost` does not load the database libraries for each word it says.
"""

import asyncio
import json
import sys
from pathlib import Path

from shared.migrations import WrongRole, upgrade


def main() -> None:
    """Run the migrations of each service, one after the other."""
    for service_root, url in json.load(sys.stdin):
        try:
            asyncio.run(upgrade(Path(service_root), url))
        except WrongRole as refused:
            sys.exit(str(refused))


if __name__ == "__main__":
    main()
