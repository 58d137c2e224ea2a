-- A row is a tweet of the window with its tokens, none as an empty text, tweets of one author together.
select author, coalesce(tokens, '') as tokens, word_count
from tweet_tokens
where collection_window = $collection_window
order by author
