-- A row is an account in one window, with its tweets whose words are counted.
select collection_window, author, count(*) as tweets_with_words
from tweet_tokens
where collection_window in (select unnest($windows))
group by collection_window, author
