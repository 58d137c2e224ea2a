-- A row is a pair of hashtags that stand together in at least two tweets, each hashtag counted once a tweet.
-- Jaccard 1912: tweets with both / tweets with either. NPMI (Bouma 2009): ln(p(a, b) / (p(a) * p(b))) / -ln(p(a, b)), where p
-- are shares of all tweets of the window: 1 where the two only stand together, 0 where chance would have as many, not
-- defined where every tweet has both.
with hashtag_totals as (
    select
        hashtag,
        count(distinct tweet_id) as tweets,
        cast(row_number() over (order by hashtag) as uinteger) as hashtag_number
    from tweet_hashtags
    where collection_window = $collection_window
    group by hashtag
),

tweet_total as (
    select count(*) as tweets
    from tweets
    where collection_window = $collection_window
),

tweets_of_several as (
    select tweet_id, author, is_retweet, cast(row_number() over (order by tweet_id) as uinteger) as tweet_number
    from tweets
    where collection_window = $collection_window and hashtag_count > 1
),

hashtag_tweets as materialized (
    select distinct hashtag_totals.hashtag_number, tweets_of_several.tweet_number
    from tweet_hashtags
    inner join hashtag_totals on hashtag_totals.hashtag = tweet_hashtags.hashtag
    inner join tweets_of_several on tweets_of_several.tweet_id = tweet_hashtags.tweet_id
    where tweet_hashtags.collection_window = $collection_window
),

pair_counts as (
    select
        one.hashtag_number,
        other.hashtag_number as other_number,
        count(*) as tweets,
        count(*) filter (where not tweets_of_several.is_retweet) as tweets_without_retweets,
        count(distinct tweets_of_several.author) as posters
    from hashtag_tweets as one
    inner join hashtag_tweets as other on other.tweet_number = one.tweet_number
    inner join tweets_of_several on tweets_of_several.tweet_number = one.tweet_number
    where other.hashtag_number > one.hashtag_number
    group by one.hashtag_number, other.hashtag_number
    having count(*) > 1
)

select
    $collection_window as collection_window,
    '#' || totals.hashtag as hashtag,
    '#' || other_totals.hashtag as other_hashtag,
    row_number() over (
        order by pair_counts.tweets desc, pair_counts.posters desc, totals.hashtag, other_totals.hashtag
    ) as rank,
    list_contains($study_hashtags, totals.hashtag) or list_contains($study_hashtags, other_totals.hashtag)
        as with_study_hashtag,
    pair_counts.tweets,
    pair_counts.tweets_without_retweets,
    pair_counts.posters,
    pair_counts.tweets / cast(totals.tweets + other_totals.tweets - pair_counts.tweets as double) as jaccard,
    case
        when pair_counts.tweets < tweet_total.tweets
            then greatest(-1.0, least(1.0,
                ln(pair_counts.tweets * cast(tweet_total.tweets as double) / (cast(totals.tweets as double) * other_totals.tweets))
                / ln(tweet_total.tweets / cast(pair_counts.tweets as double))
            ))
    end as npmi
from pair_counts
inner join hashtag_totals as totals on totals.hashtag_number = pair_counts.hashtag_number
inner join hashtag_totals as other_totals on other_totals.hashtag_number = pair_counts.other_number
cross join tweet_total
order by rank
