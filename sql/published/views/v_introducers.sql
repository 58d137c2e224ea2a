-- A row is an account that introduced others: the first tie of these in the window is that it named, answered, retweeted or quoted them, with a tie of its own before.
-- collection_window: First and last day, both included, UTC
-- account: The account
-- introduced: Accounts that it introduced
-- by_retweet: Of these, by retweeting them
-- by_reply: Of these, by answering them
-- by_quote: Of these, by quoting them
-- by_mention: Of these, by mentioning them
select
    collection_window,
    other_account as account,
    count(*) as introduced,
    count(*) filter (where kind = 'retweet') as by_retweet,
    count(*) filter (where kind = 'reply') as by_reply,
    count(*) filter (where kind = 'quote') as by_quote,
    count(*) filter (where kind = 'mention') as by_mention
from first_ties
where role = 'was named' and other_was_there
group by collection_window, other_account
order by collection_window, introduced desc, account
