"""The open table: which action leads where, who may do it, and what must hold. Data."""
