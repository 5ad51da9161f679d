"""What the pages of the figures show, gathered from the store."""
