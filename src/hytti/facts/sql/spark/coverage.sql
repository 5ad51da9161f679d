SELECT
  *
FROM `coverage` AS `t0`
