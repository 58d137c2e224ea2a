-- A row is an account in one window and a scorer, with sums over its tweets that were scored; the compound in millionths.
-- Accounts are those of a part of all: of every tweet the join holds its id and its account, and the sums hold that again.
select
    tweets.collection_window,
    tweets.author,
    sentiment_scores.scorer,
    count(*) as scored,
    count(*) filter (where sentiment_scores.label = 'positive') as positive,
    count(*) filter (where sentiment_scores.label = 'negative') as negative,
    cast(sum(cast(round(sentiment_scores.compound * 1000000) as bigint)) as bigint) as compound
from sentiment_scores
inner join tweets
    on tweets.collection_window = sentiment_scores.collection_window
    and tweets.tweet_id = sentiment_scores.tweet_id
where
    sentiment_scores.collection_window in (select unnest($windows))
    and tweets.collection_window in (select unnest($windows))
    and hash(tweets.author) % $parts = $part
group by tweets.collection_window, tweets.author, sentiment_scores.scorer
