"""Offers handed to other systems: calendars, tables, lists to embed, and lasting names for what has none of its own."""
