"""Changes of state: each asks for the right, then the rule, then changes and records."""
