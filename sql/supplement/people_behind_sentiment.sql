-- A row is a label of a scorer, and how many accounts posted the tweets with it; the one without a label: tweets that it did
-- not score.
with scorers as (
    select distinct scorer
    from sentiment_scores
    where collection_window = $collection_window
)

select
    'sentiment' as part,
    [scorers.scorer, sentiment_scores.label] as cell,
    count(distinct tweets.author) as people
from scorers
cross join tweets
left join sentiment_scores
    on sentiment_scores.collection_window = tweets.collection_window
    and sentiment_scores.tweet_id = tweets.tweet_id
    and sentiment_scores.scorer = scorers.scorer
where tweets.collection_window = $collection_window
group by scorers.scorer, sentiment_scores.label
order by cell
