#include "marked_names.hpp"

#include <gtest/gtest.h>

namespace veil {
namespace {

TEST(DetectorNamesForms, ReadsInitialsWithoutFullStops) {
    expect_marked("Gemachtigde: [RW van den Heuvel]\nVolmacht");
    expect_marked("rechters mr. [MHM de Wit] en mr. [SHM Amrani]");
    expect_marked("badge voor [AH Postma], kaart van [LA Van Hoecke]");
    expect_marked("BSN van [Jansen], GK [James Baker], 1234 DR Jansen");
}

TEST(DetectorNamesForms, ReadsInitialsInSmallLetters) {
    expect_marked("requested by [m. evans], seen by [h.c. reddy]");
    expect_marked("namens [l.j. de jong] en mr. [h.v. van wijk]");
    expect_marked("aangevraagd door [n schouten]");
    expect_marked("e.g. brown shoes, a.u.b. jansen, plank c. alvast, m.mac, k.jansen");
}

TEST(DetectorNamesForms, ReadsSmallLettersWhereAPersonIsDue) {
    expect_marked("gecontroleerd door [giulia] en sleutel bij [petra]");
    expect_marked("[hanane] is jarig, groetjes [merel] en [lotte]");
    expect_marked("kinderen: [liam] (22 oct 1951), [reshma] (07-02-2007)");
    expect_marked("naar huisarts [hoekstra] en operateur [van den berg]");
    expect_marked("[thomas hill]: hey, vader: [bill kelly]");
    expect_marked("naam: [meijer, koen]\ngeb.datum: 2009");
    expect_marked("mrs [o'connor] wants a call from [jack o'connor]");
    expect_marked("de wil van het hof, met de hand, bij het bos, door de wind");
    expect_marked("In mei wil de koning grond kopen; vraag het bij de balie van crediteuren");
}

TEST(DetectorNamesForms, ReadsShoutedTexts) {
    expect_marked("KAMER 3 [ROOS VINK]: ONRUSTIG, MEDICATIE GEGEVEN");
    expect_marked("VOIP PHONE MOVED TO [MAREK]'S DESK TODAY");
    expect_marked("GETUIGE: [GERDA VAN 'T HOF], TEL. ZIE BIJLAGE BIJ DOSSIER");
}

TEST(DetectorNamesForms, ReadsSurnamesOfTwoParts) {
    expect_marked("Kamer 5 [Sara Driessen - de Jong]: ontslag");
    expect_marked("Mw. [Scholten - Postma] belt.");
    expect_marked("[Jan Bakker] - [Piet de Vries]");
    expect_marked("[Henna Tjon-A-Ten] en [Sheryl Tjon A Fat]");
}

TEST(DetectorNamesForms, ReadsReversedNames) {
    expect_marked("Kandidaat 2: [Sluis, Loes]\nKandidaat 3");
    expect_marked("Candidate: [Arslan, Emine]\nRole");
    expect_marked("Echtgenote: [van den Heuvel, B.T.]\nBorn");
    expect_marked("Houder: [MULLER, HANS-PETER]");
    expect_marked("employee [Harm van der Heijden], Danish CPR number");
    expect_marked("GP: Dr [Hargreaves], Breda");
    expect_marked("dhr. [Jansen], Anne Frankstraat 214");
}

TEST(DetectorNamesForms, ReadsFieldsAndLabels) {
    expect_marked("beneficiary=[Rowan King] status=Open");
    EXPECT_EQ(marked("[10:02] Joy: hi\n[10:03] Mark: hello"), "[10:02] [Joy]: hi\n[10:03] [Mark]: hello");
    expect_marked("PO/[Karin Hermans]/kamer 2.14");
    expect_marked("Huisgenoten: [Roos Smit] (6 januari 1987) en [Harm] (24 maart 1949)");
    expect_marked("om 21:04.\n\n[Rose Parker]\nSolicitor");
    expect_marked("on behalf of [Grace Hall].");
}

TEST(DetectorNamesForms, ReadsWhoLivesSomewhere) {
    expect_marked("bij dhr. [Zheng] aan de Rembrandtplein 6");
    expect_marked("bij dhr. [Slagter] aan de Jan Evertsenstraat 151");
    expect_marked("Mrs [Jansen], of Middelburg, confirms");
    expect_marked("De post van [Jan aan de Stegge] is er.");
    expect_marked("Albert Heijn aan de Wilgenpad levert.");
}

TEST(DetectorNamesForms, LeavesWhatBeginsASentence) {
    expect_marked("Agent: Good morning.\nAgent: May I help?\nMedewerker: Mag ik dat?");
    expect_marked("Dhr viel vannacht. Meneer wilde met pin betalen.");
    expect_marked("Jack up the bed. Bill sent for the order. Wolf is het thema.");
    expect_marked("Shall we Mark this as done and Bill the client?");
    expect_marked("Bel [Omar] op, stuur [Anna] mee. Verblijf [Carlijn] verlengd.");
    expect_marked("Customer Success Manager, Maat: Groot, Klein of Lang.");
    expect_marked("De plank C. Alvast bedankt. Unknown PAM error.");
}

TEST(DetectorNamesForms, LeavesWhatIsCalledAfterSomebody) {
    expect_marked("syndroom van Sjögren, de Wet van Moore, Moore's Law");
    expect_marked("Storm Eunice kwam, [Storm Bakker] ook.");
    expect_marked("the Charlotte office, \"merk\":\"Oscar\", Apparaat: Henry printer");
    expect_marked("Rooms Rose, Ivy and Heather are booked. Ask [Rose].");
    expect_marked("Loodgietersbedrijf Jansen, Vergaderzaal Rembrandt, Schildersbedrijf Bakker");
    expect_marked("Johnson Controls, Harrison Clark Solicitors, King's College");
    expect_marked("gezinsvoogd [N. Coenen] van Jeugdbescherming");
    expect_marked("flights to Charlotte, 2955 DS Goes");
}

} // namespace
} // namespace veil
