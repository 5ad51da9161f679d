"""The templates, filled in and read back."""

from __future__ import annotations

import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st

from hytti.sources.mapping import FLAG_WORDS, facts, guess_mapping
from hytti.sources.problems import Code
from hytti.sources.spreadsheets import SEX_WORDS, read_sheets
from hytti.sources.templates import FLAG_CHOICES, HEADINGS, INSTRUCTIONS, SEX_CHOICES, figures_template

AREAS = {"Lahti": "kunta-398", "Päijät-Hämeen hyvinvointialue": "hyvinvointialue-09", "=1+1": "kunta-016"}
INDICATORS = {"Yksinäisyys, %": "oma-yksinaisyys", "Äidit & lapset < 3 v": "oma-aidit"}
MADE = dt.datetime(2026, 3, 2, 8, 0)
NUMBERS = st.none() | st.floats(-1e12, 1e12).map(lambda value: float(f"{value:.12g}"))
COUNTS = st.none() | st.integers(0, 10**9).map(float)


def made(rows=()):
    return figures_template(areas=list(AREAS), indicators=list(INDICATORS), years=(2000, 2030), made_at=MADE, rows=rows)


def read(data):
    sheet, guide = read_sheets(data, "pohja.xlsx")
    assert guide.columns == ("Suomeksi", "På svenska", "In English")
    return facts(sheet, guess_mapping(sheet.columns), areas=AREAS.get, indicators=INDICATORS.get)


def test_headings_speak_three_languages_and_are_understood():
    mapping = guess_mapping(HEADINGS)
    assert mapping.missing() == []
    assert mapping.columns() == [HEADINGS[place] for place in (1, 2, 3, 0, 4, 5, 6, 7)]


def test_an_empty_template_has_no_figures_and_says_so():
    table, problems = read(made())
    assert (table.num_rows, [found.code for found in problems]) == (0, [Code.NO_DATA])


def test_the_guide_stands_in_three_languages():
    _, guide = read_sheets(made(), "pohja.xlsx")
    assert guide.rows == INSTRUCTIONS
    assert all(text for texts in INSTRUCTIONS for text in texts)


def test_every_offered_word_is_understood():
    assert set(SEX_CHOICES) <= set(SEX_WORDS)
    assert set(FLAG_CHOICES) <= set(FLAG_WORDS)


def test_the_same_template_is_the_same_file():
    assert made() == made()


def test_choices_and_limits_are_in_the_file():
    import io
    import zipfile

    with zipfile.ZipFile(io.BytesIO(made())) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    assert "<formula1>lists!$B$1:$B$3</formula1>" in sheet
    assert "<formula1>2000</formula1><formula2>2030</formula2>" in sheet
    assert sheet.count("<dataValidation ") == 7


KEYS = st.tuples(
    st.sampled_from(list(INDICATORS)),
    st.sampled_from(list(AREAS)),
    st.integers(2000, 2030),
    st.sampled_from(("", *SEX_CHOICES)),
)
FIGURES = st.tuples(NUMBERS, COUNTS, COUNTS, st.sampled_from(("", *FLAG_CHOICES)))


@settings(max_examples=25, deadline=None)
@given(st.dictionaries(KEYS, FIGURES, min_size=1, max_size=12))
def test_a_filled_template_reads_back_without_problems(filled):
    expected = {}
    rows = []
    for (indicator, area, year, sex), (value, count, denominator, word) in filled.items():
        key = INDICATORS[indicator], AREAS[area], year, SEX_WORDS[sex] if sex else "total"
        flag = FLAG_WORDS.get(word)
        figures = (None, None, None) if flag == "suppressed" else (value, count, denominator)
        if key in expected or (figures[:2] == (None, None) and flag != "suppressed"):
            continue
        expected[key] = (*figures, flag)
        rows.append((indicator, area, year, sex, *figures, word))
    table, problems = read(made(rows))
    if not expected:
        assert [found.code for found in problems] == [Code.NO_DATA]
        return
    assert problems == ()
    assert {tuple(row.values())[:4]: tuple(row.values())[4:] for row in table.to_pylist()} == expected
