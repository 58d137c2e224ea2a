-- A row is an account in one window, with sums over its tweets: of each type, of each format, with each resource, their likes.
select
    collection_window,
    author,
    count(*) as tweets,
    count(*) filter (where tweet_type = 'tweet') as tweet,
    count(*) filter (where tweet_type = 'retweet') as retweet,
    count(*) filter (where tweet_type = 'reply') as reply,
    count(*) filter (where tweet_type = 'quote tweet') as quote_tweet,
    count(content_format) as tweets_of_known_format,
    count(*) filter (where content_format = 'text only') as text_only,
    count(*) filter (where content_format = 'image/graphic') as image_graphic,
    count(*) filter (where content_format = 'link to article') as link_to_article,
    count(*) filter (where content_format = 'multimedia') as multimedia,
    count(*) filter (
        where len(list_filter(hashtags, lambda tag: not list_contains($study_hashtags, lower(tag)))) > 0
    ) as with_other_hashtags,
    count(*) filter (where mention_count > 0) as with_mentions,
    count(*) filter (where emoji_count > 0) as with_emoji,
    count(*) filter (where url_count > 0) as with_links,
    count(like_count) filter (where not is_retweet and metrics_of <> 'original') as tweets_of_known_likes,
    cast(
        coalesce(sum(like_count) filter (where not is_retweet and metrics_of <> 'original'), 0) as bigint
    ) as likes
from tweets
where collection_window in (select unnest($windows))
group by collection_window, author
