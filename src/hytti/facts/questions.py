"""What the writer asks of DuckDB: what changed, what is taken away, what is newest."""

FIND_CHANGES = """
INSERT INTO change
WITH watched AS (SELECT id FROM area WHERE key IN (SELECT unnest($watch))),
old AS (
    SELECT * FROM fact
    WHERE dataset = $dataset AND area IN (SELECT id FROM watched)
        AND indicator IN (SELECT indicator FROM coverage WHERE dataset = $dataset)
),
new AS (SELECT * FROM incoming WHERE area IN (SELECT id FROM watched)),
newest AS (SELECT indicator, area, sex, age, max(year) AS year FROM new WHERE value IS NOT NULL GROUP BY ALL),
known AS (SELECT DISTINCT indicator FROM coverage WHERE dataset = $dataset),
pair AS (
    SELECT
        coalesce(new.indicator, old.indicator) AS indicator, coalesce(new.area, old.area) AS area,
        coalesce(new.year, old.year) AS year, coalesce(new.sex, old.sex) AS sex, coalesce(new.age, old.age) AS age,
        old.value AS was, new.value AS is_now
    FROM old FULL JOIN new USING (indicator, area, year, sex, age)
)
SELECT
    $at, $dataset, indicator, area, year, sex, age,
    CASE WHEN was IS NULL THEN 0 WHEN is_now IS NULL THEN 2 ELSE 1 END, was, is_now, $reason
FROM pair
WHERE was IS DISTINCT FROM is_now
    AND (indicator IN (FROM known) OR (indicator, area, sex, age, year) IN (FROM newest))
ORDER BY indicator, area, sex, age, year
"""
DELETE = (
    "INSERT INTO touched SELECT indicator FROM coverage WHERE dataset = $dataset",
    """
DELETE FROM fact WHERE dataset = $dataset AND indicator IN (SELECT indicator FROM coverage WHERE dataset = $dataset)
""",
    "DELETE FROM coverage WHERE dataset = $dataset",
)
FRESH = "CREATE TEMP TABLE fresh AS SELECT * FROM latest WHERE indicator NOT IN (FROM touched)"
NEWEST = """
INSERT INTO fresh BY NAME
WITH figure AS (
    SELECT fact.*, (value IS NOT NULL)::BIGINT * 1000000000000 + year::BIGINT * 100000000 - preference AS goodness
    FROM fact JOIN dataset ON dataset.id = fact.dataset
    WHERE age = 0 AND fact.indicator IN (SELECT unnest($indicators))
),
best AS (SELECT indicator, area, sex, max(goodness) AS goodness FROM figure GROUP BY ALL)
SELECT
    figure.area, figure.indicator, figure.sex, year, dataset, value, count, denominator, lower, upper, flag
FROM figure JOIN best USING (indicator, area, sex, goodness)
"""
"""The newest figure that has a value, else the newest; of several datasets the preferred one's."""
LATEST = ("DROP TABLE latest", "CREATE TABLE latest AS SELECT * FROM fresh ORDER BY area, sex, indicator")
PREFER = """
UPDATE dataset SET preference = ordered.place
FROM (
    SELECT id, row_number() OVER (
        ORDER BY withdrawn IS NOT NULL, coalesce(borders, 0) DESC, calculated, as_of DESC, key
    ) AS place FROM dataset
) AS ordered
WHERE ordered.id = dataset.id
"""
