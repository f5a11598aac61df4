"""Tables and the only SQL of this service; never a commit."""
