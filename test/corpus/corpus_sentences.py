"""Sentences of the corpus. {entity} is an identifier, {person}, {given}, {surname} a name; a word in {{...}} chosen by
corpus.py is none. Written apart from the detectors."""

DUTCH = """Ik heb gisteren met {person} gesproken over de offerte.
{person} heeft zich vanmorgen ziek gemeld.
Mevrouw {surname} komt volgende week op controle.
De heer {initials} {surname} woont sinds 2019 in {{city}}.
Dhr. {surname} belde om 14:30 uur over zijn aanvraag.
Mevr. {initials} {surname} is het niet eens met de beslissing.
Beste {given},\\n\\nHartelijk dank voor je bericht. Ik kom er morgen op terug.
Geachte heer {surname},\\nWij hebben uw verzoek ontvangen.
Geachte mevrouw {surname}, uw dossier is compleet.
Dank voor de snelle reactie!\\n\\nMet vriendelijke groet,\\n{person}\\nAfdeling {{department}}
Groetjes,\\n{given}
Patiënt {surname} klaagt over hoofdpijn sinds drie dagen.
Cliënt {person} verblijft op kamer 12 van het verpleeghuis.
Mijn collega {given} neemt het morgen over.
Haar zoon {given} en haar dochter {given} waren ook aanwezig.
Volgens {given} is er niets aan de hand.
Aanwezig: {person}, {person} en {person}.
Contactpersoon: {person}, telefoon {phone}.
{surname}, {initials} staat op de lijst voor woensdag.
Namens {person} dien ik hierbij bezwaar in.
Zij is getrouwd met {person} en heeft twee kinderen.
Het gesprek tussen {person} en {person} duurde een uur.
Vraag het even aan {given} of aan {given}.
{given} vertelde dat de levering te laat was.
Dr. {surname} heeft een recept uitgeschreven.
De huisarts, dr. {initials} {surname}, verwees door naar de polikliniek.
De auto van {given} stond nog bij de garage.
Gesproken met {given} {surname} op {date}; zij zou terugbellen.
De brief is ondertekend door {person}.
Mijn naam is {person} en ik woon in {{city}}.
Ik ben {given}, de nieuwe medewerker van de balie.
We gaan met {given} naar {{city}} op zaterdag.
{given} {surname} ({date}) is ingeschreven bij onze praktijk.
De echtgenoot van mevrouw {surname} is mantelzorger.
{person} en {given} hebben een afspraak bij de notaris.
De getuige, {person}, verklaarde dat hij niets had gezien.
verslag: belde met mevrouw {surname_lower} over de rekening
mevr {surname_lower} wil graag teruggebeld worden
met {person_lower} afgesproken dat hij de stukken nastuurt
Mail mij op {email} of bel {phone}.
Mijn e-mailadres is {email}.
Stuur de factuur naar {email} voor {date}.
Kijk op {url} voor meer informatie.
De website {url} was gisteren onbereikbaar.
Inloggen mislukte vanaf {ip}.
De server met ip-adres {ip} is uitgezet.
Het MAC-adres van de printer is {mac}.
U kunt mij bereiken op {phone}.
Telefoonnummer: {phone}
Mijn rekeningnummer is {iban}.
Graag overmaken naar {iban} ten name van {person}.
IBAN: {iban}
Mijn creditcard {card} is gestolen.
Betaald met kaart {card} op {date}.
BSN: {bsn}
Haar burgerservicenummer is {bsn}.
Het bsn van de cliënt luidt {bsn}.
Ons btw-nummer is {vat}.
BTW {vat} staat op de factuur.
Wij wonen op {{street_only}} {address} te {{city}}.
Het adres is {{street_only}} {address} {{city}}.
Mijn kenteken is {license_plate}.
De auto met kenteken {license_plate} stond fout geparkeerd.
Geboren op {date} te {{city}}.
Geboortedatum: {date}
De afspraak van {date} is verzet naar {date}.
Zijn {national_id}.
Het {national_id} staat in het dossier."""

DUTCH_NEGATIVE = """Ordernummer 20231145872 is verzonden.
Factuur 2024-00158 van 1250,00 euro staat nog open.
De vergadering begint om 10:15:30 en duurt tot 12:00.
Versie 10.2.14 van de software is geïnstalleerd.
ISBN 978-90-274-3964-2 is niet meer leverbaar.
De bakker op de hoek verkoopt goed brood.
Het huis in de {{street_only}} is verkocht.
In mei en juni is het druk in {{city}}.
Albert Heijn en de Rabobank zijn gesloten op zondag.
De Tweede Kamer debatteert over de begroting.
Zij werkt bij {{company}} in {{city}}.
De kok en de visser praatten over het weer.
De koning bezocht {{city}} op Koningsdag.
Het bos ligt achter de berg.
Wil je de roos water geven?
Mark dit bericht als gelezen.
De patiënt heeft een bloeddruk van 120/80 en weegt 78,5 kg.
Artikel 12 lid 3 van de Algemene wet bestuursrecht is van toepassing.
Pagina 15 van 230.
Het saldo bedraagt € 12.345,67.
Er zijn 123456789 bezoekers geteld.
Het zaaknummer is 987654321/2023.
Kamer 4.12 op de vierde verdieping.
De trein van Utrecht naar Zwolle had 25 minuten vertraging.
Januari was koud, maar april maakte veel goed.
Nederland verloor met 2-1 van Frankrijk.
De gemeente {{city}} heeft de vergunning verleend.
Onze afdeling {{department}} is telefonisch bereikbaar.
Het ziekenhuis heeft 450 bedden en 2300 medewerkers.
Gebruik paracetamol 500 mg, driemaal daags.
Op maandag en dinsdag is de balie gesloten.
De Universiteit van Amsterdam doet onderzoek naar slaap.
Stichting Het Groene Hart ontvangt subsidie.
Klantnummer 4512 heeft korting 15%.
Pakket 3SABC0012345678 is bezorgd.
De winter was zacht en de zomer heet.
Kunt u de bijlage nog eens sturen?
Het transactienummer is 1234567890123456.""".split("\n")

