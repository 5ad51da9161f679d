"""Rules of the tray that need no database."""
