"""The coefficient's own pictures, as SVG. They know no framework."""
