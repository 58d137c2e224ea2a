-- A row is an account that posted in the window, with the groups that its tweets are counted in: the largest communities of
-- the layer of all ties by their number, all others as one; the class of a leader of that layer by either degree.
with posters as (
    select author as account, count(*) as tweets
    from tweets
    where collection_window = $collection_window
    group by author
),

classes_of_leaders as (
    select account, max(class) as class
    from leaders
    where collection_window = $collection_window and layer = 'all'
    group by account
)

select
    $collection_window as collection_window,
    posters.account,
    posters.tweets,
    case
        when user_metrics.community <= 5 then 'community ' || cast(user_metrics.community as varchar)
        when user_metrics.community is not null then 'smaller communities'
        else 'no community'
    end as community,
    coalesce(classes_of_leaders.class, 'no leader') as leader_class
from posters
left join user_metrics
    on user_metrics.collection_window = $collection_window
    and user_metrics.layer = 'all'
    and user_metrics.account = posters.account
left join classes_of_leaders on classes_of_leaders.account = posters.account
order by posters.account
