#include "core/detector_network.hpp"

#include "core/nearby_words.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace veil {

namespace {

constexpr auto schemes = std::to_array<std::string_view>(
    {"http", "https", "ftp", "ftps", "sftp", "ssh", "file", "ws", "wss", "ldap", "git", "smb"});

// Of domains that stand without "www." or a scheme: elsewhere a dot between two words is a missing blank.
constexpr auto top_levels = std::to_array<std::string_view>(
    {"nl", "com", "org",       "net", "eu", "be", "de", "uk", "fr", "info", "edu", "gov",
     "io", "biz", "amsterdam", "frl", "us", "es", "it", "ch", "at", "pl",   "dev", "app"});

constexpr auto address_words = std::to_array<std::string_view>(
    {"ip", "ipv4", "adres", "address", "server", "host", "client", "login", "inlog", "ingelogd", "gateway",
     "dns", "ping", "seen", "gezien", "deployed", "uitgerold"});
constexpr auto version_words = std::to_array<std::string_view>(
    {"versie", "version", "release", "build", "firmware", "upgrade", "update", "downgrade", "patch",
     "rollback", "bijgewerkt", "software", "section", "sectie", "paragra", "chapter", "hoofdstuk"});
constexpr auto mac_words =
    std::to_array<std::string_view>({"mac", "hardware", "ethernet", "wifi", "bluetooth", "device"});

// RFC 5321 allows more, which nobody has and which stands before addresses: "to=", "'", "|".
bool is_local_character(std::string_view text, std::size_t at) noexcept {
    constexpr std::string_view others = ".-_+%&!#$*^~";
    if (text[at] == '\'')
        return at > 0 && is_ascii_letter(text[at - 1]) && is_alphanumeric(at_or_nul(text, at + 1));
    return is_alphanumeric(text[at]) || others.find(text[at]) != std::string_view::npos;
}

bool is_one_of(std::string_view word, std::span<const std::string_view> words) noexcept {
    return std::ranges::any_of(words, [word](std::string_view candidate) {
        return std::ranges::equal(word, candidate, {}, to_lower);
    });
}

// The end of the label that begins at `at`: letters, digits and inner hyphens.
std::size_t label_end(std::string_view text, std::size_t at) noexcept {
    std::size_t end = at;
    while (end < text.size()) {
        if (is_alphanumeric(text[end]) || text[end] == '-' || text[end] == '_') {
            ++end;
            continue;
        }
        const std::size_t wide = wide_letter_at(text, end);
        if (wide == 0)
            break;
        end += wide;
    }
    while (end > at && (text[end - 1] == '-' || text[end - 1] == '_'))
        --end;
    return end;
}

struct Host {
    std::size_t end;
    std::size_t labels;
    std::size_t last_label;
};

// Labels with single dots between.
Host read_host(std::string_view text, std::size_t begin) noexcept {
    Host host{label_end(text, begin), 1, begin};
    while (host.end > host.last_label && at_or_nul(text, host.end) == '.') {
        const std::size_t next = label_end(text, host.end + 1);
        if (next == host.end + 1)
            break;
        host = {next, host.labels + 1, host.end + 1};
    }
    return host;
}

bool is_url_character(std::string_view text, std::size_t at) noexcept {
    constexpr std::string_view ends = "<>\"`{}|\\^";
    const auto byte = static_cast<unsigned char>(text[at]);
    if (byte >= 0x80)
        return wide_letter_at(text, at) > 0 || (byte & 0xC0U) == 0x80U;
    return byte > ' ' && byte != 0x7F && ends.find(text[at]) == std::string_view::npos;
}

// To the end of a URL that has begun; what a sentence puts behind it is none of it.
std::size_t url_end(std::string_view text, std::size_t begin) noexcept {
    std::size_t end = begin;
    std::size_t open = 0;
    std::size_t closed = 0;
    while (end < text.size() && is_url_character(text, end)) {
        open += text[end] == '(' ? 1 : 0;
        closed += text[end] == ')' ? 1 : 0;
        ++end;
    }
    constexpr std::string_view punctuation = ".,;:!?'*";
    while (end > begin) {
        const char last = text[end - 1];
        if (last == ')' && closed > open) {
            --closed;
        } else if (last != ']' && punctuation.find(last) == std::string_view::npos) {
            break;
        }
        --end;
    }
    return end;
}

std::size_t path_end(std::string_view text, std::size_t host_end) noexcept {
    std::size_t end = host_end;
    if (at_or_nul(text, end) == ':' && is_digit(at_or_nul(text, end + 1))) {
        ++end;
        while (is_digit(at_or_nul(text, end)))
            ++end;
    }
    const char next = at_or_nul(text, end);
    return next == '/' || next == '?' || next == '#' ? std::max(url_end(text, end), end) : end;
}

// One number of an IPv4 address.
std::optional<std::size_t> octet_end(std::string_view text, std::size_t at) noexcept {
    std::size_t end = at;
    unsigned value = 0;
    while (end < at + 3 && is_digit(at_or_nul(text, end)))
        value = value * 10 + static_cast<unsigned>(text[end++] - '0');
    if (end == at || value > 255 || is_digit(at_or_nul(text, end)))
        return std::nullopt;
    return end;
}

std::optional<std::size_t> ipv4_end(std::string_view text, std::size_t at, bool& is_short) noexcept {
    is_short = true;
    for (unsigned part = 0; part < 4; ++part) {
        if (part > 0 && at_or_nul(text, at++) != '.')
            return std::nullopt;
        const auto end = octet_end(text, at);
        if (!end)
            return std::nullopt;
        is_short = is_short && *end - at < 2;
        at = *end;
    }
    return at;
}

// Of four numbers with dots: versions seldom have three digits in one, and networks of one's own begin
// with 10.
bool is_address_like(std::string_view quad) noexcept {
    std::size_t digits = 0;
    for (const char c : quad) {
        digits = is_digit(c) ? digits + 1 : 0;
        if (digits == 3)
            return true;
    }
    return quad.starts_with("10.");
}

std::size_t prefix_length_end(std::string_view text, std::size_t at, unsigned most) noexcept {
    if (at_or_nul(text, at) != '/' || !is_digit(at_or_nul(text, at + 1)))
        return at;
    std::size_t end = at + 1;
    unsigned length = 0;
    while (end < at + 4 && is_digit(at_or_nul(text, end)))
        length = length * 10 + static_cast<unsigned>(text[end++] - '0');
    return length <= most && !word_goes_on(text, end) ? end : at;
}

// Groups of hexadecimal digits with colons, as far as they go.
struct ColonGroups {
    std::array<std::size_t, 9> sizes{};
    std::size_t count = 0;
    bool is_compressed = false;
    bool has_digit = false;
    bool is_broken = false;
    std::size_t end = 0;
};

ColonGroups read_colon_groups(std::string_view text, std::size_t begin) noexcept {
    ColonGroups groups;
    std::size_t at = begin;
    while (at < text.size() && groups.count < 9) {
        if (text[at] == ':') {
            const bool is_double = at_or_nul(text, at + 1) == ':';
            if (is_double) {
                groups.is_broken = groups.is_broken || groups.is_compressed || at_or_nul(text, at + 2) == ':';
                groups.is_compressed = true;
                at += 2;
                groups.end = at;
            } else if (groups.count > 0 && is_hex(at_or_nul(text, at + 1))) {
                ++at;
            } else {
                break; // the colon of a sentence
            }
            continue;
        }
        std::size_t size = 0;
        while (size < 5 && is_hex(at_or_nul(text, at + size))) {
            groups.has_digit = groups.has_digit || is_digit(text[at + size]);
            ++size;
        }
        if (size == 0)
            break;
        groups.is_broken = groups.is_broken || size > 4;
        groups.sizes[groups.count++] = size;
        at += size;
        groups.end = at;
    }
    return groups;
}

bool is_mac_pairs(const ColonGroups& groups) noexcept {
    return !groups.is_compressed && (groups.count == 6 || groups.count == 8) &&
           std::all_of(groups.sizes.begin(), groups.sizes.begin() + static_cast<std::ptrdiff_t>(groups.count),
                       [](std::size_t size) { return size == 2; });
}

} // namespace

