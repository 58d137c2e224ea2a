-- A row is an account in one window, with sums over its tweets: of each type, of each format, with each resource, their likes.
-- A type or format, and a link, is counted where it is known; beside it, how many more may have it: the file did not tell. A
-- short link of X may be that of a picture or of a quoted tweet, and of a retweet that shows none the link may be untold.
select
    collection_window,
    author,
    count(*) as tweets,
    count(*) filter (where tweet_type = 'tweet' and not is_reply and not is_quote) as tweet,
    count(*) filter (where tweet_type = 'tweet' and (is_reply is null or is_quote is null)) as perhaps_tweet,
    count(*) filter (where tweet_type = 'retweet') as retweet,
    count(*) filter (where tweet_type = 'reply') as reply,
    count(*) filter (where tweet_type in ('tweet', 'quote tweet') and is_reply is null) as perhaps_reply,
    count(*) filter (where tweet_type = 'quote tweet' and not is_reply) as quote_tweet,
    count(*) filter (
        where (tweet_type = 'tweet' and is_quote is null) or (tweet_type = 'quote tweet' and is_reply is null)
    ) as perhaps_quote_tweet,
    count(*) - count(content_format) as tweets_of_unknown_format,
    count(*) filter (where content_format is null and is_text_only is null) as perhaps_text_only,
    count(*) filter (where content_format = 'text only') as text_only,
    count(*) filter (where content_format = 'image/graphic') as image_graphic,
    count(*) filter (where content_format = 'link to article') as link_to_article,
    count(*) filter (where content_format = 'multimedia') as multimedia,
    count(*) filter (
        where len(list_filter(hashtags, lambda tag: not list_contains($study_hashtags, lower(tag)))) > 0
    ) as with_other_hashtags,
    count(*) filter (where mention_count > 0) as with_mentions,
    count(*) filter (where emoji_count > 0) as with_emoji,
    count(*) filter (where url_count > 0 and not coalesce(may_link_to_other(platform, urls, content_format), false))
        as with_links,
    count(*) filter (
        where
            may_link_to_other(platform, urls, content_format)
            or may_lack_links(url_count, content_format, is_retweet, text_is_cut)
    ) as perhaps_with_links,
    count(like_count) filter (where not is_retweet) as tweets_of_known_likes,
    cast(coalesce(sum(like_count) filter (where not is_retweet), 0) as bigint) as likes
from tweets
where collection_window in (select unnest($windows))
group by collection_window, author
