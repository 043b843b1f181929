-- files.lua: what wrk asks of a file server: whole files, or ranges spread over them, one file after the other.
--
-- usage: wrk ... -s files.lua URL -- PREFIX SUFFIX FILES FILE_BYTES RANGE_BYTES
--   asks for PREFIX1SUFFIX … PREFIXnSUFFIX; RANGE_BYTES 0 means whole files. Prints one line of key=value.
local turn = 0

function init(args)
    prefix, suffix = args[1], args[2]
    files, file_bytes, range_bytes = tonumber(args[3]), tonumber(args[4]), tonumber(args[5])
end

function request()
    turn = turn + 1
    local path = prefix .. (turn % files + 1) .. suffix
    if range_bytes == 0 then
        return wrk.format("GET", path)
    end
    local first = turn * 7919 % math.floor(file_bytes / range_bytes) * range_bytes
    return wrk.format("GET", path, { Range = "bytes=" .. first .. "-" .. first + range_bytes - 1 })
end

function done(summary)
    local errors = summary.errors
    io.write(string.format(
        "bytes=%d requests=%d errors=%d\n",
        summary.bytes,
        summary.requests,
        errors.connect + errors.read + errors.write + errors.status + errors.timeout
    ))
end
