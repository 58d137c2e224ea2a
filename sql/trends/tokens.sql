-- A row is a tweet of the window with its tokens, tweets of one author together.
select author, tokens, word_count
from tweet_tokens
where collection_window = $collection_window and tokens is not null
order by author
