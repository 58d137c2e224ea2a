-- A row is an account of the node-link picture of the layer of all ties: of the communities that it shows, the largest
-- first, and behind them of the others (community is null), those that belong together side by side. Of more than the
-- picture has room for, those with the most ties.
with layer_accounts as (
    select
        account,
        indegree,
        degree,
        community as found_community,
        case when community <= $communities then community end as community
    from user_metrics
    where collection_window = $collection_window and layer = 'all'
),

ranked_accounts as (
    select
        account,
        indegree,
        degree,
        found_community,
        community,
        count(*) over () as accounts,
        -- Summed: DuckDB counts what a filter lets through anew for each row, among all rows.
        cast(sum(case when community is null then 1 else 0 end) over () as bigint) as accounts_outside,
        row_number() over (partition by community is null order by degree desc, indegree desc, account) as place
    from layer_accounts
)

select account, community, indegree, accounts, accounts_outside
from ranked_accounts
where place <= case when community is null then $most_outside else $most_inside end
order by community nulls last, found_community, indegree desc, degree desc, account
