-- A row is a row of a batch's edge lists with its types, and with the reason why it is no tie (NULL: it is one).
-- NodeXL writes a tweet that names nobody as an edge of its author to itself; whom an original named is no tie of the
-- one who retweets it. The header that stands within the list, of files put one behind the other, is no tie of two
-- accounts that are called so. A weight says how often, a whole number from 1 on: another one is none (1.000 may be a
-- thousand), as is a time that cannot be read, and is named in bad_cells. The formats of a column map come before what is
-- read without any. A cell that holds something and no account, or the accounts of several ties, is told with it.
with cells as (
    select
        file_number,
        export_file,
        row_number,
        [
            lower(trim(coalesce(source, "from", "vertex 1"))), lower(trim(coalesce(target, "to", "vertex 2")))
        ] = $header as is_header,
        coalesce(source, "from", "vertex 1") as written_source,
        coalesce(target, "to", "vertex 2") as written_target,
        bare_handle(coalesce(source, "from", "vertex 1"), 'any', $unseen) as source,
        bare_handle(coalesce(target, "to", "vertex 2"), 'any', $unseen) as target,
        lower(trim(coalesce(relationship, kind, edge_type, interaction, "type"))) as named_kind,
        coalesce(weight, "edge weight", times, "count", n, frequency, freq) as written_weight,
        bare_count(coalesce(weight, "edge weight", times, "count", n, frequency, freq)) as weight_in_digits,
        lower(trim(visibility)) in ('skip', '0') as is_skipped,
        coalesce("relationship date (utc)", "tweet date (utc)", created_at, "date", "timestamp", "time") as posted_at
    from file_rows
    inner join staged_files using (file_number)
    where staged_files.validated_as = $validated_as
),

with_numbers as (
    select
        *,
        case when not regexp_full_match(weight_in_digits, '[1-9][0-9]{0,2}\.000') then try_cast(weight_in_digits as double) end
            as number
    from cells
),

with_times as (
    select
        *,
        case when number >= 1 and number = floor(number) then try_cast(number as bigint) end as weight,
        time_unless_none(coalesce(
            case when $names_formats then time_as_told(posted_at, $time_zone, $zoned_formats, $plain_formats) end,
            case when $reads_default_times then time_as_written(posted_at, $time_zone) end
        )) as created_at
    from with_numbers
)

select
    $collection_window as collection_window,
    export_file,
    file_number,
    row_number,
    source,
    target,
    case
        when list_contains(['mention', 'mentions', 'mt'], named_kind) then 'mention'
        when list_contains(['reply', 'replies', 'replies to', 'replied_to', 'reply to', 're'], named_kind) then 'reply'
        when list_contains(['retweet', 'retweets', 'retweeted', 'rt'], named_kind) then 'retweet'
        when list_contains(['quote', 'quotes', 'quoted'], named_kind) then 'quote'
        else 'not said'
    end as kind,
    coalesce(weight, 1) as times,
    created_at,
    list_filter(
        [
            case when posted_at is not null and created_at is null then 'created_at: ' || left(posted_at, 40) end,
            case when written_weight is not null and weight is null then 'times: ' || left(written_weight, 40) end
        ],
        lambda cell: cell is not null
    ) as bad_cells,
    case
        when is_header then 'the header once more'
        when source is null and is_name(written_source)
            then 'its source is no account, or several: ' || left(written_source, 40)
        when source is null then 'no source account'
        when target is null and is_name(written_target)
            then 'its target is no account, or several: ' || left(written_target, 40)
        when target is null then 'no target account'
        when is_skipped then 'the file itself says that this row is skipped'
        when named_kind = 'undirected' then 'an undirected edge: who named whom is not said'
        when named_kind = 'tweet' then 'a tweet that names nobody, which is no tie'
        when named_kind = 'mentionsinretweet' then 'named within a retweet, which is no tie of the one who retweets'
        when cast(created_at as date) not between $first_day and $last_day
            then 'posted ' || strftime(created_at, '%Y-%m-%d') || ', outside the collection window'
    end as reason
from with_times
