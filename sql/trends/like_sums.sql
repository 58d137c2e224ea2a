-- A row is an account in one window, with its platform and the known likes of its tweets; none where all tweets of the study
-- are of one platform.
select
    collection_window,
    author,
    platform,
    count(*) as tweets_of_known_likes,
    cast(sum(like_count) as bigint) as likes
from tweets
where
    not is_retweet and like_count is not null
    and collection_window in (select unnest($windows))
    and (select count(distinct platform) from tweets) > 1
group by collection_window, author, platform
