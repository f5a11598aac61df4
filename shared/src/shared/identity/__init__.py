"""Who calls: tokens of an OIDC provider, checked here, and what a route asks of the caller."""
