"""Pictures of the plans, drawn on the server."""
