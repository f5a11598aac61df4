"""What the four services must agree on: events, transactions, identity, errors, time, secrecy."""
