-- A row is one emoji in one tweet, with its modifiers.
select
    $collection_window as collection_window,
    tweet_id,
    generate_subscripts(emoji, 1) as position,
    unnest(emoji) as emoji
from tweets
where collection_window = $collection_window
order by tweet_id, position
