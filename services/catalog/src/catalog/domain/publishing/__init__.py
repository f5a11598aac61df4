"""From a reading to a published passport: what an editor adds and what publication demands."""
