-- A row is the window: how many tweets and accounts it holds, and how many tweets use what.
with window_tweets as (
    select *
    from tweets
    where collection_window = $collection_window
),

tweets_with_other_hashtags as (
    select count(distinct tweet_id) as tweets
    from tweet_hashtags
    where collection_window = $collection_window and not list_contains($study_hashtags, hashtag)
),

named_accounts as (
    select count(*) as accounts
    from users
    where collection_window = $collection_window and times_named > 0
),

edge_list_ties as (
    select count(*) as tie_rows
    from raw_ties
    where collection_window = $collection_window
)

select
    count(*) as tweets,
    count(distinct author) as users_who_posted,
    (select accounts from named_accounts) as accounts_named,
    coalesce(cast(sum(rows_collected) as bigint), 0) - count(*) as duplicate_rows,
    count(*) filter (where hashtag_count > 0) as with_hashtags,
    (select tweets from tweets_with_other_hashtags) as with_other_hashtags,
    count(*) filter (where mention_count > 0) as with_mentions,
    count(*) filter (where emoji_count > 0) as with_emoji,
    count(*) filter (where url_count > 0) as with_links,
    count(*) filter (where may_link_to_other(platform, urls, content_format)) as perhaps_links,
    count(*) filter (where may_lack_links(url_count, content_format, is_retweet, text_is_cut)) as untold_links,
    count(*) filter (where tweet_type in ('tweet', 'quote tweet') and is_reply is null) as perhaps_replies,
    count(*) filter (where tweet_type = 'tweet' and is_quote is null) as perhaps_quotes,
    count(*) filter (where text_is_cut) as cut_texts,
    (select tie_rows from edge_list_ties) as tie_rows
from window_tweets
