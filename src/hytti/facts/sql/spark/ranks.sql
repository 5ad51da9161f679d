SELECT
  `t4`.`indicator`,
  `t4`.`area`,
  `t4`.`year`,
  `t4`.`value`,
  (
    RANK() OVER (PARTITION BY `t4`.`indicator` ORDER BY `t4`.`value` DESC) - 1
  ) + 1 AS `rank`,
  COUNT(*) OVER (
    PARTITION BY `t4`.`indicator`
    ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
  ) AS `areas`
FROM (
  SELECT
    `t3`.`indicator`,
    `t3`.`area`,
    `t3`.`year`,
    `t3`.`value`
  FROM (
    SELECT
      *
    FROM (
      SELECT
        `t1`.`indicator`,
        `t1`.`area`,
        `t1`.`year`,
        `t1`.`value`,
        MAX(`t1`.`year`) OVER (
          PARTITION BY `t1`.`indicator`
          ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
        ) AS `newest`
      FROM (
        SELECT
          `t0`.`indicator`,
          `t0`.`area`,
          `t0`.`year`,
          `t0`.`value`
        FROM `latest` AS `t0`
        WHERE
          `t0`.`area` IN (:areas)
          AND `t0`.`indicator` IN (:indicators)
          AND `t0`.`sex` = 0
          AND (
            `t0`.`value` IS NOT NULL AND NOT ISNAN(`t0`.`value`)
          )
      ) AS `t1`
    ) AS `t2`
    WHERE
      `t2`.`year` = `t2`.`newest`
  ) AS `t3`
) AS `t4`
