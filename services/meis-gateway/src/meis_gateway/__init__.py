"""The gateway to the ministry's subsystems: purpose first, evidence first, typed answers."""
