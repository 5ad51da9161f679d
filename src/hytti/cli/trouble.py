"""What goes wrong on the command line is one sentence, not a traceback."""


class Trouble(Exception):
    """A sentence for the person at the keyboard: what is wrong and what to do."""
