SELECT
  *
FROM "change" AS "t0"
WHERE
  "t0"."at" >= $since
