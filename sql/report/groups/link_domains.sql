-- A row is one of the domains of most tweets: ten of all tweets, three of every other group.
select grouped_by, group_name, domain, is_shortener, links, tweets, tweets_without_retweets, posters
from link_domains
where collection_window = $collection_window and rank <= case when grouped_by = 'all tweets' then 10 else 3 end
order by
    case grouped_by when 'all tweets' then 1 when 'community' then 2 when 'tweet_type' then 3 when 'content_format' then 4 else 5 end,
    (
        select min(codebook.variable_order)
        from codebook
        where codebook.collection_window = $collection_window and codebook.variable = link_domains.grouped_by
    ) nulls last,
    grouped_by,
    case group_name when 'smaller communities' then 1 when 'no community' then 2 else 0 end,
    (
        select min(codebook.category_order)
        from codebook
        where
            codebook.collection_window = $collection_window
            and codebook.variable = link_domains.grouped_by
            and codebook.category = link_domains.group_name
    ) nulls last,
    group_name,
    rank
