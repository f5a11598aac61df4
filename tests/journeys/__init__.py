"""Journeys through the whole suite; a package, so that its stack ends with its last test."""
