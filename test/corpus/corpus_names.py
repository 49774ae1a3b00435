"""Names of the corpus. They share nothing with the detector: these lists were written apart, and some names are in no list
of it, on purpose (the last lines)."""

DUTCH_GIVEN = """Jan Piet Kees Henk Gerrit Willem Maria Johanna Anna Cornelia Sanne Lotte Daan Sem Lucas Levi Finn Luuk Milan Thijs Lars
Emma Julia Mila Tess Sophie Zoë Sara Nora Eva Saar Fleur Lieke Anouk Marloes Ingrid Monique Esther Jeroen Bas Ruud Marcel Patrick
Dennis Erik Frank Hans Joost Maarten Mark Martijn Niels Peter Richard Rob Roel Sander Sjoerd Stefan Tim Tom Wouter Yvonne Wilma
Annemarie Jan-Willem Anne-Marie Pieter-Jan Geertruida Hendrikje Aleida Berend Egbert Fokke Geesje Harmke Jelle Klaasje Lammert
Fatima Mohammed Youssef Khadija Rachid Samira Hassan Naima Ömer Ayşe Mehmet Zeynep Emre Elif Ravi Shanti Anil Devi Romario Cheryl
Tjibbe Sietske Wieke Oebele Douwe Froukje Ytsje Roos Bloem Merel Jasmijn Wessel Joris Teun Noor Guus Pim Max Isa Fenna Hidde""".split()
DUTCH_GIVEN_RARE = "Tjardo Quirien Wilbrecht Aldegonda Fenneken Ozmira Jorrino Evelotte Tjamke Brechtian".split()

DUTCH_SURNAME = """Jansen|de Jong|de Vries|van den Berg|van Dijk|Bakker|Janssen|Visser|Smit|Meijer|de Boer|Mulder|de Groot|Bos|Vos|Peters|
Hendriks|van Leeuwen|Dekker|Brouwer|de Wit|Dijkstra|Smits|de Graaf|van der Meer|Kok|Jacobs|de Haan|Vermeulen|van den Heuvel|
van der Veen|van den Broek|de Bruijn|Schouten|van Beek|van der Heijden|Willems|van Vliet|Hoekstra|Maas|Verhoeven|Koster|van Dam|Prins|
Blom|Huisman|Peeters|de Jonge|Kuipers|van Veen|Post|Postma|Kramer|van den Brink|Veenstra|Scholten|van Wijk|Bosma|Timmermans|Groen|
Gerritsen|Martens|Mol|Driessen|Jonker|Wolters|Sanders|van der Wal|Hofman|van der Laan|Koning|Bosch|Verbeek|in 't Veld|ter Horst|
op den Kamp|van 't Hof|El Idrissi|El Amrani|Bouzid|Yılmaz|Öztürk|Kaya|Demir|Ramdin|Kalloe|Sardjoe|Pinas|Wijngaarde|Janssen-de Wit|
Bakker-Visser|van Rossum|van Oosterhout|Zijlstra|Terpstra|Ypma|Nijhuis|Roelofs|Lammers|Benschop|Kuijt|Hiddink|Sneijder""".replace("\n", "").split("|")
DUTCH_SURNAME_RARE = "van Grevelingen|Quastenbosch|Oldenzeelaar|de Vlaeminckx|Tjepkamastra|van der Wolkenfelt|Brandsteder|Kwispelaere".split("|")

ENGLISH_GIVEN = """James John Robert Michael William David Richard Joseph Thomas Charles Christopher Daniel Matthew Anthony Mark Donald Steven
Paul Andrew Joshua Mary Patricia Jennifer Linda Elizabeth Barbara Susan Jessica Sarah Karen Nancy Lisa Margaret Betty Sandra Ashley
Emily Donna Michelle Carol Amanda Rebecca Laura Olivia Charlotte Amelia Isla Poppy Freya Grace Oscar Harry Alfie Archie Will Rose
May Hope Frank Jack Oliver Priya Rahul Anjali Arjun Wei Mei Ling Chen Aisha Omar Kwame Chioma Siobhan Niamh Declan Rhys Gwen Ewan Fiona
Mary-Ann Jean-Paul Zoe Chloë Renée José Sofía""".split()
ENGLISH_GIVEN_RARE = "Tavion Maelis Jorvyn Kessandra Ulricson Brynleigh Osmund Thessaly".split()

ENGLISH_SURNAME = """Smith|Jones|Williams|Taylor|Brown|Davies|Evans|Wilson|Thomas|Johnson|Roberts|Robinson|Thompson|Wright|Walker|White|Edwards|
Hughes|Green|Hall|Lewis|Harris|Clarke|Patel|Jackson|Wood|Turner|Martin|Cooper|Hill|Ward|Morris|Moore|Clark|Lee|King|Baker|Harrison|
Morgan|Allen|James|Scott|Phillips|Watson|Davis|Parker|Price|Bennett|Young|Griffiths|Mitchell|Kelly|Cook|Carter|Richardson|Bailey|
Collins|Bell|Shaw|Murphy|Miller|Cox|Khan|Richards|Marshall|Anderson|Simpson|Ellis|Adams|Singh|Begum|Wilkinson|Foster|Chapman|Powell|
Webb|Rogers|Gray|Mason|Ali|Hunt|Hussain|Campbell|Matthews|Owen|Palmer|Holmes|Mills|Barnes|Knight|Lloyd|Butler|Russell|Barker|Fisher|
O'Brien|O'Connor|McDonald|MacLeod|McCarthy|Fitzgerald|Kowalski|Nowak|Schmidt|Müller|Dubois|García|Nguyen|Wang|Sharma|Okafor|Mensah|
Smith-Jones|Taylor-Brown|Featherstone|Ramsbottom|Gallagher|Brennan|Lombardi|Petrov""".replace("\n", "").split("|")
ENGLISH_SURNAME_RARE = "Thornquist|Averstone|Oglesworthy|Brambleton|Quennell-Fry|Zabrowicki|Penderghast|Uldridge".split("|")
