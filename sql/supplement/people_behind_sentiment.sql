-- A row is a label of a scorer, and how many accounts posted the tweets with it.
select
    'sentiment' as part,
    [sentiment_scores.scorer, sentiment_scores.label] as cell,
    count(distinct tweets.author) as people
from sentiment_scores
inner join tweets
    on tweets.collection_window = sentiment_scores.collection_window
    and tweets.tweet_id = sentiment_scores.tweet_id
where sentiment_scores.collection_window = $collection_window
group by sentiment_scores.scorer, sentiment_scores.label
order by cell
