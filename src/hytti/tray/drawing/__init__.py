"""Pictures of the tray: pure functions from plain values to SVG text."""
