-- A row is one of the ten most used hashtags of the window.
select
    hashtag as name,
    count(*) as uses,
    count(distinct tweet_id) as tweets
from tweet_hashtags
where collection_window = $collection_window
group by hashtag
order by uses desc, tweets desc, hashtag
limit 10
