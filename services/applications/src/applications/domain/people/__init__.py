"""What people are to a case: who may see it, act in it, and be told."""
