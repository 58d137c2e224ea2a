-- A row is a way to count tweets, and how unequally accounts posted them.
select
    counted,
    posters,
    tweets,
    posters_of_one,
    gini,
    posters_of_top_1,
    tweets_of_top_1,
    posters_of_top_10,
    tweets_of_top_10
from participation
where collection_window = $collection_window
order by counted
