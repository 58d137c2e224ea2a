-- A row is a pair of labels that two scorers gave to the same tweets; pairs that never occur have none.
select
    $collection_window as collection_window,
    one.scorer,
    other.scorer as other_scorer,
    one.label,
    other.label as other_label,
    count(*) as tweets
from sentiment_scores as one
inner join sentiment_scores as other
    on other.collection_window = one.collection_window
    and other.tweet_id = one.tweet_id
    and other.scorer > one.scorer
where one.collection_window = $collection_window
group by one.scorer, other.scorer, one.label, other.label
order by one.scorer, other.scorer, one.label, other.label
