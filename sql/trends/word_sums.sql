-- A row is the number of tweets of one account in one window that use one of some words.
with words as (
    select unnest($words) as word
)

select tweet_tokens.collection_window, tweet_tokens.author, words.word, count(*) as tweets
from tweet_tokens
inner join words on contains(' ' || tweet_tokens.tokens || ' ', ' ' || words.word || ' ')
where tweet_tokens.collection_window in (select unnest($windows))
group by tweet_tokens.collection_window, tweet_tokens.author, words.word
