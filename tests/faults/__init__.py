"""Faults of real processes under load; a package, so that one stack serves its tests and ends with them."""
