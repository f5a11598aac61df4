"""Creates the topics of the event map: `python -m local_stack.topics BOOTSTRAP`.

Prints how topics that exist differ from the map; ends with 1 when no broker answers. A program of
its own, so that `dost` does not load the Kafka client for each word it says.
"""

import asyncio
import sys

from local_stack.layout import ROOT
from shared.kafka.deadlines import KafkaUnavailable
from shared.kafka.topics import ensure_topics, load_topics

_EVENT_MAP = ROOT / "deploy" / "kafka" / "topics.yaml"


def main(bootstrap: str) -> int:
    """Create what is missing; returns the exit code."""
    try:
        done = asyncio.run(ensure_topics(bootstrap, load_topics(_EVENT_MAP)))
    except KafkaUnavailable as error:
        sys.stderr.write(f"{error.__cause__ or error}\n")
        return 1
    sys.stdout.writelines(f"{difference}\n" for difference in done.differences)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
