#include "core/name_dictionary.hpp"

#include "core/name_words.hpp"
#include "core/text_words.hpp"

#include <algorithm>

namespace veil {
namespace {

constexpr std::string_view titles = "dhr heer heren mevr mevrouw mw mr mrs ms miss mister madam dr drs ir "
                                    "ing prof professor meneer juffrouw juf "
                                    "meester pater dominee ds pastor familie fam fam weduwe dokter doctor "
                                    "notaris rechter agent inspecteur wethouder "
                                    "burgemeester minister staatssecretaris nurse detective officer judge "
                                    "sergeant captain kapitein kolonel colonel "
                                    "luitenant lieutenant sir lady dame lord rev reverend councillor senator "
                                    "president gouverneur governor coach "
                                    "hoofdagent rechercheur griffier zuster broeder mmevr mevr mej mevrouws "
                                    "sheriff constable inspector imam rabbi "
                                    "herr frau monsieur madame senor senora";
constexpr std::string_view roles =
    "patient patiente patienten client cliente clienten collega collegas zoon zoontje dochter dochtertje "
    "broer broertje zus "
    "zusje zuster vader moeder man vrouw partner echtgenoot echtgenote vriend vriendin vriendje buurman "
    "buurvrouw oom tante "
    "opa oma neef neefje nicht nichtje kleinzoon kleindochter zwager schoonzus schoonmoeder schoonvader "
    "schoonzoon "
    "schoondochter stiefvader stiefmoeder stiefzoon huisarts arts verpleegkundige psycholoog psychologe "
    "psychiater "
    "therapeut therapeute fysiotherapeut tandarts leraar lerares docent docente student studente leerling "
    "medewerker "
    "medewerkster manager teamleider directeur directrice klant bewoner bewoonster huurder huurster "
    "verhuurder eigenaar "
    "eigenares sollicitant sollicitante kandidaat getuige verdachte slachtoffer aanvrager aanvraagster "
    "contactpersoon "
    "mantelzorger bezoeker cursist deelnemer deelneemster werknemer werkneemster stagiair stagiaire "
    "begeleider "
    "begeleidster advocaat advocate secretaresse assistent assistente chirurg cardioloog behandelaar melder "
    "beller klager "
    "verzekerde betrokkene namens aldus voogd curator bewindvoerder oppas trainer baas chef "
    "son daughter brother sister father mother husband wife friend colleague coworker neighbour neighbor "
    "uncle aunt niece "
    "nephew grandson granddaughter grandfather grandmother grandma grandpa mum mom dad stepson stepmother "
    "customer "
    "employee tenant landlord resident witness suspect victim applicant candidate student pupil teacher "
    "nurse doctor "
    "surgeon physician therapist psychologist dentist lawyer attorney solicitor secretary assistant "
    "supervisor director "
    "claimant defendant plaintiff caller visitor guest carer caregiver boss boyfriend girlfriend fiance "
    "fiancee roommate "
    "cousin twin baby godfather volunteer trainee intern consultant advisor adviser accountant coordinator "
    "representative signatory subscriber passenger driver member wijkverpleegkundige wijkzuster "
    "verzorgende thuiszorgmedewerker activiteitenbegeleider ambulant casemanager dietist dietiste "
    "ergotherapeut logopedist "
    "logopediste fysio podotherapeut apotheker apothekersassistente internist neuroloog uroloog gynaecoloog "
    "kinderarts "
    "bedrijfsarts verzekeringsarts verloskundige doktersassistente praktijkondersteuner poh maatschappelijk "
    "consulent "
    "consulente wijkagent buurtbewoner buurtbewoonster ambtenaar indiener bezwaarmaker kleinkind "
    "physiotherapist pharmacist paramedic midwife cardiologist neurologist psychiatrist keyworker caseworker "
    "worker "
    "requester reporter engineer technician agent neighbours "
    "verbalisant opsporingsambtenaar raadsman raadsvrouw eiser eiseres gedaagde appellant aangever "
    "aangeefster benadeelde minderjarige pleegmoeder pleegvader pleegzoon pleegdochter pleegouder halfbroer "
    "halfzus stiefbroer stiefzus notulist voorzitter penningmeester secretaris raadslid "
    "chair chairman chairwoman chairperson counsel complainant appellant respondent stepbrother stepsister "
    "gast gasten reiziger reizigster passagier lid speler speelster traveller traveler player toerist "
    "abonnee erelid oprichter oprichtster founder organisator auteur ouderling diaken koster dominee "
    "landlady headteacher tutor lecturer barrister magistrate coroner clerk "
    "aannemer adjuster beneficiary policyholder donor donateur donatrice polishouder polishoudster "
    "uitzendkracht oproepkracht inhuurkracht seizoenarbeider vakantiekracht verzekeringnemer "
    "verzekeringsnemer taxateur loodgieter monteur chauffeur bezorger koerier "
    "postbode elektricien tuinman schoonmaker schoonmaakster concierge huismeester receptionist "
    "receptioniste telefonist telefoniste caissiere kapper kapster serveerster reisleider "
    "stewardess machinist conducteur programmeur ontwikkelaar developer programmer architecte "
    "analist analyst beheerder beheerster administrateur boekhouder boekhoudster recruiter inkoper "
    "inkoopster verkoper verkoopster accountmanager projectleider projectmanager teamlead ploegbaas "
    "voorman opzichter uitvoerder werkgever employer leidinggevende decaan conrector pedagoog "
    "orthopedagoog leerkracht kleuterjuf kleuter peuter jongen meisje ouder ouders stiefkind "
    "pleegkind erflater erflaatster erfgenaam executeur executor executrix trustee curatrice "
    "gemachtigde vertegenwoordiger vertegenwoordigster deurwaarder politieagent politieagente "
    "agente brigadier hoofdinspecteur commissaris commissioner superintendent bailiff juror "
    "aandeelhouder shareholder bestuurder bestuurster penvoerder vrijwilliger vrijwilligster "
    "coordinatrice koper koopster buyer seller payee rekeninghouder rekeninghoudster cardholder "
    "kaarthouder insured grandchild babysitter nanny childminder guardian godmother peetoom "
    "peettante huisgenoot huisgenote flatmate housemate lodger occupant homeowner leaseholder "
    "contractor subcontractor freelancer plumber electrician roofer cleaner courier postman janitor "
    "caretaker cashier waiter waitress bartender moderator redacteur redactrice journalist "
    "schrijver schrijfster zanger zangeres scheidsrechter referee winnaar organisator spreker "
    "speaker delegate attendee headmaster headmistress classmate klasgenoot klasgenote weduwnaar "
    "widow widower bruid bruidegom bride deceased overledene vermiste arrestant dader offender "
    "inmate prisoner detainee gedetineerde fietser voetganger cyclist pedestrian inzittende "
    "informant specialiste oncoloog oncologist dermatoloog dermatologist orthopeed oogarts "
    "anesthesist anaesthetist radioloog radiologist longarts reumatoloog geriater registrar "
    "adjudicator assessor policeman policewoman fireman firefighter brandweerman vuilnisman "
    "taxichauffeur buschauffeur vrachtwagenchauffeur magazijnmedewerker magazijnmedewerkster "
    "heftruckchauffeur lasser metselaar stukadoor hovenier dierenarts borrower lender debtor "
    "creditor schuldenaar schuldeiser kredietnemer hypotheekhouder garantsteller afnemer surveyor "
    "notary conveyancer interviewer interviewee teamgenoot teammate goalkeeper doelman "
    "gp gps pt pat huisartsen operateur operateurs anesthesioloog anesthesiologe surgeons "
    "prescriber voorschrijver voorschrijfster specialist specialisten aanmelder aanmeldster "
    "meldster eisers gedaagden verweerder verweerster verzoeker verzoekster belanghebbende "
    "belanghebbenden claimants rechters griffiers advocaten raadslieden handler mentor tutors "
    "klanten customers passagiers passengers reizigers getuigen verdachten witnesses suspects "
    "signatories ondergetekenden tekenbevoegde tekenbevoegden bewoners huurders kandidaten "
    "sollicitanten deelnemers cursisten leerlingen studenten students pupils patients clients "
    "kinderen children broers zussen zonen dochters sons daughters brothers sisters spouse "
    "echtgenoten partners parents pleegouders huisgenoten household gezinsvoogd voogden "
    "jeugdbeschermer jeugdreclasseerder reclasseringswerker belangenbehartiger senco mentrix "
    "coach coaches instructeur instructor examinator examiner verpleger verpleegster "
    "verplegers nurses doctors paediatrician pediatrician obstetrician gynaecologist "
    "gynecologist urologist ophthalmologist optometrist optician chiropodist podiatrist "
    "osteopath orthodontist hygienist mondhygienist mondhygieniste kaakchirurg neurochirurg "
    "neurosurgeon vaatchirurg traumachirurg longverpleegkundige wondverpleegkundige "
    "klantadviseur accountbeheerder assistentmanager bedrijfsleider bedrijfsleidster "
    "afdelingshoofd vestigingsmanager filiaalmanager filiaalhouder ceo cfo cto hoofdredacteur "
    "hoofdaannemer opdrachtgever opdrachtgeefster opdrachtnemer leverancier vendor supplier "
    "belastingplichtige taxpayer uitkeringsgerechtigde bijstandsgerechtigde gerechtigde "
    "begunstigde rechthebbende verzorger verzorgster opvoeder ondervraagde ondervraagden "
    "gehoorde betrokkenen slachtoffers victims loader holder owner owners user users "
    "gebruiker gebruikers beheerders requestor submitter approver assignee reviewer recipient "
    "recipients addressee geadresseerde afzendster payer betaler pgbhouder zorgverlener "
    "zorgverleners hulpverleenster casemanagers jobcoach loopbaancoach arbodeskundige leraren "
    "teachers docenten onderwijzer onderwijzeres conrectrix rector rectrix rectoren "
    "hoogleraar lector promovendus promovenda promotor kapitein stuurman matroos piloot pilot "
    "copilot purser bouwvakker dakdekker elektromonteur cvmonteur servicemonteur "
    "storingsmonteur verhuizer pakketbezorger rijinstructeur ober gastvrouw gastheer barman "
    "barkeeper portier bewaker beveiliger guard guards doorman porter";
constexpr std::string_view salutations =
    "beste dear hi hoi hallo hello hey hee geachte lieve dag waarde "
    "goedemorgen goedemiddag goedenavond bedankt dank "
    "thanks thank welkom welcome sorry gefeliciteerd congratulations "
    "proficiat dearest lieveling liefste mijnheer morning afternoon evening ha";
constexpr std::string_view farewells =
    "groet groeten groetjes regards sincerely wishes hoogachtend liefs cheers mvg gr grt faithfully truly "
    "respectfully "
    "cordially love xx xxx thanks greetings yours kus kusjes best warmly gegroet";
constexpr std::string_view particles = "van de der den het t s in op aan bij uit uijt te ter ten tot onder "
                                       "over voor la le les el al ben bin ait ould abu von "
                                       "zu zum zur vom da du des di del della dos das do dello degli af av y "
                                       "e lo st saint mac mc vander vande vanden auf san "
                                       "bint ibn ul ur d l";
constexpr std::string_view old_particles =
    "der ter ten el ait ould ibn bint abu von vander vanden della degli";
constexpr std::string_view words_to_places =
    "in te naar uit near at vanuit rond richting omgeving regio stad dorp gemeente "
    "towards outside around across provincie city town through inside";
constexpr std::string_view words_to_persons =
    "met with van aan door by from for voor bij tegen told asked "
    "sprak spoke belde mailde zag saw met ontmoette en and "
    "of or vroeg visited bezocht gebeld gezien gesproken contacted "
    "emailed mailed phoned called thanked invited "
    "hielp helped kent ken knows know dat that als if toen when "
    "namens zonder without omdat because terwijl while "
    "informeerde informed verwees referred to begeleidde "
    "behandelde treated bedankte zegt zei says said maar but "
    "volgens heeft had was is were hebben want zodat waarna "
    "wanneer waarop behalve except tussen between hoe how "
    "ask tell met contacteer bel mail vraag call contact see zie "
    "cc bcc tav attn behandelaar afspraak appointment "
    "ook also alleen only samen together daarom nu now vandaag "
    "today gisteren yesterday morgen tomorrow eerst zowel "
    "zoals including waaronder about over "
    "app informeer waarschuw stuur interviewed interviewde schreef overlegd langs";
constexpr std::string_view determiners = "de het een the a an deze dit die dat this these those each every "
                                         "elke elk onze ons our your jouw uw zijn haar his her "
                                         "their hun my mijn no geen some";
constexpr std::string_view words_of_speech =
    "zei zegt zeggen belde belt mailde mailt vertelde vertelt vroeg vraagt meldde meldt schreef schrijft "
    "antwoordde antwoordt reageerde reageert bedankte woont woonde werkt werkte vindt denkt dacht kreeg "
    "krijgt wou stelde verklaarde verklaart klaagt klaagde bezocht bezoekt gebruikt slikt overleed "
    "verhuisde trouwde stuurde stuurt betaalde betaalt tekende ontving ontvangt meende noemde belooft "
    "beloofde leed lijdt klaagde voelt voelde vertrok lachte huilde studeert studeerde liep loopt zat zit "
    "nam neemt kent weet wist bevestigde bevestigt noteerde bestelde bestelt huurt huurde solliciteerde "
    "presenteerde said says told tells called calls asked asks wrote writes replied replies lives lived "
    "works worked thinks thought phoned visited mentioned confirmed signed stated explained complained "
    "emailed reported reports wants wanted came went arrived left suggested agreed answered joined met "
    "moved married died paid ordered requested received gave took sent felt feels needs attended "
    "doet deed regelt presented applied knows knew spoke speaks lost drove forgot remembers";
constexpr std::string_view auxiliaries =
    "can could did does gaat gaf geeft ging had hadden has have hebben heeft is kan komt kon kwam mag "
    "mocht moest moet must should vond was wil wilde will would zal zou "
    "viel valt vielen sliep slaapt eet ate eats bleef blijft lag ligt stond staat hoort "
    "hoorde kijkt keek houdt hield brengt bracht haalt haalde zoekt zocht speelt speelde "
    "rijdt reed wordt werd lijkt leek blijkt bleek hoeft hoefde begint begon opent sluit "
    "tekent verliest verloor vergat vergeet probeert probeerde zorgt zorgde herstelt "
    "herstelde vraagt wacht wachtte looks looked seems seemed sleeps slept falls fell refuses "
    "refused stays stayed plays played keeps kept starts started tries tried brings brought "
    "drives waits waited may might shall cannot appears appeared remains remained";
constexpr std::string_view months =
    "januari februari maart april mei juni juli augustus september oktober november december january "
    "february march may "
    "june july august october jan feb mar apr jun jul aug sep sept oct okt nov dec mrt maandag dinsdag "
    "woensdag donderdag "
    "vrijdag zaterdag zondag monday tuesday wednesday thursday friday saturday sunday";
constexpr std::string_view abbreviations =
    "dhr mevr mw mr mrs ms dr drs ir ing prof mej ds fam th chr joh ph fr st jac corn wm rev sr jr nr no tel "
    "bijv bv ca "
    "resp evt incl excl geb adr str blz art jl ivm mevr tav vs sgt capt lt col gen hon "
    "pt pat";
constexpr std::string_view offices =
    "raad koning prins heer burger meester dokter rechter bijbel paus staat kerk markt king queen minister "
    "bakker slager "
    "kok boer jager ridder keizer graaf hertog koster schout poort berg rijn maas waal zee dam laan wind zon "
    "maan post bank "
    "krant leeuw tour bond kamer dijk rover groep partij vereniging stichting directie hond kat wolf beer "
    "arend "
    "valk haan vos mol roos bloem boom tuin brug straat weg winkel smid molenaar visser schipper schilder "
    "timmerman "
    "bruin witte zwarte rode groene blauwe jong oude nieuwe grote kleine lange korte";
constexpr std::string_view words_that_name =
    "heet heette heten genaamd genoemd naam voornaam achternaam roepnaam name names named surname signed "
    "ondertekend "
    "getekend ondergetekende firstname lastname undersigned alias nee geboren known sincerely tav attn "
    "contactpersoon "
    "kin afzender ontvanger sender recipient auteur author aanwezig afwezig attendees present cc "
    "wie who klantnaam contact";
constexpr std::string_view words_of_being = "is ben am was luidt";

} // namespace

NameDictionary::NameDictionary() : slots_(slot_count) {
    struct WordList {
        std::string_view words;
        std::uint32_t kind;
    };
    using namespace word_kind;
    for (const WordList& list : {WordList{sure_given_names_a_to_j, sure_given},
                                 WordList{sure_given_names_k_to_z, sure_given},
                                 WordList{word_given_names, word_given},
                                 WordList{sure_surnames_a_to_g, sure_surname},
                                 WordList{sure_surnames_h_to_o, sure_surname},
                                 WordList{sure_surnames_p_to_z, sure_surname},
                                 WordList{word_surnames, word_surname},
                                 WordList{particle_surnames, particle_surname},
                                 WordList{common_words, common},
                                 WordList{place_words, place},
                                 WordList{organization_words, organization},
                                 WordList{words_after_organizations, after_organization},
                                 WordList{words_before_organizations, before_organization},
                                 WordList{titles, title},
                                 WordList{roles, role},
                                 WordList{salutations, salutation},
                                 WordList{farewells, farewell},
                                 WordList{particles, particle},
                                 WordList{old_particles, old_particle},
                                 WordList{words_to_places, to_place},
                                 WordList{words_to_persons, to_person},
                                 WordList{determiners, determiner},
                                 WordList{words_of_speech, speech},
                                 WordList{auxiliaries, auxiliary},
                                 WordList{months, month},
                                 WordList{abbreviations, abbreviation},
                                 WordList{offices, office},
                                 WordList{words_that_name, says_name},
                                 WordList{words_of_being, to_be}}) {
        add(list.words, list.kind);
    }
}

void NameDictionary::add(std::string_view words, std::uint32_t kind) {
    while (!words.empty()) {
        const std::size_t size = std::min(words.find(' '), words.size());
        const std::uint64_t hash = word_hash(words.substr(0, size));
        Slot& slot = slots_[place_of(hash)];
        slot.print = print_of(hash);
        slot.kinds |= kind;
        words.remove_prefix(std::min(size + 1, words.size()));
    }
}

const NameDictionary& NameDictionary::instance() {
    static const NameDictionary dictionary;
    return dictionary;
}

} // namespace veil
