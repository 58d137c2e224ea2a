-- A row is the tokens of a tweet of a window in which a word stands, or two side by side, those of several tweets once.
select distinct tokens
from tweet_tokens
where collection_window = $collection_window and contains(' ' || tokens || ' ', ' ' || $words || ' ')
