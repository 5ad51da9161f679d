"""What people type about the coefficient."""
