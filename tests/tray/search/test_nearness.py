"""Mistyped words beside a comparison written out letter by letter."""

from hypothesis import given
from hypothesis import strategies as st

from hytti.tray.search.nearness import Shapes

WORDS = st.text("aeklsty", min_size=8, max_size=13)


def errors_between(one, other):
    """Letters left out, added or changed, and neighbours swapped (Damerau's distance without overlaps)."""
    rows = [list(range(len(other) + 1))]
    for i, letter in enumerate(one, start=1):
        rows.append([i] + [0] * len(other))
        for j, wanted in enumerate(other, start=1):
            ways = [rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + (letter != wanted)]
            if i > 1 and j > 1 and (letter, one[i - 2]) == (other[j - 2], wanted):
                ways.append(rows[i - 2][j - 2] + 1)
            rows[i][j] = min(ways)
    return rows[-1][-1]


@st.composite
def typed_words(draw):
    """A word, and others that come of it by up to four changes."""
    word = draw(WORDS)
    others = set()
    for changes in draw(st.lists(st.lists(st.tuples(st.integers(0, 12), st.sampled_from("aeklsty-+")), max_size=4))):
        letters = list(word)
        for place, change in changes:
            place = min(place, len(letters) - 1)
            if change == "-":
                del letters[place]
            elif change == "+":
                letters[place : place + 2] = reversed(letters[place : place + 2])
            elif place % 2:
                letters.insert(place, change)
            else:
                letters[place] = change
        others.add("".join(letters))
    return word, sorted(other for other in others if 8 <= len(other) <= 13)


@given(typed_words(), st.lists(WORDS, max_size=5))
def test_the_words_with_at_most_two_errors_are_found_and_no_others(typed, more):
    word, words = typed[0], sorted({*typed[1], *more})
    found = {near.word for near in Shapes(words).near(word, endings=False, most=len(words))}
    assert found == {other for other in words if errors_between(word, other) <= 2}
