SELECT "a" -- all of it
FROM b
