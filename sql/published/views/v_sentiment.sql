-- A row is a scorer in a window: how it labelled the tweets.
-- collection_window: First and last day, both included, UTC
-- scorer: The scorer, with its version
-- scored: Tweets that it scored
-- positive: Tweets that it labelled positive
-- neutral: Tweets that it labelled neutral
-- negative: Tweets that it labelled negative
-- positive_share: Share of the scored tweets that it labelled positive
-- negative_share: Share of the scored tweets that it labelled negative
select
    collection_window,
    scorer,
    count(*) as scored,
    count(*) filter (where label = 'positive') as positive,
    count(*) filter (where label = 'neutral') as neutral,
    count(*) filter (where label = 'negative') as negative,
    avg(case when label = 'positive' then 1.0 else 0.0 end) as positive_share,
    avg(case when label = 'negative' then 1.0 else 0.0 end) as negative_share
from sentiment_scores
group by collection_window, scorer
order by collection_window, scorer
