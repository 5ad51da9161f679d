"""The figures: what is measured, from where, and the pages that show it."""
