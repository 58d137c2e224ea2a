-- A row is a window with what its trends over authors are measured from: the number of rows and two sums of their hashes.
with row_hashes as (
    select
        collection_window,
        hash(
            tweet_id, author, platform, tweet_type, is_reply, is_quote, content_format, is_text_only, hashtags,
            mention_count, emoji_count, url_count, like_count, is_retweet
        ) as row_hash
    from tweets
    union all
    select collection_window, hash(tweet_id, hashtag) from tweet_hashtags
    union all
    select collection_window, hash(tweet_id, scorer, label, compound) from sentiment_scores
    union all
    select collection_window, hash(tweet_id, author, tokens, word_count) from tweet_tokens
    union all
    select collection_window, hash(measure, kind, value, words, definition) from style_measures
)

select collection_window, concat(count(*), ' ', bit_xor(row_hash), ' ', sum(cast(row_hash as hugeint))) as content
from row_hashes
group by collection_window
order by collection_window
