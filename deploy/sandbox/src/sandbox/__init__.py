"""The outside world for development and tests: identity provider, cabinet, registries, clock."""