std::size_t find_email(const Scan& scan, std::size_t at, std::size_t from) {
    const std::string_view text = scan.text;
    std::size_t begin = at;
    while (begin > from) {
        if (is_local_character(text, begin - 1)) {
            --begin;
            continue;
        }
        const std::size_t wide = wide_letter_before(text, begin);
        if (wide == 0 || wide > begin - from)
            break;
        begin -= wide;
    }
    constexpr std::string_view no_beginning = ".-&!#$*^~%+";
    while (begin < at && no_beginning.find(text[begin]) != std::string_view::npos)
        ++begin;
    if (begin == at || text[at - 1] == '.')
        return at;
    std::size_t end = 0;
    if (at_or_nul(text, at + 1) == '[') {
        bool is_short = false;
        const auto address = ipv4_end(text, at + 2, is_short);
        if (!address || at_or_nul(text, *address) != ']')
            return at;
        end = *address + 1;
    } else {
        const Host host = read_host(text, at + 1);
        const std::size_t last = host.end - host.last_label;
        if (host.labels < 2 || last < 2 || is_digit(text[host.last_label]))
            return at;
        end = host.end;
    }
    scan.report(Entity::email, begin, end, 97);
    return end;
}

std::size_t find_scheme_url(const Scan& scan, std::size_t at) {
    const std::string_view text = scan.text;
    if (!text.substr(at).starts_with("://"))
        return at;
    std::size_t begin = at;
    while (begin > 0 && at - begin < 8 && is_alphanumeric(text[begin - 1]))
        --begin;
    if (!is_one_of(text.substr(begin, at - begin), schemes))
        return at;
    const std::size_t end = url_end(text, at + 3);
    if (end <= at + 3)
        return at;
    scan.report(Entity::url, begin, end, 98);
    return end;
}

