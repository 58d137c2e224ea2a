-- A value is the upper end of the 95 % interval of a share, times a scale: Wilson 1927, score interval, z = 1.959964.
create or replace temp macro wilson_high(part, whole, scale) as
case
    when part is not null and whole > 0
        then least(
            scale * (
                part / cast(whole as double) + 1.920729410347062 / whole
                + 1.959963984540054 * sqrt(
                    (part / cast(whole as double)) * (1 - part / cast(whole as double)) / whole
                    + 3.841458820694124 / (4.0 * whole * whole)
                )
            ) / (1 + 3.841458820694124 / whole),
            scale
        )
end
