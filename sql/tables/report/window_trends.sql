-- A row is one measure of one window, for all windows. Where the study has tweets of several platforms, measures of each
-- stand beside those of all together.
with platforms as (
    select platform
    from (select distinct platform from tweets) as found
    qualify count(*) over () > 1
),

own_likes as (
    select collection_window, platform, like_count
    from tweets
    where not is_retweet and metrics_of <> 'original' and like_count is not null
),

window_days as (
    select
        collection_window,
        date_diff('day', cast(left(collection_window, 10) as date), cast(right(collection_window, 10) as date)) + 1
            as days
    from tweets
    group by collection_window
),

measures as (
    select
        collection_window,
        'tweets' as measure,
        cast(count(*) as double) as value,
        count(*) as rests_on,
        'tweets' as unit,
        'tweets of the window, of all types, after duplicates collapsed' as definition
    from tweets
    group by collection_window
    union all
    select
        tweets.collection_window,
        'tweets_per_day',
        cast(count(*) as double) / max(window_days.days),
        count(*),
        'tweets a day',
        'tweets divided by the days of the window, first and last included'
    from tweets
    inner join window_days on window_days.collection_window = tweets.collection_window
    group by tweets.collection_window
    union all
    select
        collection_window,
        'posters',
        cast(count(distinct author) as double),
        count(*),
        'accounts',
        'accounts that posted in the window'
    from tweets
    group by collection_window
    union all
    select
        collection_window,
        replace(kinds.tweet_type, ' ', '_') || '_share',
        avg(case when tweets.tweet_type = kinds.tweet_type then 1.0 else 0.0 end),
        count(*),
        'share',
        'share of the tweets of the window that are of the type ' || kinds.tweet_type
    from tweets
    cross join (select distinct tweet_type from tweets) as kinds
    group by collection_window, kinds.tweet_type
    union all
    select
        collection_window,
        'mean_likes',
        avg(like_count),
        count(*),
        'likes a tweet',
        'mean of known likes over tweets that are no retweets'
        || case when exists (from platforms) then ', of all platforms together, whose likes are not comparable' else '' end
    from own_likes
    group by collection_window
    union all
    select
        tweets.collection_window,
        'tweets_on_' || platforms.platform,
        cast(count(*) filter (where tweets.platform = platforms.platform) as double),
        count(*),
        'tweets',
        'tweets of the window that were posted on ' || platforms.platform
    from tweets
    cross join platforms
    group by tweets.collection_window, platforms.platform
    union all
    select
        tweets.collection_window,
        'posters_on_' || platforms.platform,
        cast(count(distinct tweets.author) filter (where tweets.platform = platforms.platform) as double),
        count(*),
        'accounts',
        'accounts that posted in the window on ' || platforms.platform
    from tweets
    cross join platforms
    group by tweets.collection_window, platforms.platform
    union all
    select
        own_likes.collection_window,
        'mean_likes_on_' || platforms.platform,
        avg(own_likes.like_count),
        count(*),
        'likes a tweet',
        'mean of known likes over tweets on ' || platforms.platform || ' that are no retweets'
    from own_likes
    inner join platforms on platforms.platform = own_likes.platform
    group by own_likes.collection_window, platforms.platform
    union all
    select
        collection_window,
        'mean_compound ' || scorer,
        round(avg(cast(compound as decimal(18, 6))), 6),
        count(*),
        'compound',
        'mean compound score over the tweets that ' || scorer || ' scored'
    from sentiment_scores
    group by collection_window, scorer
    union all
    select
        collection_window,
        'positive_share ' || scorer,
        avg(case when label = 'positive' then 1.0 else 0.0 end),
        count(*),
        'share',
        'share of the tweets that ' || scorer || ' labelled positive'
    from sentiment_scores
    group by collection_window, scorer
    union all
    select
        collection_window,
        layer || ' ' || metric,
        value,
        nodes,
        'see definition',
        definition
    from network_metrics
    where layer = 'all'
)

select
    collection_window,
    measure,
    value,
    rests_on,
    unit,
    definition
from measures
order by collection_window, measure
