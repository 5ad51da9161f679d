SELECT
  "t4"."indicator",
  "t4"."year",
  COUNT(*) AS "areas",
  MIN("t4"."value") AS "least",
  QUANTILE_CONT("t4"."value", 0.05) AS "p5",
  QUANTILE_CONT("t4"."value", 0.25) AS "p25",
  QUANTILE_CONT("t4"."value", 0.5) AS "median",
  QUANTILE_CONT("t4"."value", 0.75) AS "p75",
  QUANTILE_CONT("t4"."value", 0.95) AS "p95",
  MAX("t4"."value") AS "greatest"
FROM (
  SELECT
    "t3".*
    EXCLUDE ("newest")
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t1"."indicator",
        "t1"."area",
        "t1"."year",
        "t1"."value",
        MAX("t1"."year") OVER (
          PARTITION BY "t1"."indicator"
          ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
        ) AS "newest"
      FROM (
        SELECT
          "t0"."indicator",
          "t0"."area",
          "t0"."year",
          "t0"."value"
        FROM "latest" AS "t0"
        WHERE
          "t0"."area" IN (SELECT UNNEST($areas))
          AND "t0"."indicator" IN (SELECT UNNEST($indicators))
          AND "t0"."sex" = 0
          AND "t0"."value" IS NOT NULL
      ) AS "t1"
    ) AS "t2"
    WHERE
      "t2"."year" = "t2"."newest"
  ) AS "t3"
) AS "t4"
GROUP BY
  1,
  2
