-- A row is a tweet with the addresses in it, those to media and to other tweets apart; tweets without any lack.
select
    tweet_id,
    list(url order by position) as links
from tweet_urls
where
    collection_window = $collection_window
    and tweet_id in (select unnest(cast($tweet_ids as varchar[])))
group by tweet_id
order by tweet_id
