-- A row is a registered domain that tweets of a window link to.
-- collection_window: First and last day, both included, UTC
-- domain: The registered domain
-- is_shortener: Whether it stands for other addresses, which the export does not tell
-- links: Links to it
-- tweets: Tweets with such a link
-- tweets_without_retweets: Of these, tweets that are no retweets
-- posters: Accounts that posted them
-- percent_of_tweets_with_links: Percent of the tweets that have any link
with tweets_with_links as (
    select collection_window, count(distinct tweet_id) as tweets
    from tweet_urls
    group by collection_window
)

select
    link_domains.collection_window,
    link_domains.domain,
    link_domains.is_shortener,
    link_domains.links,
    link_domains.tweets,
    link_domains.tweets_without_retweets,
    link_domains.posters,
    100.0 * link_domains.tweets / tweets_with_links.tweets as percent_of_tweets_with_links
from link_domains
inner join tweets_with_links on tweets_with_links.collection_window = link_domains.collection_window
where link_domains.grouped_by = 'all tweets'
order by link_domains.collection_window, link_domains.tweets desc, link_domains.domain
