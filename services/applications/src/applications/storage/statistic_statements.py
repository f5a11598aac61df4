"""Statements over the statistics as a whole: fold, count anew, compare."""

# Cells in one order, so that two workers wait for each other and never in a circle.
FOLD = """
WITH taken AS (
    DELETE FROM statistic_changes WHERE id IN (
        SELECT id FROM statistic_changes ORDER BY id LIMIT :at_most FOR UPDATE SKIP LOCKED
    ) RETURNING *
), folded AS (
    INSERT INTO statistic_days AS d
        (day, service_id, channel, centre, office, submitted, granted, refused, withdrawn, in_term)
    SELECT day, service_id, channel, centre, office, sum(submitted) AS submitted, sum(granted) AS granted,
        sum(refused) AS refused, sum(withdrawn) AS withdrawn, sum(in_term) AS in_term
    FROM taken
    GROUP BY day, service_id, channel, centre, office
    ORDER BY day, service_id, channel, centre, office
    ON CONFLICT (day, service_id, channel, centre, office) DO UPDATE SET
        submitted = d.submitted + excluded.submitted,
        granted = d.granted + excluded.granted,
        refused = d.refused + excluded.refused,
        withdrawn = d.withdrawn + excluded.withdrawn,
        in_term = d.in_term + excluded.in_term
)
SELECT count(*) FROM taken
"""

# What ``domain.statistics`` counts, said of stored cases; a test holds the two together.
_COUNTED = """
SELECT (c.filed_at AT TIME ZONE 'Asia/Baku')::date AS day, c.service_id,
    coalesce(c.channel, '') AS channel, coalesce(c.centre, '') AS centre,
    coalesce(c.office, '') AS office, count(*) AS submitted,
    count(*) FILTER (WHERE d.outcome = 'granted') AS granted,
    count(*) FILTER (WHERE d.outcome = 'refused') AS refused,
    count(*) FILTER (WHERE c.state = 'withdrawn') AS withdrawn,
    count(*) FILTER (WHERE d.outcome IS NOT NULL AND t.kept) AS in_term
FROM cases c
LEFT JOIN decisions d ON d.case_id = c.id
LEFT JOIN terms t ON t.case_id = c.id AND t.kind = 'total'
WHERE NOT c.protected
GROUP BY 1, 2, 3, 4, 5
"""

_INTO_DAYS = """
INSERT INTO statistic_days
    (day, service_id, channel, centre, office, submitted, granted, refused, withdrawn, in_term)
"""

REBUILD = (
    # Nobody folds meanwhile; reports are read on, and cases change on.
    "LOCK TABLE statistic_days IN EXCLUSIVE MODE",
    "DELETE FROM statistic_changes",
    "DELETE FROM statistic_days",
    f"{_INTO_DAYS}{_COUNTED}",
)

_KEPT = """
SELECT day, service_id, channel, centre, office, sum(submitted) AS submitted, sum(granted) AS granted,
    sum(refused) AS refused, sum(withdrawn) AS withdrawn, sum(in_term) AS in_term
FROM (
    SELECT day, service_id, channel, centre, office, submitted, granted, refused, withdrawn, in_term
    FROM statistic_days
    UNION ALL
    SELECT day, service_id, channel, centre, office, submitted, granted, refused, withdrawn, in_term
    FROM statistic_changes
) AS both_tables
GROUP BY day, service_id, channel, centre, office
"""

_COMPARED = """
SELECT concat_ws(' ', day, service_id, nullif(channel, ''), nullif(centre, ''), nullif(office, ''))
    || ': statistics '
    || concat_ws('/', coalesce(k.submitted, 0), coalesce(k.granted, 0), coalesce(k.refused, 0),
        coalesce(k.withdrawn, 0), coalesce(k.in_term, 0))
    || ', cases '
    || concat_ws('/', coalesce(c.submitted, 0), coalesce(c.granted, 0), coalesce(c.refused, 0),
        coalesce(c.withdrawn, 0), coalesce(c.in_term, 0)) AS line
FROM kept k FULL JOIN counted c USING (day, service_id, channel, centre, office)
WHERE (coalesce(k.submitted, 0), coalesce(k.granted, 0), coalesce(k.refused, 0),
        coalesce(k.withdrawn, 0), coalesce(k.in_term, 0))
    IS DISTINCT FROM (coalesce(c.submitted, 0), coalesce(c.granted, 0), coalesce(c.refused, 0),
        coalesce(c.withdrawn, 0), coalesce(c.in_term, 0))
ORDER BY day, service_id, channel, centre, office
LIMIT $1
"""

DIFFERENCES = f"WITH kept AS ({_KEPT}), counted AS ({_COUNTED}){_COMPARED}"
