-- A row is a row of an edge list with its types, and with the reason why it is no tie (NULL: it is one).
-- NodeXL writes a tweet that names nobody as an edge of its author to itself; whom an original named is no tie of the
-- one who retweets it. A weight or time that cannot be read is none.
with cells as (
    select
        row_number,
        nullif(ltrim(trim(coalesce(source, "from", "vertex 1")), '@'), '') as source,
        nullif(ltrim(trim(coalesce(target, "to", "vertex 2")), '@'), '') as target,
        lower(trim(coalesce(relationship, kind, edge_type, interaction, "type"))) as named_kind,
        try_cast(try_cast(coalesce(weight, "edge weight", times, "count") as double) as bigint) as weight,
        coalesce("relationship date (utc)", "tweet date (utc)", created_at, "date", "timestamp", "time") as posted_at
    from file_rows
),

with_times as (
    select
        *,
        case
            when regexp_matches(posted_at, '^[A-Z][a-z]{2} [A-Z][a-z]{2} ')
                then timezone('UTC', try_strptime(posted_at, '%a %b %d %H:%M:%S %z %Y'))
            when regexp_matches(posted_at, '(Z|[+-][0-9]{2}(:?[0-9]{2})?)$') and regexp_matches(posted_at, '[0-9]:[0-9]')
                then timezone('UTC', try_cast(posted_at as timestamptz))
            else timezone('UTC', timezone($time_zone, try_cast(posted_at as timestamp)))
        end as created_at
    from cells
)

select
    $collection_window as collection_window,
    $export_file as export_file,
    row_number,
    source,
    target,
    case
        when named_kind in ('mention', 'mentions') then 'mention'
        when named_kind in ('reply', 'replies', 'replies to', 'replied_to', 'reply to') then 'reply'
        when named_kind in ('retweet', 'retweets', 'retweeted') then 'retweet'
        when named_kind in ('quote', 'quotes', 'quoted') then 'quote'
        else 'not said'
    end as kind,
    greatest(coalesce(weight, 1), 1) as times,
    created_at,
    case
        when source is null then 'no source account'
        when target is null then 'no target account'
        when named_kind = 'undirected' then 'an undirected edge: who named whom is not said'
        when named_kind = 'tweet' then 'a tweet that names nobody, which is no tie'
        when named_kind = 'mentionsinretweet' then 'named within a retweet, which is no tie of the one who retweets'
        when cast(created_at as date) not between $first_day and $last_day
            then 'posted ' || strftime(created_at, '%Y-%m-%d') || ', outside the collection window'
    end as reason
from with_times
