-- Requests for wrk: the lines of the file that LOOKUPS names, in turn.  Where FRESH is set, each
-- carries a comment of its own, so that it was never asked before.
local paths, turn, fresh = {}, 0, os.getenv("FRESH")
for line in io.lines(os.getenv("LOOKUPS")) do
  paths[#paths + 1] = line
end
wrk.headers["Accept"] = "application/sparql-results+json"

function request()
  turn = turn + 1
  local path = paths[turn % #paths + 1]
  if fresh then
    path = path .. "%0A%23%20" .. fresh .. "-" .. turn
  end
  return wrk.format("GET", path)
end
