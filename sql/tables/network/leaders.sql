-- A row is a leader of a layer, by ties that lead to it or from it, with what its profile says it is: the class that the
-- study gives it, else the first rule of which a word stands in name or description, else other. Profiles and words of
-- rules are compared as words between blanks: " we help brands grow " holds " we help ".
with ranked_accounts as (
    select
        layer,
        account,
        indegree,
        outdegree,
        row_number() over (partition by layer order by indegree desc, times_in desc, account) as rank_in,
        row_number() over (partition by layer order by outdegree desc, times_out desc, account) as rank_out
    from user_metrics
    where collection_window = $collection_window
),

leading_accounts as (
    select
        layer,
        account,
        'indegree' as leads_by,
        rank_in as rank,
        indegree as degree,
        rank_out <= $most and outdegree > 0 as leads_both
    from ranked_accounts
    where rank_in <= $most and indegree > 0
    union all
    select
        layer,
        account,
        'outdegree' as leads_by,
        rank_out as rank,
        outdegree as degree,
        rank_in <= $most and indegree > 0 as leads_both
    from ranked_accounts
    where rank_out <= $most and outdegree > 0
),

rules as (
    select
        unnest($rule_classes) as class,
        unnest($rule_words) as words,
        unnest(range(1, array_length($rule_classes) + 1)) as place
),

given_classes as (
    select unnest($given_accounts) as account, unnest($given_classes) as class
),

profiles as (
    select
        account,
        followers,
        ' ' || trim(regexp_replace(
            lower(coalesce(name, '') || ' ' || coalesce(description, '')), '[^\p{L}\p{M}\p{N}]+', ' ', 'g'
        )) || ' ' as words
    from users
    where collection_window = $collection_window and account in (select account from leading_accounts)
),

rule_matches as (
    select profiles.account, min_by(rules.class, rules.place) as class
    from profiles
    inner join rules on contains(profiles.words, rules.words)
    group by profiles.account
)

select
    $collection_window as collection_window,
    leading_accounts.layer,
    leading_accounts.leads_by,
    leading_accounts.rank,
    leading_accounts.account,
    leading_accounts.degree,
    leading_accounts.leads_both,
    profiles.followers,
    case
        when given_classes.class is not null then given_classes.class
        when trim(coalesce(profiles.words, '')) = '' then 'not known'
        else coalesce(rule_matches.class, 'other')
    end as class,
    case
        when given_classes.class is not null then 'the study'
        when trim(coalesce(profiles.words, '')) = '' then 'no profile'
        else 'rules'
    end as classed_by
from leading_accounts
left join profiles on profiles.account = leading_accounts.account
left join rule_matches on rule_matches.account = leading_accounts.account
left join given_classes on given_classes.account = leading_accounts.account
order by leading_accounts.layer, leading_accounts.leads_by, leading_accounts.rank
