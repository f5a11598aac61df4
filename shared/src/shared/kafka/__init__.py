"""The only place that knows Kafka's client."""
