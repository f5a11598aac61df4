"""What passes the border of the outside world: who called, and what goes wrong on purpose."""
