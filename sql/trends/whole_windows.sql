-- A row is a measure of one window as a whole, which no account has a part of. Where the study has tweets of several platforms,
-- counts of each stand beside those of all together.
with platforms as (
    select platform
    from (select distinct platform from tweets) as found
    qualify count(*) over () > 1
),

platform_counts as (
    select
        tweets.collection_window,
        platforms.platform,
        count(*) as tweets_of_all,
        count(*) filter (where tweets.platform = platforms.platform) as tweets,
        count(distinct case when tweets.platform = platforms.platform then tweets.author end) as posters
    from tweets
    cross join platforms
    group by tweets.collection_window, platforms.platform
),

window_days as (
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
    'collection',
    'tweets_on_' || platform,
    cast(tweets as double),
    tweets_of_all,
    'tweets',
    'tweets of the window that were posted on ' || platform
from platform_counts
union all
select
    collection_window,
    'collection',
    'posters_on_' || platform,
    cast(posters as double),
    tweets_of_all,
    'accounts',
    'accounts that posted in the window on ' || platform
from platform_counts
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
