"""Due rows: claim one, call one use case."""
