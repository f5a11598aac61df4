"""The identity provider: its key, its clients and the tokens it signs."""
