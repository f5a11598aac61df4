"""Pure rules: time and ids are arguments, nothing is read or written."""
