"""Messages: what a case promises, posted once to the citizen's cabinet."""
