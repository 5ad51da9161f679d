SELECT
  *
FROM "dataset" AS "t0"
