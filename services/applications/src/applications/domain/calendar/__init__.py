"""The working calendar: its versions, who stands for them, and the hours of the centres."""
