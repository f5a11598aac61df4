"""From what somebody says at a desk, on the phone or in a portal to a case, or to a refusal."""
