-- A row is a sampled tweet with what the tables of codes rest on; its final codes stand beside it, a column a variable.
-- Counts are the tweet's own: those of a retweet only where its file says so.
with resources as (
    select tweet_id, list(category) as used
    from tweet_categories
    where collection_window = $collection_window and variable = 'resources'
    group by tweet_id
)

select
    sample.tweet_id,
    sample.draw_order,
    sample.is_reliability,
    tweets.created_at,
    tweets.tweet_type,
    tweets.content_format,
    list_contains(resources.used, 'hashtags') as uses_hashtags,
    list_contains(resources.used, 'emoji') as uses_emoji,
    list_contains(resources.used, 'tagging') as uses_tagging,
    list_contains(resources.used, 'links') as uses_links,
    tweets.hashtag_count,
    tweets.mention_count,
    tweets.url_count,
    tweets.emoji_count,
    case when tweets.metrics_of = 'own' or not tweets.is_retweet then tweets.like_count end as like_count,
    case when tweets.metrics_of = 'own' or not tweets.is_retweet then tweets.retweet_count end as retweet_count,
    case when tweets.metrics_of = 'own' or not tweets.is_retweet then tweets.reply_count end as reply_count
from sample
inner join tweets
    on tweets.collection_window = sample.collection_window and tweets.tweet_id = sample.tweet_id
left join resources on resources.tweet_id = sample.tweet_id
where sample.collection_window = $collection_window
order by sample.draw_order
