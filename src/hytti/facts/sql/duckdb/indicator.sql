SELECT
  *
FROM "indicator" AS "t0"
