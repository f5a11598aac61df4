"""Reading a passport document: bytes in, a reading report out, nothing stored."""
