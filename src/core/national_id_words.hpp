// What the national identification numbers are called, at home, in Dutch and in English; see ContextWords.
#pragma once

#include <array>
#include <string_view>

namespace veil::national_id_words {

inline constexpr auto belgian = std::to_array<std::string_view>(
    {"rijksregister", "rijksreg", "insz", "nn", "nrn", "niss", "belgi", "belge", "rrn", "rr nr", "rrnr",
     "rr nummer", "national register", "numero national", "num\xC3\xA9ro national",
     "num\xC3\xA9ro de registre", "numero de registre", "registre national", "bisnummer"});
inline constexpr auto german =
    std::to_array<std::string_view>({"steuer", "idnr", "tin", "german", "duits", "deutsch", "allemand",
                                     "allemagne", "tax id", "idnummer", "identifikationsn"});
inline constexpr auto polish =
    std::to_array<std::string_view>({"pesel", "pools", "polish", "poland", "polen", "polsk", "polonais"});
inline constexpr auto norwegian =
    std::to_array<std::string_view>({"fodselsn",
                                     "f\xC3\xB8"
                                     "dselsn",
                                     "f\xC3\x98"
                                     "dselsn",
                                     "personnummer", "personnr", "noors", "noorwegen", "norwegian", "norway",
                                     "norsk", "norge", "fnr", "d nummer"});
inline constexpr auto turkish =
    std::to_array<std::string_view>({"tckn", "tc", "t c", "tc kimlik", "tckimlik", "kimlik", "vatanda",
                                     "turks", "turkish", "turkey", "turkije", "turkiye", "t\xC3\xBCrk"});
inline constexpr auto brazilian =
    std::to_array<std::string_view>({"cpf", "c p f", "brazil", "brasil", "cadastro de pessoa"});
inline constexpr auto croatian =
    std::to_array<std::string_view>({"oib", "croat", "kroat", "hrvatsk", "osobni identifikacijski"});
inline constexpr auto baltic = std::to_array<std::string_view>(
    {"isikukood", "asmens kod", "personal code", "identity code", "id code", "eston", "estlands", "estland",
     "ests", "estse", "eesti", "lithuania", "litouw", "lietuv", "lituan"});
inline constexpr auto french =
    std::to_array<std::string_view>({"nir", "insee", "securite", "secu", "numero de securite", "nss", "ss",
                                     "s\xC3\xA9"
                                     "cu",
                                     "s\xC3\x89"
                                     "cu",
                                     "num\xC3\xA9ro de s", "french", "france", "frans", "francais",
                                     "fran\xC3\xA7"
                                     "ais",
                                     "numero secu", "carte vitale"});
inline constexpr auto spanish = std::to_array<std::string_view>(
    {"dni", "d n i", "nif", "n i f", "nie", "n i e", "spaans", "spanish", "spain", "spanje", "espan",
     "espa\xC3\xB1", "identificaci", "identidad", "documento nacional"});
inline constexpr auto italian =
    std::to_array<std::string_view>({"codice fiscale", "codicefiscale", "codice fisc", "cod fisc",
                                     "cod  fisc", "cf", "c f", "fiscal code", "itali", "tax code"});
inline constexpr auto portuguese = std::to_array<std::string_view>(
    {"nif", "n i f", "contribuinte", "portug", "numero fiscal", "n\xC3\xBAmero fiscal",
     "identifica\xC3\xA7\xC3\xA3o fiscal", "identificacao fiscal"});
inline constexpr auto swedish =
    std::to_array<std::string_view>({"personnum", "samordnings", "person nr", "personnr", "pers nr", "persnr",
                                     "pnr", "zweeds", "zweden", "swedish", "sweden", "svensk", "sverige"});
inline constexpr auto danish = std::to_array<std::string_view>(
    {"cpr", "cprnummer", "cprnr", "personnum", "deens", "danish", "dansk", "cpr nr", "personnr"});
inline constexpr auto finnish = std::to_array<std::string_view>(
    {"hetu", "hetun", "henkilotunnus", "henkil\xC3\xB6tunnus", "henkil\xC3\x96tunnus", "personbeteckning",
     "finnish", "finland", "fins", "finse", "suomal", "suomen"});
inline constexpr auto nhs = std::to_array<std::string_view>(
    {"nhs", "n h s", "national health", "nhsnummer", "nhs nr", "nhsnr", "nhsno"});
inline constexpr auto insurance =
    std::to_array<std::string_view>({"nino", "ni", "n i", "national insurance", "national ins", "ni number",
                                     "insurance n", "ni no", "ni nummer", "nat ins", "nat  ins", "nin"});
inline constexpr auto security = std::to_array<std::string_view>(
    {"ssn", "ssns", "s s n", "social security", "soc sec", "soc  sec", "socsec", "ss", "ss number",
     "social is", "social was", "social number", "social no", "his social", "her social", "my social",
     "american", "amerikaans"});
inline constexpr auto swiss =
    std::to_array<std::string_view>({"ahv", "avs", "ahv nummer", "ahvn", "swiss", "switzerland", "zwitser",
                                     "schweiz", "suisse", "svizzer", "oasi"});
inline constexpr auto austrian = std::to_array<std::string_view>(
    {"svnr", "vsnr", "sozialversicherung", "sv", "sv nummer", "svnummer", "svn", "austria", "sterreich",
     "oostenrijk", "sv nr", "sv no", "sv number", "sozialvers", "versicherungsn"});
inline constexpr auto irish =
    std::to_array<std::string_view>({"pps", "p p s", "ppsn", "ppsno", "ppsnr", "pps number",
                                     "personal public", "irish", "ireland", "iers", "ierse", "ierland"});
inline constexpr auto czech = std::to_array<std::string_view>(
    {"rodne cislo", "rodn", "r\xC4\x8D", "r\xC4\x8C", "r \xC4\x8D", "r \xC4\x8C", "birth number", "tsjech",
     "geboortenummer", "czech", "slovak", "slowa"});
inline constexpr auto romanian = std::to_array<std::string_view>(
    {"cnp", "c n p", "cod numeric", "romani", "roemeen", "roemeni", "rom\xC3\xA2n", "personal numeric"});
inline constexpr auto bulgarian =
    std::to_array<std::string_view>({"egn", "bulgar", "uniform civil", "unified civil"});
inline constexpr auto icelandic = std::to_array<std::string_view>({"kennit", "kt", "iceland", "ijsland"});
inline constexpr auto canadian = std::to_array<std::string_view>(
    {"sin", "s i n", "social insurance", "social ins", "soc ins", "assurance sociale", "nas", "canad"});
inline constexpr auto indian =
    std::to_array<std::string_view>({"aadhaar", "aadhar", "adhaar", "adhar", "uid", "uidai", "india"});

inline constexpr auto chinese = std::to_array<std::string_view>(
    {"chinese", "chinees", "china", "resident id", "resident identity", "shenfen"});
inline constexpr auto greek =
    std::to_array<std::string_view>({"amka", "a m k a", "greek", "grieks", "griekenland", "greece"});
inline constexpr auto ukrainian = std::to_array<std::string_view>(
    {"rnokpp", "rntrc", "drfo", "individual tax", "ukrain", "oekra", "identifikatsi"});

} // namespace veil::national_id_words
