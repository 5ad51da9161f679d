"""What the pages show, each with a number of queries that does not grow with the content."""
