-- A row is an account of the layer of all ties, in the communities that the map shows, the largest first: with its place
-- among the accounts of its community from 0, whether it is drawn where every second, third, ... account is, and how many
-- accounts there are. Of more than are drawn, also those that most others name.
with ranked_accounts as (
    select
        account,
        community,
        indegree,
        row_number() over (partition by community order by indegree desc, degree desc, account) - 1 as place,
        count(*) over (partition by community) as members,
        row_number() over (order by community, indegree desc, degree desc, account) - 1 as place_of_all,
        row_number() over (order by indegree desc, account) as place_by_indegree,
        count(*) over () as accounts
    from user_metrics
    where collection_window = $collection_window and layer = 'all' and community <= $communities
)

select
    account,
    community,
    indegree,
    place,
    members,
    place_of_all % cast(ceil(accounts / cast($most_dots as double)) as bigint) = 0 as is_drawn,
    accounts
from ranked_accounts
where is_drawn or place_by_indegree <= $most_named
order by place_of_all
