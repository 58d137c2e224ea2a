-- A row is a point of the Lorenz curve (Lorenz 1905) of tweets over the accounts that posted any: the tweets of the so many
-- percent of accounts that posted least. Between two accounts the curve is a straight line.
with tweets_of_posters as (
    select * from tweets_of_each_poster($collection_window)
),

cumulated_posters as (
    select
        counted,
        tweets,
        row_number() over (partition by counted order by tweets, author) as place,
        count(*) over (partition by counted) as posters,
        sum(tweets) over (partition by counted) as all_tweets,
        sum(tweets) over (partition by counted order by tweets, author rows unbounded preceding) as tweets_so_far
    from tweets_of_posters
),

points as (
    select unnest(range(1, 101)) as percent_of_posters
),

points_of_curves as (
    select
        counted,
        percent_of_posters,
        posters,
        cast(ceil(percent_of_posters * posters / 100.0) as bigint) as place
    from (select distinct counted, posters from cumulated_posters) as ways
    cross join points
)

select
    $collection_window as collection_window,
    counted,
    0 as percent_of_posters,
    0 as posters,
    0.0 as percent_of_tweets
from (select distinct counted from cumulated_posters) as ways
union all
select
    $collection_window,
    points_of_curves.counted,
    points_of_curves.percent_of_posters,
    points_of_curves.place,
    100.0 * (
        cumulated_posters.tweets_so_far
        - cumulated_posters.tweets * (points_of_curves.place - points_of_curves.percent_of_posters * points_of_curves.posters / 100.0)
    ) / cumulated_posters.all_tweets
from points_of_curves
inner join cumulated_posters
    on cumulated_posters.counted = points_of_curves.counted and cumulated_posters.place = points_of_curves.place
order by counted, percent_of_posters
