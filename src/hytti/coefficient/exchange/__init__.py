"""The coefficient's tables in and out: templates to fill in, an importer with errors by cell, files of a result.

Knows neither the database nor the pages: what was read is given back, and the room decides what becomes of it.
"""
