"""The rows of the applications database, one module for each part of it."""