std::size_t find_bare_url(const Scan& scan, std::size_t at) {
    const std::string_view text = scan.text;
    if (!word_goes_on(text, at + 1))
        return at;
    std::size_t begin = at;
    while (begin > 0 && at - begin < 64 && (is_alphanumeric(text[begin - 1]) || text[begin - 1] == '-'))
        --begin;
    if (begin == at)
        return at;
    const char before = begin > 0 ? text[begin - 1] : ' ';
    if (before == '@' || before == '.' || before == '_' || word_comes_before(text, begin))
        return at;
    const Host host = read_host(text, begin);
    const char next = at_or_nul(text, host.end);
    if (next == '@' || next == '_' || is_digit(text[host.last_label]))
        return at;
    const std::string_view first = text.substr(begin, at - begin);
    const std::string_view last = text.substr(host.last_label, host.end - host.last_label);
    const bool is_www = std::ranges::equal(first, std::string_view("www"), {}, to_lower) && host.labels > 2;
    const std::size_t end = path_end(text, host.end);
    // "Jan.De kat": the top level of a domain in a sentence is written small.
    const bool is_domain = std::ranges::find(top_levels, last) != top_levels.end() && first.size() > 1;
    if (!is_www && !is_domain)
        return at;
    scan.report(Entity::url, begin, end, is_www ? 96 : end > host.end + 1 ? 92 : 80);
    return end;
}

