-- A row is a point of the Lorenz curve.
select counted, percent_of_posters, posters, percent_of_tweets
from lorenz_curve
where collection_window = $collection_window
order by counted, percent_of_posters
