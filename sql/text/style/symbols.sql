-- A row is an emoticon of the dictionary that stands between blanks in tweets of the window, with its uses.
select piece as symbol, count(*) as uses
from (
    select unnest(regexp_split_to_array(lower(tweets.text), '\s+')) as piece
    from tweets
    inner join tweet_tokens
        on tweet_tokens.collection_window = tweets.collection_window
        and tweet_tokens.tweet_id = tweets.tweet_id
    where tweets.collection_window = $collection_window
) as pieces
where list_contains($symbols, piece)
group by piece
order by piece
