-- A row is a type of tweet that responds to another, and how long after it: between the original's time and its own.
-- The original's time is known where the export names the original's id: from the tweet itself where it was collected, else
-- from the id. X's holds milliseconds since 4 November 2010 (ids of twelve digits and more); the last part of Bluesky's,
-- thirteen signs of base 32, microseconds above 10 other bits; Mastodon's address none. Times are cut to the second, as
-- those of exports are.
with responses as (
    select
        platform,
        tweet_type,
        author,
        created_at,
        case tweet_type
            when 'retweet' then retweeted_tweet_id
            when 'reply' then in_reply_to_tweet_id
            else quoted_tweet_id
        end as original_id
    from tweets
    where collection_window = $collection_window and tweet_type <> 'tweet'
),

with_bluesky_keys as (
    select
        *,
        case
            when platform = 'bluesky'
                then nullif(regexp_extract(original_id, '/app[.]bsky[.]feed[.]post/([2-7a-j][2-7a-z]{12})$', 1), '')
        end as bluesky_key
    from responses
),

with_times_of_ids as (
    select
        *,
        case
            when platform = 'x' and regexp_full_match(original_id, '[0-9]{12,19}')
                then (try_cast(original_id as bigint) >> 22) + 1288834974657
            when bluesky_key is not null
                then list_reduce(
                    list_prepend(
                        cast(0 as bigint),
                        list_transform(
                            range(1, 12),
                            lambda place: cast(
                                strpos('234567abcdefghijklmnopqrstuvwxyz', substr(bluesky_key, cast(place as integer), 1)) - 1
                                as bigint
                            )
                        )
                    ),
                    lambda number, digit: number * 32 + digit
                ) // 1000
        end as milliseconds
    from with_bluesky_keys
),

with_originals as (
    select
        responses.tweet_type,
        responses.author,
        responses.created_at,
        responses.original_id,
        coalesce(originals.created_at, epoch_ms(responses.milliseconds)) as original_at
    from with_times_of_ids as responses
    left join tweets as originals
        on originals.collection_window = $collection_window and originals.tweet_id = responses.original_id
),

with_delays as (
    select
        *,
        date_diff('second', date_trunc('second', original_at), date_trunc('second', created_at)) as seconds
    from with_originals
),

known_delays as (
    select
        tweet_type,
        author,
        original_id,
        seconds,
        case when seconds >= 0 then seconds end as delay,
        case
            when seconds < 0 then 'before'
            when seconds <= 3600 then 'an hour'
            when seconds <= 86400 then 'a day'
            when seconds <= 604800 then 'a week'
            when seconds is not null then 'later'
        end as band
    from with_delays
)

select
    $collection_window as collection_window,
    tweet_type,
    count(*) as tweets,
    count(original_id) as originals_named,
    count(delay) as delays_known,
    count(*) filter (where band = 'before') as before_original,
    count(distinct case when delay is not null then author end) as posters,
    quantile_cont(delay, 0.25) as lower_quartile,
    quantile_cont(delay, 0.5) as median,
    quantile_cont(delay, 0.75) as upper_quartile,
    count(*) filter (where band = 'an hour') as within_an_hour,
    count(*) filter (where band = 'a day') as within_a_day,
    count(*) filter (where band = 'a week') as within_a_week,
    count(*) filter (where band = 'later') as later,
    count(distinct case when band = 'an hour' then author end) as posters_within_an_hour,
    count(distinct case when band = 'a day' then author end) as posters_within_a_day,
    count(distinct case when band = 'a week' then author end) as posters_within_a_week,
    count(distinct case when band = 'later' then author end) as posters_later
from known_delays
group by tweet_type
order by tweet_type
