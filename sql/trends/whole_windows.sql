-- A row is a measure of one window as a whole, which no account has a part of.
with window_days as (
    select
        collection_window,
        count(*) as tweets,
        count(distinct author) as posters,
        date_diff('day', cast(left(collection_window, 10) as date), cast(right(collection_window, 10) as date)) + 1
            as days
    from tweets
    group by collection_window
)

select
    collection_window,
    'collection' as topic,
    'tweets' as measure,
    cast(tweets as double) as value,
    tweets as rests_on,
    'tweets' as unit,
    'tweets of the window, of all types, after duplicates collapsed' as definition
from window_days
union all
select
    collection_window,
    'collection',
    'tweets_per_day',
    cast(tweets as double) / days,
    tweets,
    'tweets a day',
    'tweets divided by the days of the window, first and last included'
from window_days
union all
select
    collection_window,
    'collection',
    'posters',
    cast(posters as double),
    tweets,
    'accounts',
    'accounts that posted in the window'
from window_days
union all
select
    collection_window,
    'network',
    layer || ' ' || metric,
    value,
    nodes,
    'see definition',
    definition
from network_metrics
where layer = 'all'
order by collection_window, topic, measure
