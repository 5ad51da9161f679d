SELECT
  *
FROM `area` AS `t0`
