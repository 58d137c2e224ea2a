-- A row is a scorer, with the tweets that it scored and how it labelled them.
select
    scorer,
    count(*) as scored,
    count(*) filter (where label = 'positive') as positive,
    count(*) filter (where label = 'neutral') as neutral,
    count(*) filter (where label = 'negative') as negative
from sentiment_scores
where collection_window = $collection_window
group by scorer
order by scorer
