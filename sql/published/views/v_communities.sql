-- A row is a community of the layer of all ties in a window.
-- collection_window: First and last day, both included, UTC
-- community: Its number; 1 is the largest
-- accounts: Its members
-- percent_of_accounts: Percent of the accounts with a tie
-- density_inside: Ties between members / possible ones
-- leaders: The five members with the highest indegree
-- words: Words that it uses more than the others
-- hashtags: Hashtags likewise
select
    collection_window,
    community,
    accounts,
    percent_of_accounts,
    density_inside,
    leaders,
    words,
    hashtags
from communities
where layer = 'all'
order by collection_window, community
