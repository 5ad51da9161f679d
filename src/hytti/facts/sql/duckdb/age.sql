SELECT
  *
FROM "age" AS "t0"
