"""Where the local stack keeps its files: everything lies under `.local` of this checkout."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[4]
"""The checkout this code runs from."""

LOCAL = ROOT / ".local"
LOGS = LOCAL / "logs"
POSTGRES_DATA = LOCAL / "postgres"
KAFKA_DATA = LOCAL / "kafka"
KAFKA_JARS = LOCAL / "cache" / "kafka"
"""Shared by the stack and the test runs, so that the broker is downloaded once."""
