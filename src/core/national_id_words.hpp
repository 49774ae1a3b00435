// What the national identification numbers are called, at home, in Dutch and in English; see ContextWords.
#pragma once

#include <array>
#include <string_view>

namespace veil::national_id_words {

inline constexpr auto belgian =
    std::to_array<std::string_view>({"rijksregister", "insz", "nn", "nrn", "niss", "belgi", "rrn",
                                     "national register", "numero national", "registre national"});
inline constexpr auto german =
    std::to_array<std::string_view>({"steuer", "idnr", "tin", "german", "duits", "tax id", "idnummer"});
inline constexpr auto polish = std::to_array<std::string_view>({"pesel", "pools", "polish"});
inline constexpr auto norwegian =
    std::to_array<std::string_view>({"fodselsn",
                                     "f\xC3\xB8"
                                     "dselsn",
                                     "personnummer", "noors", "norwegian", "norsk", "fnr"});
inline constexpr auto turkish =
    std::to_array<std::string_view>({"tckn", "tc", "tc kimlik", "kimlik", "turks", "turkish"});
inline constexpr auto brazilian = std::to_array<std::string_view>({"cpf", "c p f", "brazil"});
inline constexpr auto croatian =
    std::to_array<std::string_view>({"oib", "croat", "kroat", "osobni identifikacijski"});
inline constexpr auto baltic =
    std::to_array<std::string_view>({"isikukood", "asmens kodas", "personal code", "estonian", "estlands",
                                     "ests", "estse", "lithuanian", "litouws", "isikukoodi"});
inline constexpr auto french =
    std::to_array<std::string_view>({"nir", "insee", "securite", "secu", "numero de securite", "nss",
                                     "s\xC3\xA9"
                                     "curit\xC3\xA9",
                                     "num\xC3\xA9ro de s", "french", "frans", "numero secu"});
inline constexpr auto spanish =
    std::to_array<std::string_view>({"dni", "nif", "nie", "spaans", "spanish", "identificacion"});
inline constexpr auto italian = std::to_array<std::string_view>(
    {"codice fiscale", "cf", "fiscal code", "italia", "tax code", "codicefiscale"});
inline constexpr auto portuguese =
    std::to_array<std::string_view>({"nif", "contribuinte", "portug", "numero fiscal"});
inline constexpr auto swedish = std::to_array<std::string_view>(
    {"personnummer", "samordnings", "person nr", "personnr", "pers nr", "zweeds", "swedish"});
inline constexpr auto danish = std::to_array<std::string_view>(
    {"cpr", "cprnummer", "personnummer", "deens", "danish", "cpr nr", "personnr"});
inline constexpr auto finnish = std::to_array<std::string_view>(
    {"hetu", "henkilotunnus", "henkil\xC3\xB6tunnus", "finnish", "fins", "finse"});
inline constexpr auto nhs = std::to_array<std::string_view>({"nhs", "n h s", "national health", "nhsnummer"});
inline constexpr auto insurance = std::to_array<std::string_view>(
    {"nino", "national insurance", "ni number", "insurance n", "ni no", "ni nummer", "nat ins", "nin"});
inline constexpr auto security = std::to_array<std::string_view>(
    {"ssn", "s s n", "social security", "ss number", "american", "amerikaans"});
inline constexpr auto swiss =
    std::to_array<std::string_view>({"ahv", "avs", "ahv nummer", "swiss", "zwitsers", "oasi"});
inline constexpr auto austrian =
    std::to_array<std::string_view>({"svnr", "vsnr", "sozialversicherung", "sv nummer", "svn", "austrian",
                                     "oostenrijk", "sv nr", "sv no", "sv number", "sozialvers"});
inline constexpr auto irish =
    std::to_array<std::string_view>({"pps", "ppsn", "pps number", "irish", "iers", "ierse"});
inline constexpr auto czech = std::to_array<std::string_view>(
    {"rodne cislo", "rodn", "birth number", "tsjechisch", "geboortenummer", "czech", "slovak", "slowaaks"});
inline constexpr auto romanian =
    std::to_array<std::string_view>({"cnp", "cod numeric", "romanian", "roemeens", "personal numeric"});
inline constexpr auto bulgarian =
    std::to_array<std::string_view>({"egn", "bulgar", "uniform civil", "unified civil"});
inline constexpr auto icelandic = std::to_array<std::string_view>({"kennitala", "iceland", "ijslands"});
inline constexpr auto canadian = std::to_array<std::string_view>({"sin", "social insurance", "nas", "canad"});
inline constexpr auto indian =
    std::to_array<std::string_view>({"aadhaar", "aadhar", "uid", "uidai", "indian", "indiaas"});

} // namespace veil::national_id_words
