-- A row is a count that tweets receive, or the counts that are known of the same tweets, with how many accounts posted
-- them: of all tweets but retweets, of those of each platform, and of those in the sample.
-- What is known is told as in report/tweets/engagement.sql and coding/engagement_summary.sql.
with own_tweets as (
    select
        tweets.platform,
        tweets.author,
        tweets.like_count is not null as has_likes,
        tweets.retweet_count is not null as has_retweets,
        tweets.reply_count is not null as has_replies,
        sample.tweet_id is not null as is_sampled
    from tweets
    left join sample
        on sample.collection_window = tweets.collection_window and sample.tweet_id = tweets.tweet_id
    where tweets.collection_window = $collection_window and not tweets.is_retweet
),

with_known as (
    select
        *,
        [
            case when has_likes then 'likes' end,
            case when has_retweets then 'retweets' end,
            case when has_replies then 'replies' end
        ] as known,
        [
            case when has_likes then 'likes' end,
            case when has_retweets then 'shares' end,
            case when has_replies then 'comments' end
        ] as known_of_sample
    from own_tweets
),

known_by_part as (
    select 'counts' as part, [] as beginning, author, known
    from with_known
    union all
    select 'platform counts' as part, [platform] as beginning, author, known
    from with_known
    union all
    select 'sample counts' as part, [] as beginning, author, known_of_sample as known
    from with_known
    where is_sampled
)

select part, beginning || known as cell, count(distinct author) as people
from known_by_part
group by part, cell
union all
select part || ' of' as part, beginning || [measure] as cell, count(distinct author) as people
from (select part, beginning, author, unnest(known) as measure from known_by_part)
where measure is not null
group by all
order by part, cell
