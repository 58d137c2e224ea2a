-- A row is a tweet of an account that posted on more than one platform.
select platform, tweet_id
from tweets
where
    collection_window = $collection_window
    and author in (
        select author
        from tweets
        where collection_window = $collection_window
        group by author
        having min(platform) <> max(platform)
    )
order by platform, tweet_id
limit $rows
