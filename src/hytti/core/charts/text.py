"""How wide a text is in Source Sans 3, and where a Finnish text may turn to a new line."""

from functools import lru_cache
from itertools import pairwise

from hytti.core.charts import source_sans

SOFT_HYPHEN = "\u00ad"

# Second parts of the field's compounds, so that "järjestöneuvottelukunta" turns between its words.
COMPOUND_HEADS = (
    "asiantuntija", "edistämis", "hallitus", "kehittämis", "kertomus", "kokeilu", "koordinaatio", "koordinaattor",
    "lautakunta", "lautakunnan", "neuvottelukunta", "neuvottelukunnan", "neuvosto", "palvelu", "ryhmä", "ryhmän",
    "strategia", "suunnitelma", "toimikunta", "valtuusto", "verkosto", "vaikutus", "yhteistyö",
)  # fmt: skip
_VOWELS = frozenset("aeiouyäöå")
_SHORTEST_PART = 3

_REGULAR = dict(zip(source_sans.CHARACTERS, source_sans.REGULAR, strict=True))
_STRONG = dict(zip(source_sans.CHARACTERS, source_sans.STRONG, strict=True))
_UNKNOWN = 760


@lru_cache(maxsize=8192)
def text_width(text: str, size: float, weight: int = 400) -> float:
    """Width in pixels; soft hyphens take no room, a character outside the table counts as a wide one."""
    span = source_sans.STRONG_WEIGHT - source_sans.REGULAR_WEIGHT
    share = min(max((weight - source_sans.REGULAR_WEIGHT) / span, 0.0), 1.2)
    total = 0.0
    for character in text:
        if character == SOFT_HYPHEN:
            continue
        regular = _REGULAR.get(character, _UNKNOWN)
        total += regular + (_STRONG.get(character, _UNKNOWN) - regular) * share
    return total * size / 1000


def plain(text: str) -> str:
    """The text without its soft hyphens."""
    return text.replace(SOFT_HYPHEN, "")


@lru_cache(maxsize=4096)
def wrap(text: str, width: float, size: float, weight: int = 400) -> tuple[str, ...]:
    """Break the text to lines no wider than `width`.

    Lines turn at spaces. A word wider than a whole line is parted at a soft hyphen, an own hyphen or the border of a
    compound; failing that at a syllable; failing that anywhere. A parted word gets a hyphen.
    """
    lines: list[str] = []
    line = ""
    for word in text.split():
        joined = f"{line} {word}" if line else word
        if text_width(joined, size, weight) <= width:
            line = joined
        elif text_width(word, size, weight) <= width:
            lines.append(line)
            line = word
        else:
            *full, line = _part(line, word, width, size, weight)
            lines.extend(full)
    return tuple(plain(done) for done in [*lines, line] if done)


def least_width(text: str, size: float, weight: int = 400) -> float:
    """Width of the widest piece when the text turns at every good place, syllables left alone."""
    widest = 0.0
    for word in text.split():
        cuts = [0, *sorted(_good_breaks(word)), len(word)]
        pieces = [word[start:end] for start, end in pairwise(cuts)]
        widths = [text_width(_hyphened(piece), size, weight) for piece in pieces[:-1]]
        widest = max([widest, *widths, text_width(pieces[-1], size, weight)])
    return widest


def _part(line: str, word: str, width: float, size: float, weight: int) -> list[str]:
    """Continue `line` with a word that is too wide for one line; the last line returned stays open."""
    for breaks in (_good_breaks(word), _good_breaks(word) | _syllable_breaks(word), set(range(1, len(word)))):
        lines = _fill(line, word, sorted(breaks), width, size, weight)
        if all(text_width(part, size, weight) <= width for part in lines):
            return lines
    return lines


def _fill(line: str, word: str, breaks: list[int], width: float, size: float, weight: int) -> list[str]:
    done: list[str] = []
    start = 0
    prefix = f"{line} " if line else ""
    while text_width(prefix + word[start:], size, weight) > width:
        ends = [end for end in breaks if end > start]
        fitting = [end for end in ends if text_width(prefix + _hyphened(word[start:end]), size, weight) <= width]
        if fitting:
            done.append(prefix + _hyphened(word[start : fitting[-1]]))
            start = fitting[-1]
        elif prefix:
            done.append(line)
        else:
            break
        prefix = ""
    return [*done, prefix + word[start:]]


def _hyphened(part: str) -> str:
    bare = plain(part)
    return bare if bare.endswith("-") else f"{bare}-"


def _good_breaks(word: str) -> set[int]:
    breaks = {at + 1 for at, character in enumerate(word) if character == SOFT_HYPHEN}
    breaks |= {at + 1 for at, character in enumerate(word[:-1]) if character == "-" and at > 0}
    lowered = word.lower()
    for head in COMPOUND_HEADS:
        at = lowered.find(head)
        if at >= _SHORTEST_PART and lowered[at - 1] not in "-" + SOFT_HYPHEN:
            breaks.add(at)
    return breaks


def _syllable_breaks(word: str) -> set[int]:
    """Finnish parts before every consonant that a vowel follows."""
    lowered = word.lower()
    return {
        at
        for at in range(_SHORTEST_PART, len(word) - 2)
        if lowered[at].isalpha()
        and lowered[at] not in _VOWELS
        and lowered[at + 1] in _VOWELS
        and lowered[at - 1].isalpha()
    }
