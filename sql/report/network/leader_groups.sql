-- A row is a group of leaders of the layer of all ties: what they are, and their followers.
select
    leads_by,
    count(*) as accounts,
    count(*) filter (where leads_both) as in_both,
    count(followers) as followers_known,
    avg(followers) as mean_followers,
    median(followers) as median_followers,
    count(*) filter (where class = 'practitioner') as practitioners,
    count(*) filter (where class = 'company') as companies,
    count(*) filter (where class = 'media') as media,
    count(*) filter (where class not in ('practitioner', 'company', 'media')) as others
from leaders
where collection_window = $collection_window and layer = 'all'
group by leads_by
order by leads_by
