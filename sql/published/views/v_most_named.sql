-- A row is one of the fifty accounts of a window that most other accounts name, answer, retweet or quote.
-- collection_window: First and last day, both included, UTC
-- rank: Place by indegree, ties by times named and then by the account
-- account: The account
-- indegree: Other accounts that name, answer, retweet or quote it (self-ties apart)
-- outdegree: Other accounts that it names, answers, retweets or quotes (self-ties apart)
-- times_named: Tweets of others that hold such a tie, once a kind
-- tweets: Tweets that it posted in the window
with ranked_accounts as (
    select
        *,
        row_number() over (partition by collection_window order by indegree desc, times_in desc, account) as rank
    from user_metrics
    where layer = 'all' and indegree > 0
)

select
    ranked_accounts.collection_window,
    ranked_accounts.rank,
    ranked_accounts.account,
    ranked_accounts.indegree,
    ranked_accounts.outdegree,
    ranked_accounts.times_in as times_named,
    coalesce(users.tweets, 0) as tweets
from ranked_accounts
left join users
    on users.collection_window = ranked_accounts.collection_window and users.account = ranked_accounts.account
where ranked_accounts.rank <= 50
order by ranked_accounts.collection_window, ranked_accounts.rank
