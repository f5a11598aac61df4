"""The routes of the sandbox, one module for each part of the outside world."""
