-- A row is one of the fifty most used hashtags of a window.
-- collection_window: First and last day, both included, UTC
-- rank: Place by tweets, ties by uses and then by the alphabet
-- hashtag: The hashtag in lower case, without #
-- tweets: Tweets that use it
-- uses: Times used
with hashtag_counts as (
    select
        collection_window,
        hashtag,
        count(distinct tweet_id) as tweets,
        count(*) as uses
    from tweet_hashtags
    group by collection_window, hashtag
),

ranked_hashtags as (
    select
        *,
        row_number() over (partition by collection_window order by tweets desc, uses desc, hashtag) as rank
    from hashtag_counts
)

select
    collection_window,
    rank,
    hashtag,
    tweets,
    uses
from ranked_hashtags
where rank <= 50
order by collection_window, rank
