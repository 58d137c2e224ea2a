-- A row is a tweet type that occurs in the window.
select
    tweet_type as name,
    count(*) as tweets
from tweets
where collection_window = $collection_window
group by tweet_type
order by tweet_type
