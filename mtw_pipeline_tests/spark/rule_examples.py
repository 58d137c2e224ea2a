r"""For every rule of the dialect, statements of DuckDB that Spark gets wrong without it.

What belongs here: the statements, with their parameters; what they give is what DuckDB gives. What does not: how they
are compared (the tests).
"""

from typing import NamedTuple


class Example(NamedTuple):
    """A statement and its parameters."""

    statement: str
    parameters: dict[str, object] = {}  # noqa: RUF012


_WORDS = "(select unnest(['a', null, 'b']) as word)"

EXAMPLES: dict[str, tuple[Example, ...]] = {
    "regular expressions": (
        Example("select regexp_matches(x, 'a$') from (select unnest(['a', 'a' || chr(10)]) as x)"),
        Example(r"select regexp_replace('a' || chr(11) || 'b', '\s', '_', 'g')"),
        Example(r"select regexp_replace('$a', '(a)', '\1$\1', 'g')"),
        Example("select regexp_extract('abc', $pattern)", {"pattern": "a(b)"}),
        Example("select regexp_full_match('abc', $pattern)", {"pattern": "a|ab|abc"}),
        Example("select regexp_matches('a[', '[[]$'), regexp_matches('&', '[a&&b]')"),
        Example("select regexp_matches('ÉCOLE', '(?i)^école$')"),
        Example(r"select regexp_matches('я', '^\p{Cyrillic}$'), regexp_matches('a' || chr(13) || 'b', 'a.b')"),
        Example("select regexp_extract_all('a, b', $pattern, 1)", {"pattern": "([a-z])"}),
        Example(r"select regexp_split_to_array(chr(11) || 'a  b' || chr(10), '\s+'), regexp_split_to_array('', '\s+')"),
        Example(
            "select regexp_extract_all(x, $shown), regexp_extract_all(x, $others) from (select 'aé😀ñ©‼я中👍➜ ' as x)",
            {
                "shown": r"[a\p{Cyrillic}\x{A9}\x{203C}\x{2194}-\x{2199}\x{231A}\x{2600}-\x{2604}\x{1F600}-\x{1F64F}é]",
                "others": r"[^a\p{Cyrillic}\x{A9}\x{203C}\x{2139}\x{2194}-\x{2199}\x{231A}\x{2600}\x{2601}\x{1F600}é]+",
            },
        ),
        Example("select regexp_matches(x, 'aa|bb') from (select unnest(['abba', 'abab']) as x)"),
        Example("select length(regexp_extract(repeat('ab ', 20000), '(?:a|b)(?:[ab]| )*'))"),
    ),
    "split texts": (
        Example(r"select string_split('a\E.b', '\E'), string_split(' a. b..c', '.'), string_split('|a|', '|')"),
        Example("select string_split('', ' '), string_split(' @a @b', ' @'), string_split(null, '#')"),
    ),
    "lower case": (Example("select lower('ΟΔΟΣ'), lower('İSTANBUL')"),),
    "blanks": (Example("select trim(chr(160) || ' a ' || chr(8195)), rtrim('a..', '.')"),),
    "characters by number": (Example("select contains('a' || chr(65039), chr(65039)), chr(960)"),),
    "bytes of a text": (Example("select strlen('é'), strlen('😀')"),),
    "composed characters": (Example("select nfc_normalize('e' || chr(769)) = 'é'"),),
    "formatted fractions": (
        Example(
            "select printf('%s %.3f, %.2f %% of %d', name, x, y, 3) from (values ('a', 0.8125::double, 1.005::double),"
            " ('b', 0.6875, 0.125), ('c', -0.0004, 1.995), ('d', 0.0005, 0.999), ('e', 12.3455, 0.375),"
            " ('f', -0.0625, 2.675), ('g', 1, 0), ('h', null, 1), (null, 1, 2)) as t (name, x, y)"
        ),
        Example("select printf('%.0f', x) from (values (cast(0.5 as double)), (1.5), (2.5000000000000004)) as t (x)"),
    ),
    "lists among parameters": (
        Example("select array_length($empty), list_contains($words, 'b')", {"empty": [], "words": ["a", "b"]}),
        Example("select word from (select unnest($words) as word)", {"words": ["it's", 'a "b"', "é\\n", None]}),
        Example("select unnest($numbers) + 1", {"numbers": [1.5, 2.0]}),
    ),
    "zipped lists": (Example("select pair[1], pair[2] from (select unnest(list_zip(['a', 'b'], ['c'])) as pair)"),),
    "reduced lists": (
        Example("select list_reduce(list_prepend('a', ['b', 'c']), lambda whole, part: whole || part || whole)"),
        Example("select list_reduce(list_prepend('a', list_filter(['b'], lambda x: x = 'c')), lambda x, y: x || y)"),
    ),
    "elements and slices": (
        Example("select x[1], x[place], x[place + 1], x[9], x[0] from (select ['a', 'b', 'c'] as x, 2 as place)"),
        Example("select x[1:2], x[1:-2], x[place:], x[1:place], x[1:9] from (select ['a', 'b', 'c'] as x, 2 as place)"),
        Example("select x[2:1], x[4:], x[1:-9] from (select ['a', 'b', 'c'] as x)"),
        Example("select $x[1 + place % 2] from (select 3 as place)", {"x": ["a", "b"]}),
        Example("select x[-1], x[-4], x[-3:], x[-9:], x[-2:-2], x[0:2] from (select ['a', 'b', 'c'] as x)"),
        Example(
            "select x[place], x[place:], x[1:place], x[place:place + 1]"
            " from (select unnest([-4, -3, -1, 0, 3, 4, null]) as place, ['a', 'b', 'c'] as x) order by place"
        ),
    ),
    "joined lists": (
        Example("select list_concat(['a'], x), list_concat(x, x) from (select cast(null as varchar[]) as x)"),
        Example("select list_concat(['a'], ['b', null])"),
    ),
    "what is in a list": (
        Example("select list_contains(['a', null], 'b'), list_contains(['a'], cast(null as varchar))"),
        Example("select list_contains(x, 'b') from (select cast(null as varchar[]) as x)"),
        Example(
            "select x, list_contains($words, x), list_contains($empty, x),"
            " list_filter([x], lambda y: list_contains($words, y))"
            " from (select unnest([$words[1], $words[2], $words[3], 'other', null]) as x)",
            {"words": ["it's", 'a\\"b"', "\\é\n", None], "empty": []},
        ),
    ),
    "what lists share": (
        Example("select list_has_any(['a', null], ['b', null]), ['a'] && ['b', 'a']"),
        Example("select list_has_any(x, ['b']) from (select cast(null as varchar[]) as x)"),
    ),
    "values at a maximum": (
        Example("select arg_max(x, (y, z)) from (values (null, 3, 1), ('b', 1, 2), ('c', 1, 3)) as t (x, y, z)"),
        Example("select arg_min(x, y), min_by(x, y) from (values (null, 0), ('b', 1), ('c', 2)) as t (x, y)"),
    ),
    "distinct values of a list": (Example("select list_distinct(['a', null, 'a'])"),),
    "whole numbers of fractions": (
        Example("select cast(x / 2 as bigint), cast(2 + (x + 2) / 2 as integer) from (select unnest([5, -5, 4]) as x)"),
        Example("select cast(avg(x) as bigint), cast(sqrt(max(x)) as bigint) from (select unnest([1, 2, 3, 8]) as x)"),
        Example("select cast(compound as integer) from (select cast(unnest([0.5, 1.5, -1.7]) as double) as compound)"),
        Example(
            "with means as (select avg(x) + 1 as mean from (select unnest([1, 2, 3, 8]) as x)), further as (select"
            " case when mean > 1 then mean else 0 end as shown from means) select cast(shown as bigint) from further"
        ),
        Example("select cast($share * x as bigint) from (select unnest([3, 5]) as x)", {"share": 0.5}),
    ),
    "logarithms": (Example("select log(1000), ln(1)"),),
    "differences of times": (
        Example(
            "select date_diff('day', x, y), date_diff('hour', x, y), date_diff('month', y, x)"
            " from (select timestamp '2020-01-31 23:30:00' as x, timestamp '2020-02-03 01:00:00.5' as y)"
        ),
        Example("select date_diff('second', timestamp '1969-12-31 23:59:59.9', timestamp '1970-01-01 00:00:00.1')"),
    ),
    "places in a list": (Example("select list_position(['a', 'b'], 'b'), list_position(['a'], 'c')"),),
    "ordered lists": (
        Example(f"select list(word order by word desc) from {_WORDS} where word is not null"),
        Example(f"select list(word order by word) filter (where word > 'b') from {_WORDS}"),
        Example("select list(x order by y desc, x) from (select unnest(['a', 'b', 'c']) as x, unnest([1, 2, 2]) as y)"),
    ),
    "fractions": (
        Example("select avg(1.0 * x) from (select unnest([1, 2, 2]) as x)"),
        Example("select avg(case when x = 1 then 1.0 else 0.0 end) from (select unnest([1, 2, 2]) as x)"),
    ),
    "unsigned types": (Example("select cast(3 as uinteger) + 1"),),
    "quantiles": (
        Example("select quantile_cont(x, 0.25), quantile_cont(x, 0.5) from (select unnest([1, 2, 4]) as x)"),
    ),
    "several lists as rows": (
        Example("select 1 as one, unnest(['a', 'b']) as x, unnest([1, 2, 3]) as y"),
        Example(
            "select x, unnest(x) as y, generate_subscripts(x, 1) as place from (select ['a', 'b'] as x) order by place"
        ),
        Example("select unnest(['a', 'b']) as x, unnest([count(*), max(y)]) as z, count(*) as n from (select 7 as y)"),
        Example("select regexp_replace(unnest(['xa', 'xb']), '^x', '') as x"),
        Example("select unnest(x) as y, unnest(z) as w from (select cast(null as varchar[]) as x, ['a'] as z)"),
    ),
    "QUALIFY": (
        Example(
            "select x, count(*) over () as n from (select unnest(['a', 'b']) as x)"
            " qualify row_number() over (order by x desc) = 1"
        ),
        Example(
            "select * from (select unnest([3, 4]) as x) qualify row_number() over (order by x) <= 2 order by x desc"
        ),
    ),
    "replaced columns of a star": (
        Example("select x, y from (select * replace (x + 1 as x) from (select 1 as x, 2 as y))"),
    ),
    "numbers in no order": (
        Example("select x from (select x, row_number() over () as n from (select 'a' as x)) where n = 1"),
    ),
    "MATERIALIZED": (Example("with a as materialized (select 1 as x) select x from a"),),
}

