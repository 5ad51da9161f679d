"""What the pages of the coefficient show, as plain values."""
