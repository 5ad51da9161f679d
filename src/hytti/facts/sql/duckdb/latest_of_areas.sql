SELECT
  "t0"."indicator",
  "t0"."area",
  "t0"."year",
  "t0"."sex",
  0 AS "age",
  "t0"."value",
  "t0"."count",
  "t0"."denominator",
  "t0"."lower",
  "t0"."upper",
  "t0"."flag",
  "t0"."dataset"
FROM "latest" AS "t0"
WHERE
  "t0"."area" IN (SELECT UNNEST($areas))
  AND "t0"."indicator" IN (SELECT UNNEST($indicators))
  AND "t0"."sex" = $sex