ENGLISH = """I spoke with {person} about the invoice yesterday.
{person} called in sick this morning.
Mrs. {surname} will come in for a check-up next week.
Mr. {initials} {surname} has lived in {{city}} since 2019.
Ms. {surname} does not agree with the decision.
Dear {given},\\n\\nThank you for your message. I will get back to you tomorrow.
Dear Mr. {surname},\\nWe have received your request.
Thanks for your help!\\n\\nKind regards,\\n{person}\\nDepartment of {{department}}
Best wishes,\\n{given}
Patient {surname} complains of headaches.
Our client {person} moved to {{city}}.
My colleague {given} will take over tomorrow.
Her son {given} and her daughter {given} were there too.
According to {given} nothing was wrong.
Present: {person}, {person} and {person}.
{surname}, {initials} is on the list for Wednesday.
She is married to {person} and has two children.
The meeting between {person} and {person} lasted an hour.
Ask {given} or {given} about it.
{given} said that the delivery was late.
Dr. {surname} wrote a prescription.
The car of {given} was still at the garage.
{given}'s laptop was stolen from the office.
We discussed {given} {surname}'s complaint on {date}.
The letter was signed by {person}.
My name is {person} and I live in {{city}}.
I am {given}, the new receptionist.
On Saturday we go to {{city}} with {given}.
The witness, {person}, saw nothing.
The report was written by {person} and reviewed by {person}.
Hi {given}, could you send me the file?
Please forward this to {person} at the front desk.
mrs {surname_lower} wants to be called back
spoke to {person_lower} about the refund
Please email {email} or call {phone}.
You can reach me at {phone}.
My e-mail address is {email}.
See {url} for details.
The login from {ip} failed.
The MAC address is {mac}.
Please transfer it to {iban}.
My credit card {card} was stolen.
The card number {card} was declined.
BSN: {bsn}
Her citizen service number is {bsn}.
Our VAT number is {vat}.
She lives at {{street}}, {postcode} {{city}}.
The car with number plate {license_plate} was parked outside.
Born on {date} in {{city}}.
Date of birth: {date}
The appointment of {date} was moved to {date}.
His {national_id}.
The {national_id} is on file."""

ENGLISH_NEGATIVE = """Order 20231145872 has been shipped.
Invoice 2024-00158 of 1250.00 is still open.
The meeting starts at 10:15:30 and ends at noon.
Version 10.2.14 of the software was installed.
ISBN 978-0-306-40615-7 is out of print.
The baker on the corner sells good bread.
Will you mark the box in May?
The house on {{street_only}} was sold.
June and July are busy in {{city}}.
Tesco and Barclays are closed on Sunday.
She works for {{company}} in {{city}}.
The cook and the fisher talked about the weather.
Hope is a good thing, and grace too.
The bill was paid by the bank.
The patient has a blood pressure of 120/80 and weighs 78.5 kg.
Section 12 of the Data Protection Act applies.
Page 15 of 230.
The balance is $12,345.67.
There were 123456789 visitors.
Case number 987654321/2023.
Room 4.12 on the fourth floor.
The train from London to Leeds was 25 minutes late.
January was cold, but April made up for it.
England lost 2-1 to France.
Our {{department}} department can be reached by phone.
The hospital has 450 beds.
Take ibuprofen 400 mg three times a day.
The office is closed on Monday and Tuesday.
The University of Oxford studies sleep.
The Green Heart Foundation received a grant.
Customer 4512 has a discount of 15%.
Parcel 3SABC0012345678 was delivered.
The rose garden is open until August.
Could you send the attachment again?
The transaction number is 1234567890123456.
Rich soil and long summers make good wine.""".split("\n")

DUTCH = DUTCH.split("\n")
ENGLISH = ENGLISH.split("\n")

DUTCH_CITIES = "Amsterdam Rotterdam Utrecht Eindhoven Groningen Tilburg Almere Breda Nijmegen Apeldoorn Haarlem Zwolle Leiden Delft Assen".split()
ENGLISH_CITIES = "London Manchester Leeds Bristol Oxford Cambridge Boston Chicago Dublin Edinburgh Cardiff Norwich Lincoln".split()
DUTCH_STREETS = ["Kerkstraat", "Dorpsstraat", "Julianalaan", "Molenweg", "Stationsplein", "Prinsengracht", "Schoolstraat",
                 "Willem de Zwijgerlaan", "Jan van Galenstraat", "Beethovenlaan", "Eikenlaan", "Nieuwe Markt"]
ENGLISH_STREETS = ["High Street", "Church Lane", "Station Road", "Victoria Avenue", "Baker Street", "Park Road", "King Street", "Mill Lane"]
DUTCH_DEPARTMENTS = ["Inkoop", "Financiën", "Personeelszaken", "Radiologie", "Cardiologie", "Klantenservice"]
ENGLISH_DEPARTMENTS = ["Finance", "Radiology", "Purchasing", "Human Resources", "Marketing", "Customer Service"]
COMPANIES = ["Philips", "Shell", "de Bakker BV", "Jansen Bouw B.V.", "Microsoft", "Unilever", "Johnson & Johnson", "KPN", "Smith & Sons",
             "Deloitte", "Garage Visser"]
DUTCH_MONTHS = "januari februari maart april mei juni juli augustus september oktober november december".split()
ENGLISH_MONTHS = "January February March April May June July August September October November December".split()
