"""The HYTE coefficient: what it is, what it gives in euros, and what would change it."""
