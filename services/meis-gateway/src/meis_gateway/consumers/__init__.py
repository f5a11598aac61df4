"""Kafka: parse an event, call one use case."""
