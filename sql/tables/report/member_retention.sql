-- A row is a window beside the one before it: who of its members was a member then, earlier, or never. A member is an account
-- that posted; one that changed its name is the same where an export gives its user id, and so is who took over a name
-- another: where no export of the window gives an id, it is that of the name's nearest holder.
-- Interval: Wilson 1927, z = 1.959964.
with windows as (
    select
        collection_window,
        row_number() over (order by collection_window) as place,
        lag(collection_window) over (order by collection_window) as window_before
    from (select distinct collection_window from tweets) as those
),

ids_of_windows as (
    select collection_window, account, max(user_id) as user_id
    from identities
    group by collection_window, account
),

posters as (
    select distinct tweets.collection_window, tweets.author, ids_of_windows.user_id
    from tweets
    left join ids_of_windows
        on ids_of_windows.collection_window = tweets.collection_window and ids_of_windows.account = tweets.author
),

nearest_ids as (
    select
        posters.collection_window,
        posters.author,
        nearest_holder(identities.user_id, identities.collection_window, posters.collection_window) as user_id
    from posters
    inner join identities on identities.handle = posters.author and identities.is_holder
    where posters.user_id is null
    group by posters.collection_window, posters.author
),

members as (
    select distinct
        windows.place,
        coalesce('id:' || posters.user_id, 'id:' || nearest_ids.user_id, posters.author) as member
    from posters
    inner join windows on windows.collection_window = posters.collection_window
    left join nearest_ids
        on nearest_ids.collection_window = posters.collection_window and nearest_ids.author = posters.author
),

with_last_place as (
    select
        *,
        lag(place) over (partition by member order by place) as last_place
    from members
),

member_counts as (
    select
        place,
        count(*) as members,
        count(*) filter (where last_place = place - 1) as stayed,
        count(*) filter (where last_place < place - 1) as returned,
        count(*) filter (where last_place is null) as new_members
    from with_last_place
    group by place
),

with_members_before as (
    select
        windows.collection_window,
        windows.window_before,
        member_counts.members,
        before.members as members_before,
        case when windows.place > 1 then member_counts.stayed end as stayed,
        before.members - member_counts.stayed as left_members,
        case when windows.place > 1 then member_counts.returned end as returned,
        case when windows.place > 1 then member_counts.new_members end as new_members
    from windows
    inner join member_counts on member_counts.place = windows.place
    left join member_counts as before on before.place = windows.place - 1
)

select
    collection_window,
    window_before,
    members,
    members_before,
    stayed,
    left_members,
    returned,
    new_members,
    stayed / cast(members_before as double) as retention,
    wilson_low(stayed, members_before, 1) as low,
    wilson_high(stayed, members_before, 1) as high
from with_members_before
order by collection_window
