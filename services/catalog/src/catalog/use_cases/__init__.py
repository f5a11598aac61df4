"""One verb a file: load, decide, save, record the event."""
