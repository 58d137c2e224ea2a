-- A value is a time in UTC, without zone, as programs write it; NULL where it is none.
-- A time says its zone by an offset, Z, UTC or one of the names that mean one zone (not CST, BST, IST); else it is in
-- time_zone. A text that names another zone is never cast:
-- DuckDB 1.5 would read the times of later rows, which name none, in that zone.
-- The commonest forms come first; a cell has one form alone. Nanoseconds since 1970 end in six zeros, or they may be
-- the id of a tweet.
create or replace temp macro time_as_written(cell, time_zone) as
case
    when regexp_matches(cell, '^[0-9]{4}[-/][0-9]{1,2}[-/][0-9]{1,2}([T ][0-9:.]+)?$')
        then timezone('UTC', timezone(time_zone, try_cast(cell as timestamp)))
    when regexp_full_match(cell, '[0-9]{4}-.*[0-9]:[0-9.:]+\s*(Z|z|UTC|GMT)(\[UTC\])?')
        then try_cast(regexp_replace(cell, '\s*(Z|z|UTC|GMT)(\[UTC\])?$', '') as timestamp)
    when regexp_full_match(cell, '[0-9]{9,10}(\.[0-9]+)?')
        then epoch_ms(cast(cast(cell as double) * 1000 as bigint))
    when regexp_full_match(cell, '[0-9]{12,13}') then epoch_ms(cast(cell as bigint))
    when regexp_full_match(cell, '[0-9]{15,16}') then make_timestamp(cast(cell as bigint))
    when regexp_full_match(cell, '[34][0-9]{4}([.,][0-9]+)?')
        then timezone('UTC', timezone(time_zone, date_trunc('second', timestamp '1899-12-30'
            + to_microseconds(cast(cast(replace(cell, ',', '.') as double) * 86400000000 + 500000 as bigint)))))
    when regexp_matches(cell, '^[A-Z][a-z]{2} [A-Z][a-z]{2} [0-9 ]{1,2} [0-9:]+ [+-]')
        then timezone('UTC', try_strptime(cell, '%a %b %d %H:%M:%S %z %Y'))
    when regexp_full_match(cell, '[0-9]{4}-.*[0-9]:[0-9.:]+\s*(UTC|GMT)?[+-][0-9]{1,2}(:?[0-9]{2})?')
        then timezone('UTC', try_cast(
            regexp_replace(
                regexp_replace(
                    regexp_replace(cell, '([T ][0-9]{1,2}:[0-9]{2})(\s*(?:UTC|GMT)?[+-][0-9:]+)$', '\1:00\2'),
                    '([+-])([0-9])(:[0-9]{2})?$', '\10\2\3'
                ),
                '\s*(?:UTC|GMT)?([+-][0-9]{2}):?([0-9]{2})?$', '\1:\2'
            ) as timestamptz
        ))
    when regexp_full_match(cell, '[0-9]{12,13}0{6}') then make_timestamp(try_cast(cell as bigint) // 1000)
    when regexp_full_match(cell, '[0-9]{12,13}\.0+') then epoch_ms(cast(cast(cell as double) as bigint))
    when regexp_full_match(cell, '[0-9]{15,16}\.0+') then make_timestamp(cast(cast(cell as double) as bigint))
    when regexp_full_match(cell, '(19|20)[0-9]{6}T?[0-9]{6}Z?')
        then timezone('UTC', timezone(
            case when ends_with(cell, 'Z') then 'UTC' else time_zone end,
            try_strptime(regexp_replace(cell, '[TZ]', '', 'g'), '%Y%m%d%H%M%S')
        ))
    when regexp_full_match(cell, '[0-9]{4}[-/][0-9]{1,2}[-/][0-9]{1,2}[T ][0-9:]+,[0-9]+')
        then timezone('UTC', timezone(time_zone, try_cast(replace(cell, ',', '.') as timestamp)))
    when regexp_matches(cell, '[0-9]:[0-9].*(UTC|GMT|[+-][0-9]{4})')
        then timezone('UTC', try_strptime(
            regexp_replace(
                regexp_replace(cell, '\s*(\(.*\)|\[UTC\])$', ''), '(?:[+]00:00|\s*(?:Etc/)?(?:UTC|GMT))( [0-9]{4})?$', ' +0000\1'
            ),
            [
                '%a %b %d %H:%M:%S %z %Y', '%a %b %d %Y %H:%M:%S GMT%z', '%a, %d %b %Y %H:%M:%S %z',
                '%Y-%m-%d %H:%M:%S %z', '%Y-%m-%dT%H:%M:%S %z'
            ]
        ))
    when regexp_full_match(cell, '[0-9]{1,2}[- ][A-Z][a-z]{2}[- ][0-9]{2,4} [0-9]{1,2}:[0-9]{2}(:[0-9]{2})?')
        then timezone('UTC', timezone(time_zone, try_strptime(
            replace(cell, '-', ' '), ['%d %b %y %H:%M:%S', '%d %b %y %H:%M', '%d %b %Y %H:%M:%S', '%d %b %Y %H:%M']
        )))
    when regexp_full_match(cell, '.*[0-9]:[0-9.]+\s*[A-Z]{3,4}( [0-9]{4})?')
        then timezone('UTC', try_strptime(
            regexp_replace(
                cell, '\s*[A-Z]+( [0-9]{4})?$',
                ' ' || map {
                    'WET': '+0000', 'WEST': '+0100', 'CET': '+0100', 'CEST': '+0200', 'MEZ': '+0100', 'MESZ': '+0200',
                    'EET': '+0200', 'EEST': '+0300', 'EST': '-0500', 'EDT': '-0400', 'CDT': '-0500', 'MST': '-0700',
                    'MDT': '-0600', 'PST': '-0800', 'PDT': '-0700', 'JST': '+0900', 'KST': '+0900', 'AEST': '+1000',
                    'AEDT': '+1100', 'NZST': '+1200', 'NZDT': '+1300'
                }[regexp_extract(cell, '([A-Z]+)( [0-9]{4})?$', 1)] || '\1'
            ),
            [
                '%Y-%m-%d %H:%M:%S %z', '%Y-%m-%dT%H:%M:%S %z', '%Y-%m-%d %H:%M %z', '%a %b %d %H:%M:%S %z %Y',
                '%a, %d %b %Y %H:%M:%S %z'
            ]
        ))
end
