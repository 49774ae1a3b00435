#include "core/detector_names.hpp"
#include "marked_names.hpp"

#include <gtest/gtest.h>

#include <string>

namespace veil {
namespace {

TEST(DetectorNames, FindsGivenNameAndSurname) {
    expect_marked("Gisteren sprak ik met [Jan de Vries] over de factuur.");
    expect_marked("I met [Will Smith] yesterday; [Mark] said hello.");
    expect_marked("[Rose van Dijk] woont hier.");
    expect_marked("Ik sprak [Mohammed El Amrani] en [Zeynep Yıldırım].");
    expect_marked("Het dossier van [Anne-Fleur van den Heuvel] is gesloten.");
}

TEST(DetectorNames, FindsWhoIsCalled) {
    expect_marked("@[Floor] kun jij dit doen?");
    expect_marked("Kun je [anna groen] toevoegen?");
    expect_marked("ik sprak met [thijs van leeuwen]");
    expect_marked("kun je [jean-pierre dubois] bellen");
    expect_marked("Ondertekend door [J.P. (Jan) van der Meer].");
    expect_marked("Behandelaar: [R. Qwandt]");
    expect_marked("Aan: [Jan Bakker]\nOnderwerp: uitnodiging");
    expect_marked("Mevr. [De Wit-Young] is er.");
    expect_marked("Aanwezig: [Anil Kumar], [Jerrel Seedorf] en [A. Smit].");
    expect_marked("Melding van [Anna Bakker] over overlast.");
    expect_marked("the [Bailey] family was told");
}

TEST(DetectorNames, LeavesWhatOnlyLooksLikeOne) {
    expect_marked("Rob the bank was the title.");
    expect_marked("Adres: Eikenlaan 12, 1234 DR Eindhoven");
    expect_marked("Mail naar JAN@LIVE.NL. Mailadres klopt.");
    expect_marked("Gestart met CVA. Morgen verder.");
    expect_marked("Emailed Sunita.Chopra@example.com.");
    expect_marked("Known with NSTEMI since 2007.");
    expect_marked("Werkt bij Erasmus MC in Haarlem.");
    expect_marked("kenteken VJ-088-R.\nReply gestuurd");
}

TEST(DetectorNames, FindsUnknownWordsBesideWhatNames) {
    expect_marked("Patiënt [Qwortelbrink] klaagt over pijn.");
    expect_marked("My name is [Xiomara Qwandt] and I live here.");
    expect_marked("Hij noemde [Jan Qwortelbrink] als getuige.");
    expect_marked("Mrs. [Qwandt] called.");
    expect_marked("Signed by [Qwandia Mbathu] today.");
}

TEST(DetectorNames, ReadsFieldsOfLogs) {
    expect_marked("role=admin name=[Bram van Leeuwen]");
    expect_marked("achternaam=\"[Qwortelbrink]\" url?file=Jan");
    expect_marked("Payslip 250889950: [Grace Barker], gross");
    expect_marked("Next of kin: [L. Qwortelbrink] (daughter)");
}

TEST(DetectorNames, LeavesWhatFollowsAQuestionOrAGenitive) {
    expect_marked("Het nummer van de loodgieter? Ja, vraag het.");
    expect_marked("The victim's Nat Ins no was found.");
    expect_marked("Lithuanian student: Lithuanian personal code");
}

TEST(DetectorNames, TakesInitialsAndLeavesTitles) {
    expect_marked("Dhr. [J.P. van den Berg] belde.");
    expect_marked("prof. dr. ir. [A. Jansen] en mevr. [T. de Wit]");
    expect_marked("Dear Mrs. [O'Brien], this is [John F. Kennedy] from accounting.");
}

TEST(DetectorNames, ReadsSurnamesFirst) {
    expect_marked("[Jansen, P.] en [De Vries, Jan] waren er.");
    expect_marked("Mevrouw [Jansen-de Boer] heeft een afspraak.");
}

TEST(DetectorNames, ReadsSalutationsAndSignatures) {
    expect_marked("Beste [Piet],\nBedankt.\nMet vriendelijke groet,\n[Annelies Bakker]\nAfdeling Inkoop");
    expect_marked("Hi [Sandra]! Thanks.\nKind regards,\n[Tom]");
}

TEST(DetectorNames, ReadsOtherCases) {
    expect_marked("de heer [JANSEN] en mevr. [DE VRIES] kwamen");
    expect_marked("mevrouw [de vries] belde met [piet jansen] over [fatima el amrani]");
    expect_marked("beste [jan],\ngraag zie ik je");
    expect_marked("HET VERZOEK VAN [PETRA HOEKSTRA] IS AFGEWEZEN");
}

TEST(DetectorNames, LeavesGenitives) {
    expect_marked("[Peter]'s fiets en [Sandra]’s auto.");
}

TEST(DetectorNames, LeavesWordsThatAreNames) {
    for (const char* text : {"Will you come in May? Mark the box, please.", "Op 5 Jan was het koud.",
                             "De bakker op de hoek verkoopt brood.", "Rose petals fell.", "A rose is a rose.",
                             "The bill is high. Hope is good.", "In mei wil de koning grond kopen.",
                             "Zij gaf grace period.", "Mei was warm.", "het bos, de berg en de zee"})
        EXPECT_EQ(marked(text), text);
}

TEST(DetectorNames, LeavesPlacesStreetsAndCompanies) {
    for (const char* text :
         {"Wij wonen in de Kerkstraat in Utrecht.", "Willem de Zwijgerlaan 12",
          "Albert Heijn en de Bakker BV leveren.", "Het Van Gogh Museum is dicht.",
          "Baker Street 221b, London", "Universiteit van Amsterdam", "Johnson & Johnson",
          "Stichting Jansen helpt.", "Bakkerij Jansen is open.", "naar Breda, Delft en Leiden"})
        EXPECT_EQ(marked(text), text);
}

TEST(DetectorNames, LeavesWhatIsNamedAfterSomebody) {
    expect_marked("No reply from St Thomas' Hospital, nor from Queen Mary's.");
    expect_marked("He has Graves' disease and Bell's palsy.");
    expect_marked("Getroffen in artikel 12 Wetboek van Strafrecht.");
    expect_marked("Gekocht bij Van der Valk in Ede.");
    expect_marked("De rechtbank Alphen aan den Rijn wees het af.");
    expect_marked("Seen at Royal Victoria Infirmary.");
}

TEST(DetectorNames, BeginsBehindWhatStandsBefore) {
    expect_marked("Lieve [Floor], dank je wel!");
    expect_marked("Love, [Nienke]");
    expect_marked("Dat is de vrouw van [Van der Meer].");
    expect_marked("Jeugdbeschermer [Jan de Wit] belt.");
    expect_marked("At 16 Baker Street [Jessica] said no. At 48 Church Lane [Susan] said yes.");
    expect_marked("Geachte collega [Van Leeuwen-Visser], hierbij");
}

TEST(DetectorNames, ReadsPolicesAndCourts) {
    expect_marked("interviewed by PC [Whitaker], gehoord door verbalisant [Bakker]");
    expect_marked("In the matter of [Young] v [Kowalska] it was held");
    expect_marked("Ajax v Feyenoord, Leeds v York");
    expect_marked("The defendant, [Qworo Mqanda], was heard.");
}

TEST(DetectorNames, FindsUnknownWordsByWhatIsSaidOfThem) {
    expect_marked("[Qworo] (geb. 2010) woont daar, [Mqanda] (12) ook.");
    expect_marked("Windows (2019), Artikel (12a)");
    expect_marked("Toen vertelde [Qworo] dat het af was. I asked [Qworo] whether it was.");
    expect_marked("De bestelling kwam, [Qworo] van de klantenservice hielp.");
    expect_marked("Op school zit [Qworo-Marie].");
}

TEST(DetectorNames, EndsReversedNames) {
    expect_marked("Naam: [Wit, P. de]\tGeb.: 1980");
    expect_marked("17;[Haddad, Qworo];x");
    expect_marked("Betreft: [Boer, Joost de], geb. 1936");
    expect_marked("[Noor Al-Hassan] kwam.");
    expect_marked("Volgens [Qworo Rosario], Aviva is er.");
}

TEST(DetectorNames, LeavesWhatSomebodyIs) {
    expect_marked("Aannemer [Slagter] begint maandag.");
    expect_marked("Meester [Vincent] vindt dat [Marjorie] vooruitgaat.");
    expect_marked("Vader van [Elske] belde.");
    expect_marked("Beneficiary [N. Verhoeven] was paid.");
    expect_marked("Exitgesprek [K. Mohammadi] op maandag");
    expect_marked("Personeelsdossier [Bos, Truus] - in dienst");
}

TEST(DetectorNames, LeavesNationalitiesMakesAndCompanies) {
    expect_marked("wel een Brits NI-nummer");
    expect_marked("fled in a dark Skoda Octavia; gone");
    expect_marked("bought at Johnson Matthey plc.");
    expect_marked("school ROC Friese Poort.");
}

TEST(DetectorNames, ReadsInitialsBetween) {
    expect_marked("op naam van [Qornella J. De Angelis].");
    expect_marked("Aanwezig: [Jolanda], [Clive], [H. Boutaleb].");
    expect_marked("bel en vraag naar [Laurent].");
    expect_marked("under the name [Price], March 23");
    expect_marked("staat op naam van [Dijk, M. van].");
    expect_marked("Victim [OUCHEN, Hanane], seen");
}

TEST(DetectorNames, LeavesAddressesOfComputers) {
    for (const char* text :
         {"jan.jansen@example.org", "https://www.piet.nl/anna", "user_jan", "#jan", "jan1980"})
        EXPECT_EQ(marked(text), text);
}

TEST(DetectorNames, ReadsAnyBytes) {
    for (const std::string& text :
         {std::string(), std::string("\0Jan\0", 5), std::string("\xff\xfe Jan \xc3"),
          std::string("J\xc3\xa9r\xc3\xb4me Dubois \xe2\x80"), std::string("\xcc\x88")})
        (void)marked(text);
    EXPECT_EQ(marked("Ik sprak Jo\xcc\x88rg Mu\xcc\x88ller gisteren."),
              "Ik sprak [Jo\xcc\x88rg Mu\xcc\x88ller] gisteren.");
}

// What stands around a name decides, wherever in a long text it is.
TEST(DetectorNames, ReadsLongTextsAsShortOnes) {
    const std::string sentence = "Gisteren sprak ik met Jan de Vries over de factuur van mevrouw Jansen. ";
    std::vector<Finding> one;
    find_names(sentence, poll_nothing, one);
    std::string text;
    constexpr std::size_t times = 5000;
    for (std::size_t i = 0; i < times; ++i)
        text += sentence;
    std::vector<Finding> all;
    find_names(text, poll_nothing, all);
    ASSERT_EQ(all.size(), one.size() * times);
    for (std::size_t i = 0; i < all.size(); ++i) {
        EXPECT_EQ(all[i].begin, one[i % one.size()].begin + i / one.size() * sentence.size());
        EXPECT_EQ(all[i].end, one[i % one.size()].end + i / one.size() * sentence.size());
    }
}

int polls = 0;

TEST(DetectorNames, Polls) {
    polls = 0;
    std::vector<Finding> findings;
    find_names(
        std::string(10 * poll_interval, 'a') + std::string(10 * poll_interval, ' '), [] { ++polls; },
        findings);
    std::string words;
    while (words.size() < 10 * poll_interval)
        words += "woord ";
    find_names(
        words, [] { ++polls; }, findings);
    EXPECT_GE(polls, 10);
}

} // namespace
} // namespace veil
