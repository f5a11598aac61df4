"""The local stack: PostgreSQL, Kafka and every process of the suite on one machine."""
