-- A row is one kind of reason why rows were rejected: the twelve commonest, and all the others in a row without a name.
-- A reason names the cell at fault; what it quotes from there (ids, times, names, links, text) becomes an ellipsis.
with unquoted_reasons as (
    select
        regexp_replace(
            regexp_replace(
                regexp_replace(reason, '(?s)^tweet id .* is not a tweet id$', 'tweet id … is not a tweet id'),
                '(?s)^time of posting .* cannot be read$', 'time of posting … cannot be read'
            ),
            '(?s)".*"', '…'
        ) as reason
    from rejected_rows
    where collection_window = $collection_window
),

masked_reasons as (
    select left(regexp_replace(reason, '[^\s,;:()]*([0-9@]|://)([^\s,;()]*[^\s,;:()])?', '…', 'g'), 160) as reason
    from unquoted_reasons
),

reason_counts as (
    select
        reason,
        count(*) as rows_rejected,
        row_number() over (order by count(*) desc, reason) as place
    from masked_reasons
    group by reason
),

shown_reasons as (
    select
        case when place <= 12 then reason end as reason,
        least(place, 13) as place,
        rows_rejected
    from reason_counts
)

select
    reason,
    count(*) as kinds,
    cast(sum(rows_rejected) as bigint) as rows_rejected
from shown_reasons
group by place, reason
order by place
