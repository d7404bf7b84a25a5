SELECT "id" FROM stock -- the oldest first
ORDER BY received