std::size_t find_ipv4(const Scan& scan, std::size_t at) {
    const std::string_view text = scan.text;
    bool is_short = false;
    const auto end = ipv4_end(text, at, is_short);
    if (!end || word_comes_before(text, at) || word_goes_on(text, *end))
        return at;
    const bool more_behind = at_or_nul(text, *end) == '.' && is_digit(at_or_nul(text, *end + 1));
    const bool more_before = at > 1 && (text[at - 1] == '.' || text[at - 1] == ',') && is_digit(text[at - 2]);
    if (more_behind || more_before || at_or_nul(text, *end) == '-')
        return at;
    const Context context = context_of(scan, at, *end, context_words<address_words>);
    // What else the sentence numbers says little of four numbers with dots: "orders/4411 from 10.0.3.17".
    const bool is_like_address = is_address_like(text.substr(at, *end - at));
    const bool is_other = context == Context::other && (!is_like_address || is_labelled_as_other(scan, at));
    if (is_other || (is_short && context == Context::none) ||
        (!is_like_address && is_nearer(scan, at, context_words<version_words>, context_words<address_words>)))
        return at;
    const std::size_t whole = prefix_length_end(text, *end, 32);
    scan.report(Entity::ip, at, whole, context == Context::fitting ? 96 : 90);
    return whole;
}

std::size_t find_colon_address(const Scan& scan, std::size_t at) {
    const std::string_view text = scan.text;
    std::size_t begin = at;
    while (begin > 0 && at - begin < 5 && is_hex(text[begin - 1]))
        --begin;
    if (at - begin > 4 || word_comes_before(text, begin) || (begin > 0 && text[begin - 1] == ':'))
        return at;
    if (begin == at && at_or_nul(text, at + 1) != ':')
        return at;
    const ColonGroups groups = read_colon_groups(text, begin);
    if (groups.is_broken || groups.count == 0)
        return at;
    std::size_t end = groups.end;
    if (is_mac_pairs(groups) && !word_goes_on(text, end)) {
        scan.report(Entity::mac, begin, end, 96);
        return end;
    }
    // The last group may begin an IPv4 address.
    std::size_t count = groups.count;
    bool is_short = false;
    if (at_or_nul(text, end) == '.') {
        if (const auto whole = ipv4_end(text, end - groups.sizes[count - 1], is_short)) {
            end = *whole;
            ++count;
        }
    }
    const bool is_whole = groups.is_compressed ? count < 8 : count == 8;
    // "std::add", "a::b": a name of C++ or Perl.
    if (!is_whole || !groups.has_digit || word_goes_on(text, end))
        return at;
    if (at_or_nul(text, end) == '%') {
        std::size_t zone = end + 1;
        while (zone < text.size() && is_alphanumeric(text[zone]))
            ++zone;
        end = zone > end + 1 ? zone : end;
    }
    end = prefix_length_end(text, end, 128);
    scan.report(Entity::ip, begin, end, 95);
    return end;
}

std::size_t find_mac(const Scan& scan, std::size_t at) {
    const std::string_view text = scan.text;
    const char separator = text[at];
    const std::size_t width = separator == '.' ? 4 : 2;
    const std::size_t groups = separator == '.' ? 3 : 6;
    if (at < width)
        return at;
    const std::size_t begin = at - width;
    const std::size_t end = begin + groups * (width + 1) - 1;
    if (end > text.size() || word_comes_before(text, begin) || word_goes_on(text, end) ||
        (begin > 0 && text[begin - 1] == separator) || at_or_nul(text, end) == '-')
        return at;
    bool has_letter = false;
    for (std::size_t i = begin; i < end; ++i) {
        const bool is_separator = (i - begin) % (width + 1) == width;
        if (is_separator ? text[i] != separator : !is_hex(text[i]))
            return at;
        has_letter = has_letter || is_ascii_letter(text[i]);
    }
    if (!has_letter && context_of(scan, begin, end, context_words<mac_words>) != Context::fitting)
        return at;
    scan.report(Entity::mac, begin, end, 95);
    return end;
}

} // namespace veil
