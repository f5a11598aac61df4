"""Cases: intake from the channels, and each case run by its passport."""
