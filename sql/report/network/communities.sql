-- A row is one of the largest communities of the layer of all ties.
select community, accounts, percent_of_accounts, ties_inside, density_inside, leaders, words, hashtags
from communities
where collection_window = $collection_window and layer = 'all'
order by community
limit 10
