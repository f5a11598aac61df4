"""The catalogue: reads, reviews and publishes service passports."""
