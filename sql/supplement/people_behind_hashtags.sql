-- A row is a hashtag, and how many accounts posted the tweets that use it.
select 'hashtag' as part, [tweet_hashtags.hashtag] as cell, count(distinct tweets.author) as people
from tweet_hashtags
inner join tweets
    on tweets.collection_window = tweet_hashtags.collection_window
    and tweets.tweet_id = tweet_hashtags.tweet_id
where tweet_hashtags.collection_window = $collection_window
    and tweet_hashtags.hashtag in (select unnest($hashtags))
group by tweet_hashtags.hashtag
order by cell