REFUSED: dict[str, tuple[Example, ...]] = {
    "regular expressions": (
        Example("select regexp_replace('aa', 'a', 'b')"),
        Example("select regexp_replace('ab', '^a|b', 'c')"),
        Example("select regexp_replace(x, $pattern, '') from (select 'aa' as x)", {"pattern": "a"}),
        Example(r"select regexp_matches('éa', '\Ba')"),
        Example("select regexp_matches('a', '[[:alpha:]]')"),
        Example("select regexp_split_to_array('aba', 'b*')"),
        Example("select regexp_replace('a', x || '.', '', 'g') from (select 'a' as x)"),
    ),
    "split texts": (
        Example("select string_split(x, y) from (select 'a.b' as x, '.' as y)"),
        Example("select string_split('ab', '')"),
    ),
    "upper case": (Example("select upper('ß')"),),
    "differences of times": (Example("select date_diff('week', date '2020-01-31', date '2020-02-03')"),),
    "rounded digits": (Example("select round(cast(1.005 as double), 2)"),),
    "whole numbers of fractions": (Example("select cast(2.5 * x as bigint) from (select 1 as x)"),),
    "formatted fractions": (
        Example("select printf('%6.2f', cast(1.005 as double))"),
        Example("select printf(pattern, 1) from (select '%d' as pattern)"),
    ),
    "lists among parameters": (Example("select $mixed", {"mixed": ["a", 1]}),),
    "zipped lists": (Example("select list_zip(['a'], ['b'], ['c'])"),),
    "reduced lists": (Example("select list_reduce(['a'], lambda x, y: x || y)"),),
    "values at a maximum": (
        Example("select arg_max(x, y) filter (where y < 3) from (values ('a', 1), (null, 2)) as t (x, y)"),
    ),
    "characters by number": (Example("select chr(n) from (select 960 as n)"),),
    "several lists as rows": (
        Example("select distinct unnest(['a', 'b']) as x, unnest([1, 1]) as y"),
        Example("select unnest(x) || y as z from (select ['a'] as x, 'b' as y)"),
    ),
    "numbers in no order": (Example("select row_number() over () as n"),),
}
"""What a rule refuses, because nothing that Spark could run would give the same."""
