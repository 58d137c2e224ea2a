-- A row is a way to count tweets (all, or without retweets) and how unequally accounts posted them, among those that
-- posted any. Gini coefficient of n accounts with x1 <= ... <= xn tweets: sum of (2i - n - 1) * xi, divided by
-- n * (x1 + ... + xn) (Damgaard and Weiner 2000, Ecology 81, 1139-1142), without their correction for small samples.
with tweets_of_posters as (
    select * from tweets_of_each_poster($collection_window)
),

ranked_posters as (
    select
        counted,
        tweets,
        row_number() over (partition by counted order by tweets) as place,
        count(*) over (partition by counted) as posters
    from tweets_of_posters
)

select
    $collection_window as collection_window,
    counted,
    cast(max(posters) as bigint) as posters,
    cast(sum(tweets) as bigint) as tweets,
    count(*) filter (where tweets = 1) as posters_of_one,
    cast(sum((2 * place - posters - 1) * tweets) as double) / (max(posters) * cast(sum(tweets) as double)) as gini,
    count(*) filter (where 100 * (posters - place) < posters) as posters_of_top_1,
    cast(sum(tweets) filter (where 100 * (posters - place) < posters) as bigint) as tweets_of_top_1,
    count(*) filter (where 10 * (posters - place) < posters) as posters_of_top_10,
    cast(sum(tweets) filter (where 10 * (posters - place) < posters) as bigint) as tweets_of_top_10
from ranked_posters
group by counted
order by counted
