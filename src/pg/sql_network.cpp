// veil.network: internet addresses cut to their first bits.
#include "core/network_prefix.hpp"
#include "pg/boundary.hpp"

using namespace veil::pg;

// Both inet and cidr. An inet's own netmask hides host bits as well, so that one network has one value.
VEIL_BACKEND_FUNCTION(veil_network)
{
    const inet* value = PG_GETARG_INET_PP(0);
    const bool is_v4 = ip_family(value) == PGSQL_AF_INET;
    const std::int32_t target = PG_GETARG_INT32(is_v4 ? 1 : 2);
    const int width = is_v4 ? 32 : 128;
    if (unlikely(target < 0 || target > width)) {
        ereport(ERROR,
                (errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("there is no network of this width")));
    }
    auto* network = static_cast<inet*>(palloc0(sizeof(inet)));
    const auto bits = static_cast<unsigned>(std::min<int>(ip_bits(value), target));
    ip_family(network) = ip_family(value);
    ip_bits(network) = static_cast<unsigned char>(bits);
    memcpy(ip_addr(network), ip_addr(value), static_cast<std::size_t>(width / 8));
    veil::clear_host_bits({ip_addr(network), static_cast<std::size_t>(width / 8)}, bits);
    SET_INET_VARSIZE(network);
    PG_RETURN_INET_P(network);
}
