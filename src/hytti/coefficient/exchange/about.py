"""What goes with every figure that leaves the house."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from hytti.methods.coefficient import options_of

if TYPE_CHECKING:
    from hytti.methods.coefficient import Options, Result, Rules
    from hytti.methods.coefficient.options import Choice, Option


class About(NamedTuple):
    """Where a table is from, of which day, and what it is called; an example's figures are made up."""

    source: str
    as_of: str
    name: str = ""
    address: str = ""
    is_example: bool = False


def chosen(option: Option, options: Options) -> Choice:
    """The choice that was made at a silent point."""
    value = getattr(options, option.key)
    return next(choice for choice in option.choices if choice.value is value or choice.value == value)


def options_text(rules: Rules, options: Options) -> str:
    """The choices in one line, by their keys: "national_mean=weighted; tie=half"."""
    return "; ".join(f"{option.key}={_plain(getattr(options, option.key))}" for option in options_of(rules))


def law_text(result: Result) -> str:
    """The act and the decree, as the rules name them."""
    return f"{result.rules.law}; {result.rules.section}"


def _plain(value: object) -> str:
    return "none" if value is None else str(value).lower()
