"""Papers: what a passport asks for, what is handed in, and which files are taken."""
