-- A row is a way to count tweets (all, or without retweets) and an account that posted any so, with how many.
create or replace temp macro tweets_of_each_poster(asked_window) as table
select 'all tweets' as counted, author, count(*) as tweets
from tweets
where collection_window = asked_window
group by author
union all
select 'without retweets', author, count(*)
from tweets
where collection_window = asked_window and not is_retweet
group by author
