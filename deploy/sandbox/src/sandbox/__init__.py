"""The outside world for development and tests: identity, E-sosial cabinet, registries, clock."""
