-- Twenty rules over a register of contributions, one count of failed rows per rule.
-- Written by hand as the yardstick of the planner: each column is trimmed of
-- Unicode white space and freed of placeholders once, each typed value is
-- converted once, and what has no white space at its ends is not trimmed. The
-- benchmark fills in the Parquet file and the white space.
WITH raw AS (
  SELECT c1 AS payment_id,
    c2 AS id_no,
    c3 AS name,
    c4 AS district,
    c5 AS amount,
    c6 AS paid_on,
    c7 AS received_at,
    c8 AS employer,
    c9 AS phone,
    c10 AS status,
    c11 AS months,
    c12 AS note
  FROM read_parquet(:extract)
),
clean AS (
  SELECT
    employer AS employer_raw, payment_id AS payment_id_raw, name AS name_raw,
    CASE
      WHEN regexp_full_match(payment_id, '[^:ws](?s:.*[^:ws])?')
        THEN CASE WHEN strlen(payment_id) > 6 THEN payment_id WHEN list_contains(['无', '未知', '不详', '暂无', 'N/A', 'NULL', 'null', '-', '--', '/'], payment_id) THEN NULL ELSE payment_id END
      WHEN list_contains(['', '无', '未知', '不详', '暂无', 'N/A', 'NULL', 'null', '-', '--', '/'], trim(payment_id, ':ws')) THEN NULL
      ELSE trim(payment_id, ':ws')
    END AS payment_id,
    CASE
      WHEN regexp_full_match(id_no, '[^:ws](?s:.*[^:ws])?')
        THEN CASE WHEN strlen(id_no) > 6 THEN id_no WHEN list_contains(['无', '未知', '不详', '暂无', 'N/A', 'NULL', 'null', '-', '--', '/'], id_no) THEN NULL ELSE id_no END
      WHEN list_contains(['', '无', '未知', '不详', '暂无', 'N/A', 'NULL', 'null', '-', '--', '/'], trim(id_no, ':ws')) THEN NULL
      ELSE trim(id_no, ':ws')
    END AS id_no,
    CASE
      WHEN regexp_full_match(name, '[^:ws](?s:.*[^:ws])?')
        THEN CASE WHEN strlen(name) > 6 THEN name WHEN list_contains(['无', '未知', '不详', '暂无', 'N/A', 'NULL', 'null', '-', '--', '/'], name) THEN NULL ELSE name END
      WHEN list_contains(['', '无', '未知', '不详', '暂无', 'N/A', 'NULL', 'null', '-', '--', '/'], trim(name, ':ws')) THEN NULL
      ELSE trim(name, ':ws')
    END AS name,
    CASE
      WHEN regexp_full_match(district, '[^:ws](?s:.*[^:ws])?')
        THEN CASE WHEN strlen(district) > 6 THEN district WHEN list_contains(['无', '未知', '不详', '暂无', 'N/A', 'NULL', 'null', '-', '--', '/'], district) THEN NULL ELSE district END
      WHEN list_contains(['', '无', '未知', '不详', '暂无', 'N/A', 'NULL', 'null', '-', '--', '/'], trim(district, ':ws')) THEN NULL
      ELSE trim(district, ':ws')
    END AS district,
    CASE
      WHEN regexp_full_match(amount, '[^:ws](?s:.*[^:ws])?')
        THEN CASE WHEN strlen(amount) > 6 THEN amount WHEN list_contains(['无', '未知', '不详', '暂无', 'N/A', 'NULL', 'null', '-', '--', '/'], amount) THEN NULL ELSE amount END
      WHEN list_contains(['', '无', '未知', '不详', '暂无', 'N/A', 'NULL', 'null', '-', '--', '/'], trim(amount, ':ws')) THEN NULL
      ELSE trim(amount, ':ws')
    END AS amount,
    CASE
      WHEN regexp_full_match(paid_on, '[^:ws](?s:.*[^:ws])?')
        THEN CASE WHEN strlen(paid_on) > 6 THEN paid_on WHEN list_contains(['无', '未知', '不详', '暂无', 'N/A', 'NULL', 'null', '-', '--', '/'], paid_on) THEN NULL ELSE paid_on END
      WHEN list_contains(['', '无', '未知', '不详', '暂无', 'N/A', 'NULL', 'null', '-', '--', '/'], trim(paid_on, ':ws')) THEN NULL
      ELSE trim(paid_on, ':ws')
    END AS paid_on,
    CASE
      WHEN regexp_full_match(received_at, '[^:ws](?s:.*[^:ws])?')
        THEN CASE WHEN strlen(received_at) > 6 THEN received_at WHEN list_contains(['无', '未知', '不详', '暂无', 'N/A', 'NULL', 'null', '-', '--', '/'], received_at) THEN NULL ELSE received_at END
      WHEN list_contains(['', '无', '未知', '不详', '暂无', 'N/A', 'NULL', 'null', '-', '--', '/'], trim(received_at, ':ws')) THEN NULL
      ELSE trim(received_at, ':ws')
    END AS received_at,
    CASE
      WHEN regexp_full_match(employer, '[^:ws](?s:.*[^:ws])?')
        THEN CASE WHEN strlen(employer) > 6 THEN employer WHEN list_contains(['无', '未知', '不详', '暂无', 'N/A', 'NULL', 'null', '-', '--', '/'], employer) THEN NULL ELSE employer END
      WHEN list_contains(['', '无', '未知', '不详', '暂无', 'N/A', 'NULL', 'null', '-', '--', '/'], trim(employer, ':ws')) THEN NULL
      ELSE trim(employer, ':ws')
    END AS employer,
    CASE
      WHEN regexp_full_match(phone, '[^:ws](?s:.*[^:ws])?')
        THEN CASE WHEN strlen(phone) > 6 THEN phone WHEN list_contains(['无', '未知', '不详', '暂无', 'N/A', 'NULL', 'null', '-', '--', '/'], phone) THEN NULL ELSE phone END
      WHEN list_contains(['', '无', '未知', '不详', '暂无', 'N/A', 'NULL', 'null', '-', '--', '/'], trim(phone, ':ws')) THEN NULL
      ELSE trim(phone, ':ws')
    END AS phone,
    CASE
      WHEN regexp_full_match(status, '[^:ws](?s:.*[^:ws])?')
        THEN CASE WHEN strlen(status) > 6 THEN status WHEN list_contains(['无', '未知', '不详', '暂无', 'N/A', 'NULL', 'null', '-', '--', '/'], status) THEN NULL ELSE status END
      WHEN list_contains(['', '无', '未知', '不详', '暂无', 'N/A', 'NULL', 'null', '-', '--', '/'], trim(status, ':ws')) THEN NULL
      ELSE trim(status, ':ws')
    END AS status,
    CASE
      WHEN regexp_full_match(months, '[^:ws](?s:.*[^:ws])?')
        THEN CASE WHEN strlen(months) > 6 THEN months WHEN list_contains(['无', '未知', '不详', '暂无', 'N/A', 'NULL', 'null', '-', '--', '/'], months) THEN NULL ELSE months END
      WHEN list_contains(['', '无', '未知', '不详', '暂无', 'N/A', 'NULL', 'null', '-', '--', '/'], trim(months, ':ws')) THEN NULL
      ELSE trim(months, ':ws')
    END AS months,
    CASE
      WHEN regexp_full_match(note, '[^:ws](?s:.*[^:ws])?')
        THEN CASE WHEN strlen(note) > 6 THEN note WHEN list_contains(['无', '未知', '不详', '暂无', 'N/A', 'NULL', 'null', '-', '--', '/'], note) THEN NULL ELSE note END
      WHEN list_contains(['', '无', '未知', '不详', '暂无', 'N/A', 'NULL', 'null', '-', '--', '/'], trim(note, ':ws')) THEN NULL
      ELSE trim(note, ':ws')
    END AS note
  FROM raw
),
typed AS (
  SELECT *,
    CASE WHEN regexp_full_match(amount, '[+-]?0*[0-9]{1,10}([.][0-9]{1,2})?') THEN TRY_CAST(amount AS DECIMAL(12,2)) END AS amount_value,
    CASE WHEN regexp_full_match(paid_on, '[0-9]{4}-[0-9]{2}-[0-9]{2}') THEN TRY_CAST(paid_on AS DATE) END AS paid_on_value,
    CASE
      WHEN regexp_full_match(received_at, '[0-9]{4}-[0-9]{2}-[0-9]{2}[T ]([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]{1,9})?)?')
        THEN TRY_CAST(received_at AS TIMESTAMP)
      WHEN regexp_full_match(received_at, '[0-9]{4}-[0-9]{2}-[0-9]{2}[T ]([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]([.][0-9]{1,9})?(Z|[+-]([01][0-9]|2[0-3])(:?[0-5][0-9])?)')
        THEN timezone('Asia/Shanghai', TRY_CAST(received_at AS TIMESTAMPTZ))
    END AS received_at_value,
    CASE WHEN regexp_full_match(months, '[+-]?[0-9]{1,18}') THEN TRY_CAST(months AS BIGINT) END AS months_value,
    TRY_CAST(substr(id_no, 1, 17) AS BIGINT) AS id_number
  FROM clean
)
SELECT
  count(*) FILTER (WHERE payment_id IS NULL),
  count(*) FILTER (WHERE id_no IS NULL),
  count(*) FILTER (WHERE name IS NULL),
  count(*) FILTER (WHERE paid_on IS NULL),
  count(*) FILTER (WHERE status = '停缴' AND note IS NULL),
  count(*) FILTER (WHERE amount IS NOT NULL AND amount_value IS NULL),
  count(*) FILTER (WHERE paid_on IS NOT NULL AND paid_on_value IS NULL),
  count(*) FILTER (WHERE received_at IS NOT NULL AND received_at_value IS NULL),
  count(*) FILTER (WHERE NOT regexp_full_match(months, '[+-]?[0-9]+')),
  count(*) FILTER (WHERE payment_id IS NOT NULL AND NOT regexp_full_match(payment_id_raw, 'P[0-9]{10}')),
  count(*) FILTER (WHERE employer IS NOT NULL AND length(employer_raw) <> 18),
  count(*) FILTER (WHERE name IS NOT NULL AND length(name_raw) NOT BETWEEN 2 AND 20),
  count(*) FILTER (WHERE amount IS NOT NULL AND (amount_value > 0 AND amount_value <= 90000) IS NOT TRUE),
  count(*) FILTER (WHERE months IS NOT NULL AND (months_value BETWEEN 1 AND 12) IS NOT TRUE),
  count(*) FILTER (WHERE status NOT IN ('正常', '停缴', '补缴')),
  count(*) FILTER (WHERE district IS NOT NULL AND TRY_CAST(district AS division_now) IS NULL),
  count(*) FILTER (WHERE id_no IS NOT NULL AND NOT (
    regexp_full_match(id_no, '[0-9]{17}[0-9X]')
    AND right(id_no, 1) = substr('10X98765432', 1 + CAST((id_number // 10000000000000000 % 10 * 7 + id_number // 1000000000000000 % 10 * 9 + id_number // 100000000000000 % 10 * 10 + id_number // 10000000000000 % 10 * 5 + id_number // 1000000000000 % 10 * 8 + id_number // 100000000000 % 10 * 4 + id_number // 10000000000 % 10 * 2 + id_number // 1000000000 % 10 * 1 + id_number // 100000000 % 10 * 6 + id_number // 10000000 % 10 * 3 + id_number // 1000000 % 10 * 7 + id_number // 100000 % 10 * 9 + id_number // 10000 % 10 * 10 + id_number // 1000 % 10 * 5 + id_number // 100 % 10 * 8 + id_number // 10 % 10 * 4 + id_number // 1 % 10 * 2) % 11 AS INTEGER), 1)
    AND TRY_CAST(substr(id_no, 1, 6) AS division_ever) IS NOT NULL
    AND coalesce(TRY_CAST(substr(id_no, 7, 4) || '-' || substr(id_no, 11, 2) || '-' || substr(id_no, 13, 2) AS DATE) <= TIMESTAMP '2026-11-01', false))),
  count(*) FILTER (WHERE NOT regexp_full_match(phone, '1[3-9][0-9]{9}')),
  count(*) FILTER (WHERE paid_on IS NOT NULL AND received_at IS NOT NULL AND (paid_on_value <= received_at_value) IS NOT TRUE),
  count(*) FILTER (WHERE received_at IS NOT NULL AND (received_at_value <= TIMESTAMP '2026-11-01') IS NOT TRUE)
FROM typed
