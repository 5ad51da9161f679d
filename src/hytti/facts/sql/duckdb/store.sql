SELECT
  *
FROM "store" AS "t0"
