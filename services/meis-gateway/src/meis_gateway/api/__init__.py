"""HTTP: parse a request, call one use case, shape the answer."""
