"""Terms: the ways of counting, and the dates of a case with their sentences."""
