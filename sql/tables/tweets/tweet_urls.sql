-- A row is one link in one tweet; links to media and to tweets are left out in tweets already.
with links as (
    select
        tweet_id,
        unnest(urls) as url,
        generate_subscripts(urls, 1) as position
    from tweets
    where collection_window = $collection_window
)

select
    $collection_window as collection_window,
    tweet_id,
    position,
    url,
    regexp_replace(lower(regexp_extract(url, '^(?:[A-Za-z]+://)?(?:[^/@]*@)?([^/:?#]+)', 1)), '^www\.', '') as domain
from links
order by tweet_id, position
