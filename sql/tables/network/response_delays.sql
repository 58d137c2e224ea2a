-- A row is a type of tweet that responds to another, and how long after it: between the original's time and its own.
-- The original's time is known where the export names the original's id: from the tweet itself where it was collected, else
-- from the id, which holds the time of posting in milliseconds since 4 November 2010 (ids of twelve digits and more), cut
-- to the second as times of exports are.
with responses as (
    select
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

with_originals as (
    select
        responses.*,
        coalesce(
            originals.created_at,
            case
                when regexp_full_match(responses.original_id, '[0-9]{12,19}')
                    then epoch_ms((try_cast(responses.original_id as bigint) >> 22) + 1288834974657)
            end
        ) as original_at
    from responses
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
