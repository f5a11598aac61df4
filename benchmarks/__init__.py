"""How the suite performs, as ratios within one run."""
